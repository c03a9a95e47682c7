"""Merging and splitting units with all that hangs on them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.core.lineage import Kind
from luoshi.web.accounts.actions import appointment_end, appointment_pass
from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, Role
from luoshi.web.commitments.actions.passing import (
    assists_pass_on,
    commitments_pass_on,
)
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions.passing import reports_pass_on
from luoshi.web.selfcheck.actions import checks_pass_on
from luoshi.web.succession.actions.transfers import transfers_record
from luoshi.web.succession.models import Cause
from luoshi.web.succession.queries.touched import seats_at, touched
from luoshi.web.succession.words import passed_by
from luoshi.web.units.actions import event_decide, event_effect
from luoshi.web.units.drafts import EventDraft, HeirDraft
from luoshi.web.units.models import Unit, UnitEvent
from luoshi.web.units.past import event_of

END = "end"
"""The choice for an appointment that does not go on."""
Choices = Mapping[str, Mapping[str, str]]


def unit_merge(
    *,
    units: Sequence[Unit],
    into: HeirDraft,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    basis: str = "",
    choices: Choices | None = None,
) -> UnitEvent:
    """Units become one from a day on: an existing one of them or beside them, or a new one."""
    draft = EventDraft(
        kind=Kind.MERGE, on=on, predecessors=units, heirs=[into], reason=reason, basis=basis,
        choices=choices or {},
    )  # fmt: skip
    return unit_change(draft=draft, by=by, at=at)


def unit_split(
    *,
    unit: Unit,
    heirs: Sequence[HeirDraft],
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    basis: str = "",
    choices: Choices | None = None,
) -> UnitEvent:
    """A unit becomes several from a day on; it may be one of them itself."""
    draft = EventDraft(
        kind=Kind.SPLIT, on=on, predecessors=[unit], heirs=heirs, reason=reason, basis=basis,
        choices=choices or {},
    )  # fmt: skip
    return unit_change(draft=draft, by=by, at=at)


@transaction.atomic
def unit_change(*, draft: EventDraft, by: Actor, at: datetime) -> UnitEvent:
    """Decided; done at once, or by the daily task on a day that is still ahead.

    ``draft.choices``: under ``commitments`` id → code of the heir that leads it (else the main
    heir; of a split unit that goes on, itself), under ``appointments`` id → code of the heir or
    ``end``. Raises Invalid ``choice-unknown``, and as ``event_decide``.
    """
    _check_choices(draft)
    event = event_decide(draft=draft, by=by, at=at)
    if event.on > timezone.localdate(at):
        return event
    return change_take_effect(event=event, by=by, at=at)


def _check_choices(draft: EventDraft) -> None:
    heirs = {heir.key for heir in draft.heirs}
    for kind, chosen in draft.choices.items():
        allowed = heirs | ({END} if kind == "appointments" else set())
        if kind not in ("appointments", "commitments") or not set(chosen.values()) <= allowed:
            raise Invalid("choice-unknown")
    ending = [pk for pk, code in draft.choices.get("appointments", {}).items() if code == END]
    if Appointment.objects.filter(pk__in=ending, role=Role.ADMIN).exists():
        raise Invalid("admin-goes-on")


@transaction.atomic
def change_take_effect(*, event: UnitEvent, by: Actor, at: datetime) -> UnitEvent:
    """The tree changes, and with it owners: open commitments with their unsigned reports, the
    assisting, and the seats of people. What was accepted and scored stays where it is."""
    done = event_effect(event=event, by=by, at=at)
    told = event_of(done)
    codes = {part.code for part in done.parts.all()}
    units = Unit.objects.filter(code__in=codes).without_tree_fields().in_bulk(field_name="code")
    for code in told.predecessors:
        stays = code if code not in told.closing else told.main.unit
        _pass_commitments(done, units, code, stays, by=by, at=at)
    main = units[told.main.unit]
    for code in told.closing:
        assists_pass_on(unit=units[code], heir=main, by=by, at=at)
        checks_pass_on(unit=units[code], heir=main, by=by, at=at)
        _pass_seats(done, units, units[code], main, by=by, at=at)
    return done


def _pass_commitments(
    event: UnitEvent, units: Mapping[str, Unit], code: str, stays: str, *, by: Actor, at: datetime
) -> None:
    chosen = event.choices.get("commitments", {})
    going: dict[str, list[Commitment]] = {}
    for commitment in touched([units[code]], event.on).commitments:
        going.setdefault(chosen.get(str(commitment.pk), stays), []).append(commitment)
    for heir, commitments in sorted(going.items()):
        passed = commitments_pass_on(
            commitments=commitments,
            unit=units[heir],
            reason=passed_by(event, units[code]),
            by=by,
            at=at,
        )
        transfers_record(passed, event=event, cause=Cause(event.kind), by=by, at=at)
        ids = [each.commitment.pk for each in passed]
        reports_pass_on(commitments=ids, unit=units[heir], by=by, at=at)


def _pass_seats(
    event: UnitEvent,
    units: Mapping[str, Unit],
    closed: Unit,
    main: Unit,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """From the day on; from today where the day is past: what was done since was done by right."""
    chosen = event.choices.get("appointments", {})
    day = max(event.on, timezone.localdate(at))
    for seat in seats_at([closed], day):
        choice = chosen.get(str(seat.pk), main.code)
        if choice == END:
            last = max(day - timedelta(days=1), seat.from_on)
            appointment_end(appointment=seat, to_on=last, by=by, at=at)
        else:
            appointment_pass(
                appointment=seat,
                user=seat.user,
                unit=units[choice],
                on=max(day, seat.from_on),
                to_on=seat.to_on,
                by=by,
                at=at,
            )


def changes_due(*, at: datetime) -> int:
    """What was decided for today or earlier takes effect, in the name of who decided it.

    The earliest first; the number of those that did. Safe to repeat.
    """
    due = UnitEvent.objects.filter(
        on__lte=timezone.localdate(at), effective_at__isnull=True, undone_at__isnull=True
    )
    rows = list(due.select_related("decided_by").order_by("on", "id"))
    for event in rows:
        change_take_effect(event=event, by=_decider(event), at=at)
    return len(rows)


def _decider(event: UnitEvent) -> Actor:
    """Whoever decided it, as the administrator they were then."""
    area = event.jurisdiction_id
    held = Held(Role.ADMIN, area, area, frozenset({area}))
    return Actor(event.decided_by_id, event.decided_by.name, (held,))
