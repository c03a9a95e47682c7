"""Everything without an owner who has accepted: for the office that assigned it, and for owners."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, Role
from luoshi.web.accounts.queries import in_force
from luoshi.web.commitments.models import Acceptance, Commitment, Outcome
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.sent import answer_days, sent_at
from luoshi.web.succession.models import (
    Handover,
    HandoverState,
    Reminder,
    Transfer,
    TransferOutcome,
)
from luoshi.web.units.models import Unit

OWNED = ("assigned", "disputed", "accepted", "underway", "claimed_done", "verified")

_NOBODY = gettext_lazy("%(unit)s没有单位负责人，牵头 %(n)s 项")
_GIVEN = gettext_lazy(
    "%(unit)s没有单位负责人，待签收的 %(n)s 项是上级分解下来的，分出的人不能代签收"
)


@dataclass(frozen=True, slots=True)
class Unowned:
    """One thing nobody has taken on: since when, who is asked, who holds it meanwhile.

    ``days``: working days since, None where it cannot be said; ``reminded_on``: the last time.
    """

    kind: str
    text: str
    url: str
    owner: str
    holder: str
    since: date | None
    days: int | None = None
    commitment_id: int | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unaccepted:
    """Those over the limit, the longest first; how many are still within; the limit in days."""

    late: Sequence[Unowned]
    within: int
    limit: int


def unaccepted(actor: Actor, calendar: WorkCalendar, on: date) -> Unaccepted:
    """What the person's office assigned and nobody accepted, drafts nobody leads: ten queries."""
    areas = actor.jurisdictions("supervisor")
    found = [
        *_assigned(actor, areas),
        *_unled(areas),
        *_transfers(areas),
        *_disputes(areas),
        *_handovers(areas),
    ]
    rows = [_waited(row, calendar, on) for row in _reminded(found)]
    limit = answer_days()
    late = [row for row in rows if row.days is None or row.days > limit]
    within = len(rows) - len(late)
    late += _leaderless(areas, on)
    late.sort(key=lambda row: (-(row.days or 0), row.since or on, row.text))
    return Unaccepted(late, within, limit)


def _assigned(actor: Actor, areas: frozenset[int]) -> Iterator[Unowned]:
    rows = list(
        visible_to(actor)
        .filter(jurisdiction__in=areas, state="assigned")
        .select_related("lead_unit")
    )
    sent = sent_at({row.pk for row in rows})
    for row in rows:
        since = timezone.localdate(sent[row.pk]) if row.pk in sent else None
        owner = row.lead_unit.short_name if row.lead_unit else ""
        holder = gettext("交办单位")
        yield Unowned("assigned", row.text, row.get_absolute_url(), owner, holder, since,
                      commitment_id=row.pk)  # fmt: skip


def _unled(areas: frozenset[int]) -> Iterator[Unowned]:
    """Drafts for which no unit was named since they were made."""
    rows = Commitment.objects.filter(jurisdiction__in=areas, state="draft", lead_unit=None)
    for row in rows.only("text", "created_at").order_by("pk"):
        url, holder = row.get_absolute_url(), gettext("交办单位")
        yield Unowned("unled", row.text, url, "", holder, _day(row.created_at))


def _transfers(areas: frozenset[int]) -> Iterator[Unowned]:
    rows = Transfer.objects.filter(
        commitment__jurisdiction__in=areas, outcome=TransferOutcome.WAITING
    )
    for row in rows.select_related("commitment", "from_unit", "to_unit").order_by("pk"):
        yield Unowned(
            "transfer", row.commitment.text, row.commitment.get_absolute_url(),
            row.to_unit.short_name, gettext("交办单位"), max(row.on, _day(row.decided_at)),
            commitment_id=row.commitment_id,
        )  # fmt: skip


def _disputes(areas: frozenset[int]) -> Iterator[Unowned]:
    open_ones = Commitment.objects.filter(jurisdiction__in=areas, state="disputed")
    rows = Acceptance.objects.filter(commitment__in=open_ones, outcome=Outcome.DISPUTED)
    latest = {
        row.commitment_id: row
        for row in rows.select_related("commitment", "unit", "proposed_unit").order_by("pk")
    }
    for row in latest.values():
        asked = [row.unit.short_name, row.proposed_unit.short_name if row.proposed_unit else ""]
        yield Unowned(
            "disputed", row.commitment.text, row.commitment.get_absolute_url(),
            " → ".join(filter(None, asked)), gettext("共同上级"), _day(row.decided_at),
        )  # fmt: skip


def _handovers(areas: frozenset[int]) -> Iterator[Unowned]:
    rows = Handover.objects.filter(jurisdiction__in=areas, state=HandoverState.EFFECTIVE)
    related = rows.select_related("from_user", "to_user").prefetch_related("seats__holder")
    for row in related.order_by("on", "pk"):
        names = dict.fromkeys(seat.holder.name for seat in row.seats.all() if seat.holder)
        text = gettext("%(from)s移交给%(to)s") % {"from": row.from_user, "to": row.to_user}
        holder = gettext("、").join(names) or gettext("暂无人代管")
        yield Unowned("handover", text, row.get_absolute_url(), row.to_user.name, holder, row.on)


def _leaderless(areas: frozenset[int], on: date) -> Iterator[Unowned]:
    """Units that lead something and have nobody, at them or above, who could take it on.

    Of a part that waits, a leader above is none who leads the whole or stands above its unit.
    """
    leaders = Appointment.objects.filter(
        in_force(on), role=Role.UNIT_LEADER, user__is_active=True, jurisdiction__in=areas
    )
    manned = set(leaders.values_list("unit_id", flat=True))
    units = Unit.objects.without_tree_fields().in_bulk()
    counts: Counter[tuple[int, bool]] = Counter()
    for lead, state, giver in _led(areas):
        line = _line(lead, units)
        above = manned.intersection(line)
        if not above:
            counts[lead, False] += 1
        elif state == "assigned" and giver and above <= set(_line(giver, units)) - {lead}:
            counts[lead, True] += 1
    for (lead, given), count in counts.items():
        unit = units[lead]
        told = {"unit": unit.short_name, "n": count}
        text = (_GIVEN if given else _NOBODY) % told
        url = f"{reverse('commitments')}?unit={lead}{'&state=assigned' if given else ''}"
        yield Unowned("leaderless", text, url, unit.short_name, "", None)


def _led(areas: frozenset[int]) -> QuerySet[Commitment, tuple[int, str, int | None]]:
    rows = Commitment.objects.filter(jurisdiction__in=areas, state__in=OWNED, lead_unit__gt=0)
    return rows.values_list("lead_unit_id", "state", "parent__lead_unit_id").order_by("pk")


def _line(pk: int, units: Mapping[int, Unit]) -> list[int]:
    """The unit and those above it."""
    line: list[int] = []
    while unit := units.get(pk):
        line.append(pk)
        pk = unit.parent_id or 0
    return line


def _reminded(rows: Iterable[Unowned]) -> list[Unowned]:
    found = list(rows)
    last = reminded_on([row.commitment_id for row in found if row.commitment_id])
    return [replace(row, reminded_on=last.get(row.commitment_id or 0)) for row in found]


def reminded_on(commitments: Iterable[int]) -> dict[int, date]:
    """When the owner of each was last asked to accept."""
    rows = Reminder.objects.filter(commitment__in=list(commitments)).order_by()
    return dict(rows.values_list("commitment").annotate(last=Max("on")))


def _waited(row: Unowned, calendar: WorkCalendar, on: date) -> Unowned:
    if row.since is None:
        return row
    try:
        return replace(row, days=calendar.working_days_late(row.since, max(row.since, on)))
    except Refused:
        return row


def _day(at: object) -> date:
    return timezone.localdate(at)  # type: ignore[arg-type]


def unaccepted_commitment(actor: Actor, pk: int) -> Commitment | None:
    """One that waits for its owner, for the office that assigned it; None for anybody else."""
    waits = Q(state="assigned") | Q(transfers__outcome=TransferOutcome.WAITING)
    areas = actor.jurisdictions("supervisor")
    rows = Commitment.objects.filter(waits, jurisdiction__in=areas, pk=pk)
    return rows.select_related("lead_unit").first()
