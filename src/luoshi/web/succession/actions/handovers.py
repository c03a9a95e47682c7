"""移交: a person's seats, and all that hangs on them, pass to a successor on a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actions import appointment_end, appointment_follow, appointment_pass
from luoshi.web.accounts.actor import Actor, Held
from luoshi.web.accounts.models import Appointment, Role, User
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.passing import samples_pass_on
from luoshi.web.delivery.openwork import samples_of
from luoshi.web.succession.models import Handover, HandoverState, Seat
from luoshi.web.succession.queries.handovers import passing, superior_of, taken_seats
from luoshi.web.succession.rules import (
    can_cancel_handover,
    can_decide_handover,
    can_propose_handover,
    can_take_over,
)

NOT_YET = (HandoverState.PROPOSED, HandoverState.DECIDED)
FOR_SUCCESSOR = (HandoverState.DECIDED, HandoverState.EFFECTIVE)


@transaction.atomic
def handover_propose(
    *,
    seats: Sequence[Appointment],
    to_user: User,
    on: date,
    note: str,
    by: Actor,
    at: datetime,
) -> Handover:
    """Proposed by the person, for an administrator to decide; by an administrator, decided.

    Raises Invalid with the field at fault: no seat, seats of several people or jurisdictions,
    a day that is past, a seat that ends before it or is being handed over already.
    """
    first = handover_check(seats=seats, to_user=to_user, on=on, by=by, at=at)
    made = Handover.objects.create(
        jurisdiction_id=first.jurisdiction_id,
        from_user_id=first.user_id,
        to_user=to_user,
        on=on,
        note=note.strip(),
        state=HandoverState.PROPOSED,
        proposed_by_id=by.user_id,
        proposed_at=at,
    )
    Seat.objects.bulk_create(Seat(handover=made, appointment=seat) for seat in seats)
    after = {"from": first.user_id, "to": to_user, "on": on, "seats": [seat.pk for seat in seats]}
    record(by=by, at=at, verb="handover.propose", obj=made, after=after)
    if can_decide_handover(by, made):
        return handover_decide(handover=made, approve=True, answer="", by=by, at=at)
    return made


def handover_check(
    *, seats: Sequence[Appointment], to_user: User, on: date, by: Actor, at: datetime
) -> Appointment:
    """Whether it could be proposed so; the first of the seats. Raises as ``handover_propose``."""
    first = _check_seats(seats, on, timezone.localdate(at))
    area = first.jurisdiction_id
    can_propose_handover(by, first.user_id, jurisdiction_id=area).require()
    known = to_user.appointments.filter(jurisdiction=area).exists()
    if to_user.pk == first.user_id or not (to_user.is_active and known):
        raise Invalid("successor-unfit", field="to_user")
    return first


def _check_seats(seats: Sequence[Appointment], on: date, today: date) -> Appointment:
    if not seats:
        raise Invalid("handover-empty", field="seats")
    if len({(seat.user_id, seat.jurisdiction_id) for seat in seats}) > 1:
        raise Invalid("handover-of-one", field="seats")
    if on < today:
        raise Invalid("handover-day-past", field="on")
    if any(seat.to_on and seat.to_on < on for seat in seats):
        raise Invalid("seat-ends-before", field="seats")
    if taken_seats(seats):
        raise Invalid("seat-is-passing", field="seats")
    return seats[0]


@transaction.atomic
def handover_decide(
    *, handover: Handover, approve: bool, answer: str, by: Actor, at: datetime
) -> Handover:
    """Approved, it takes effect on its day, which may be today; declined, with the reason."""
    fresh = _locked(handover)
    can_decide_handover(by, fresh).require()
    _require_state(fresh, (HandoverState.PROPOSED,))
    _require_answer(approve or answer)
    fresh.state = HandoverState.DECIDED if approve else HandoverState.DECLINED
    fresh.decided_by_id, fresh.decided_at, fresh.answer = by.user_id, at, answer.strip()
    fresh.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    record(by=by, at=at, verb="handover.decide", obj=fresh, after={"state": fresh.state})
    if approve and fresh.on <= timezone.localdate(at):
        return handover_take_effect(handover=fresh, at=at)
    return fresh


@transaction.atomic
def handover_take_effect(*, handover: Handover, at: datetime) -> Handover:
    """The predecessor's seats end, in the name of who decided it: to the successor who has said
    to take over, else to the superior. What lay open is written down."""
    fresh = _locked(handover)
    _require_state(fresh, (HandoverState.DECIDED,))
    by, day = _decider(fresh), max(fresh.on, timezone.localdate(at))
    seats = list(fresh.seats.select_related("appointment__unit", "appointment__user"))
    with override(settings.LANGUAGE_CODE):  # kept in the words of the code, shown in the reader's
        told = passing([seat.appointment for seat in seats], day)
        fresh.items = [row.plain() | {"seat": each.seat.pk} for each in told for row in each.work]
    taken = fresh.confirmed_at is not None
    for seat in seats:
        if taken:
            _to_successor(seat, fresh, day, by=by, at=at)
        else:
            _to_superior(seat, day, by=by, at=at)
    fresh.state = HandoverState.CONFIRMED if taken else HandoverState.EFFECTIVE
    fresh.effective_at = at
    fresh.save(update_fields=["state", "effective_at", "items"])
    after = {"state": fresh.state, "items": len(fresh.items)}
    record(by=by, at=at, verb="handover.take-effect", obj=fresh, after=after)
    return fresh


def _to_successor(seat: Seat, handover: Handover, day: date, *, by: Actor, at: datetime) -> None:
    held, user = seat.appointment, handover.to_user
    samples = list(samples_of(held)) if held.role == Role.VERIFIER else []
    if held.to_on is not None and held.to_on < day:
        seat.successor = appointment_follow(appointment=held, user=user, on=day, by=by, at=at)
    else:
        seat.successor = appointment_pass(
            appointment=held, user=user, unit=held.unit, on=max(day, held.from_on),
            to_on=held.to_on, by=by, at=at,
        )  # fmt: skip
    seat.save(update_fields=["successor"])
    samples_pass_on(samples=samples, user_id=user.pk, by=by, at=at)


def _to_superior(seat: Seat, day: date, *, by: Actor, at: datetime) -> None:
    """The last administrator stays until there is another: the site is never without one."""
    held = seat.appointment
    superior = superior_of(held, day)
    last = max(day - timedelta(days=1), held.from_on)
    if superior is None:
        try:
            appointment_end(appointment=held, to_on=last, by=by, at=at)
        except Refused:
            return
    else:
        seat.holder = superior
        before = set(superior.appointments.values_list("pk", flat=True))
        holds = appointment_pass(
            appointment=held, user=superior, unit=held.unit, on=max(day, held.from_on),
            by=by, at=at,
        )  # fmt: skip
        seat.made = None if holds.pk in before else holds
        seat.save(update_fields=["holder", "made"])


@transaction.atomic
def handover_confirm(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """接收: before the day it is noted for it; after it the seats pass at once."""
    fresh = _locked(handover)
    can_take_over(by, fresh).require()
    _require_state(fresh, FOR_SUCCESSOR)
    if fresh.confirmed_at is not None:
        raise Refused("handover-taken-over")
    fresh.confirmed_by_id, fresh.confirmed_at = by.user_id, at
    if fresh.state == HandoverState.EFFECTIVE:
        fresh.state = HandoverState.CONFIRMED
        _pass_held(fresh, at)
    fresh.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record(by=by, at=at, verb="handover.confirm", obj=fresh, after={"state": fresh.state})
    return fresh


def _pass_held(handover: Handover, at: datetime) -> None:
    """From the superior, or from the empty seat, to the successor as of today."""
    by, day = _decider(handover), timezone.localdate(at)
    for seat in handover.seats.select_related("appointment__unit", "made__unit"):
        if seat.made is None:
            _to_successor(seat, handover, day, by=by, at=at)
            continue
        seat.successor = appointment_pass(
            appointment=seat.made, user=handover.to_user, unit=seat.made.unit, on=day, by=by, at=at
        )
        seat.save(update_fields=["successor"])


@transaction.atomic
def handover_refuse(*, handover: Handover, answer: str, by: Actor, at: datetime) -> Handover:
    """The successor says why not; who holds the seats holds them until somebody else is named."""
    fresh = _locked(handover)
    can_take_over(by, fresh).require()
    _require_state(fresh, FOR_SUCCESSOR)
    if fresh.confirmed_at is not None:
        raise Refused("handover-taken-over")
    _require_answer(answer)
    fresh.state, fresh.answer = HandoverState.REFUSED, answer.strip()
    fresh.refused_by_id, fresh.refused_at = by.user_id, at
    fresh.save(update_fields=["state", "answer", "refused_by", "refused_at"])
    record(by=by, at=at, verb="handover.refuse", obj=fresh, after={"state": fresh.state})
    return fresh


@transaction.atomic
def handover_cancel(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Taken back before its day; nothing has changed."""
    fresh = _locked(handover)
    can_cancel_handover(by, fresh).require()
    _require_state(fresh, NOT_YET)
    fresh.state = HandoverState.CANCELLED
    fresh.save(update_fields=["state"])
    record(by=by, at=at, verb="handover.cancel", obj=fresh, after={"state": fresh.state})
    return fresh


def handovers_due(*, at: datetime) -> int:
    """What was decided for today or earlier takes effect; how many did. Safe to repeat."""
    due = Handover.objects.filter(state=HandoverState.DECIDED, on__lte=timezone.localdate(at))
    rows = list(due.order_by("on", "id"))
    for handover in rows:
        handover_take_effect(handover=handover, at=at)
    return len(rows)


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("to_user").get(pk=handover.pk)


def _require_state(handover: Handover, states: Sequence[str]) -> None:
    if handover.state not in states:
        raise Refused("wrong-state", state=handover.state)


def _require_answer(answer: object) -> None:
    if not answer or not str(answer).strip():
        raise Invalid("reason-missing", field="answer")


def _decider(handover: Handover) -> Actor:
    """Whoever decided it, as the administrator they were then."""
    area = handover.jurisdiction_id
    held = Held(Role.ADMIN, area, area, frozenset({area}))
    return Actor(handover.decided_by_id or 0, "", (held,))
