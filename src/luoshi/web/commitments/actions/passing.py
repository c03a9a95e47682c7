"""Commitments that pass from one lead unit to another because the unit itself is no more.

Work goes on in the state it was in. Who may decide that is asked by the actions that call these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.models import Acceptance, Commitment, Outcome
from luoshi.web.commitments.rules import can_answer
from luoshi.web.units.models import Unit

TAKEN_ON = ("accepted", "underway", "claimed_done", "verified")
"""States that a unit has accepted and not been relieved of: the next one is asked to accept."""
OPEN = ("draft", "assigned", "disputed", *TAKEN_ON)


@dataclass(frozen=True, slots=True)
class Passed:
    """A commitment with its new lead unit. ``was_taken_on``: the new one has yet to accept it."""

    commitment: Commitment
    from_unit_id: int
    was_taken_on: bool


@transaction.atomic
def commitments_pass_on(
    *, commitments: Iterable[Commitment], unit: Unit, reason: str, by: Actor, at: datetime
) -> list[Passed]:
    """The open ones of these get another lead unit, by id; the reason stays with each.

    What was assigned or disputed is asked of the new unit in the ordinary way.
    """
    rows = _locked(commitments)
    moving = [row for row in rows if row.lead_unit_id and row.lead_unit_id != unit.pk]
    return [_pass_on(row, unit, reason, by=by, at=at) for row in moving]


def _locked(commitments: Iterable[Commitment]) -> list[Commitment]:
    ids = [commitment.pk for commitment in commitments]
    rows = Commitment.objects.select_for_update().filter(pk__in=ids, state__in=OPEN)
    return list(rows.order_by("pk"))


def _pass_on(commitment: Commitment, unit: Unit, reason: str, *, by: Actor, at: datetime) -> Passed:
    before = {"lead_unit": commitment.lead_unit_id, "state": commitment.state}
    was_led_by = commitment.lead_unit_id or 0
    if commitment.state == "disputed":
        commitment.state = COMMITMENT.next("disputed", "reassign")
    commitment.lead_unit = unit
    commitment.save(update_fields=["lead_unit", "state"])
    Commitment.objects.filter(pk=commitment.pk).update(version=F("version") + 1)
    commitment.assist_units.remove(unit)
    if commitment.state != "draft":
        _answer(commitment, Outcome.REASSIGNED, reason, by=by, at=at)
    after = {"lead_unit": unit.pk, "state": commitment.state, "reason": reason}
    record(by=by, at=at, verb="commitment.pass_on", obj=commitment, before=before, after=after)
    return Passed(commitment, was_led_by, commitment.state in TAKEN_ON)


@transaction.atomic
def commitments_take_over(
    *, commitments: Iterable[Commitment], by: Actor, at: datetime
) -> list[Commitment]:
    """签收划转: the new lead unit takes every one of them on, or none; their states stay."""
    rows = _locked(commitments)
    for commitment in rows:
        can_answer(by, commitment).require()
        _answer(commitment, Outcome.ACCEPTED, "", by=by, at=at)
        after = {"lead_unit": commitment.lead_unit_id, "state": commitment.state}
        record(by=by, at=at, verb="commitment.take_over", obj=commitment, after=after)
    return rows


def _answer(
    commitment: Commitment, outcome: Outcome, reason: str, *, by: Actor, at: datetime
) -> None:
    Acceptance.objects.create(
        commitment=commitment,
        unit_id=commitment.lead_unit_id or 0,
        outcome=outcome,
        reason=reason,
        decided_by_id=by.user_id,
        decided_at=at,
    )


@transaction.atomic
def assists_pass_on(*, unit: Unit, heir: Unit, by: Actor, at: datetime) -> int:
    """Open commitments that a unit assists are assisted by its heir; how many there were."""
    rows = Commitment.objects.select_for_update().filter(
        pk__in=Commitment.assist_units.through.objects.filter(unit=unit).values("commitment"),
        state__in=OPEN,
    )
    found = list(rows.order_by("pk"))
    for commitment in found:
        commitment.assist_units.remove(unit)
        if commitment.lead_unit_id != heir.pk:
            commitment.assist_units.add(heir)
        record(
            by=by, at=at, verb="commitment.pass_on", obj=commitment,
            before={"assist_units": [unit.pk]}, after={"assist_units": [heir.pk]},
        )  # fmt: skip
    return len(found)
