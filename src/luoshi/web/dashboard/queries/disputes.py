"""Open disputes about who owns a commitment, and whether the reader decides them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Acceptance, Outcome
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.rules import can_decide_dispute
from luoshi.web.dashboard.queries.clocks import waited
from luoshi.web.prepared import prepared
from luoshi.web.units.models import Unit

Parents = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An open dispute: how many working days it has waited, and whether the reader decides it."""

    answer: Acceptance
    days: int | None
    decides: bool


def open_disputes(actor: Actor, calendar: WorkCalendar, on: date) -> list[Dispute]:
    """The oldest first, the reader's own to decide before all others: two queries."""
    latest = {row.commitment_id: row for row in _disputed(actor)}
    parents = dict(Unit.objects.without_tree_fields().values_list("pk", "parent_id"))
    found = [
        Dispute(
            row,
            waited(calendar, timezone.localdate(row.decided_at), on),
            _decides(actor, row, parents),
        )
        for row in latest.values()
    ]
    return sorted(found, key=lambda each: (not each.decides, each.answer.decided_at))


@prepared
def _disputed(actor: Actor) -> QuerySet[Acceptance]:
    """Found from the few disputes: the commitments are very many."""
    seen = visible_to(actor).order_by().filter(state="disputed", pk=OuterRef("commitment"))
    rows = Acceptance.objects.filter(Exists(seen), outcome=Outcome.DISPUTED)
    return rows.select_related("commitment", "unit", "proposed_unit").order_by("pk")


def _decides(actor: Actor, dispute: Acceptance, parents: Parents) -> bool:
    other = dispute.proposed_unit_id
    decision = can_decide_dispute(
        actor,
        superiors=frozenset(superior_units(dispute.unit_id, other, parents)),
        parties=frozenset({dispute.unit_id} if other is None else {dispute.unit_id, other}),
        disputed_by=dispute.decided_by_id,
    )
    return bool(decision)


def superior_units(one: int, other: int | None, parents: Parents) -> list[int]:
    """The same as ``commitments.queries.superiors_of``, the lowest first, without a query."""
    second = one if other is None else other
    above = set(_line(one, parents))
    shared = [unit for unit in _line(second, parents) if unit in above]
    return shared[1:] if shared[0] in (one, second) and len(shared) > 1 else shared


def _line(unit: int | None, parents: Parents) -> Iterator[int]:
    """The unit and all above it."""
    while unit is not None:
        yield unit
        unit = parents[unit]
