"""Hand-overs: who knows of which, what they pass, and who holds a seat meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, Role, User
from luoshi.web.accounts.openwork import Work, open_work
from luoshi.web.accounts.queries import in_force
from luoshi.web.succession.models import Handover, HandoverState, Seat
from luoshi.web.units.models import Unit

OPEN = (HandoverState.PROPOSED, HandoverState.DECIDED, HandoverState.EFFECTIVE)
HELD_ABOVE = (Role.CONTACT, Role.UNIT_LEADER)
"""Seats that a superior can hold. Verifiers, auditors, administrators and offices of the
jurisdiction are kept apart from those above them: their seat stays empty until taken over."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One seat with what lies open on it, and who holds it where the successor is late."""

    seat: Appointment
    work: Sequence[Work]
    superior: User | None


def visible_to(actor: Actor) -> QuerySet[Handover]:
    """One's own, those of the jurisdictions administered or overseen, those of the units led."""
    seats = Seat.objects.filter(appointment__unit__in=actor.units("unit_leader"))
    areas = actor.jurisdictions("admin", "supervisor")
    mine = Q(from_user=actor.user_id) | Q(to_user=actor.user_id) | Q(proposed_by=actor.user_id)
    seen = Handover.objects.filter(
        mine | Q(jurisdiction__in=areas) | Q(pk__in=seats.values("handover"))
    )
    return seen.select_related("from_user", "to_user", "jurisdiction").prefetch_related(
        "seats__appointment__unit", "seats__holder"
    )


def handover_for(actor: Actor, pk: int) -> Handover:
    """One hand-over. Raises Http404."""
    people = ("proposed_by", "decided_by", "confirmed_by", "refused_by")
    found = visible_to(actor).select_related("from_user", "to_user", "jurisdiction", *people)
    if handover := found.filter(pk=pk).first():
        return handover
    raise Http404


def waiting_for_me(actor: Actor) -> QuerySet[Handover]:
    """What the person is named for as successor and has not taken over."""
    rows = visible_to(actor).filter(to_user=actor.user_id, confirmed_at=None)
    return rows.filter(state__in=(HandoverState.DECIDED, HandoverState.EFFECTIVE))


def to_decide(actor: Actor) -> QuerySet[Handover]:
    """What an administrator has to decide."""
    rows = visible_to(actor).filter(state=HandoverState.PROPOSED)
    return rows.filter(jurisdiction__in=actor.jurisdictions("admin"))


def asked_of(actor: Actor) -> list[Handover]:
    """What waits for the person's word, as successor or as administrator: one query."""
    mine = Q(to_user=actor.user_id, confirmed_at=None) & Q(
        state__in=(HandoverState.DECIDED, HandoverState.EFFECTIVE)
    )
    areas = actor.jurisdictions("admin")
    decides = Q(jurisdiction__in=areas, state=HandoverState.PROPOSED)
    rows = Handover.objects.filter(mine | decides if areas else mine)
    return list(rows.select_related("from_user", "to_user").order_by("on", "pk"))


def passing(seats: Iterable[Appointment], on: date) -> list[Passing]:
    """What these seats pass as it stands now."""
    return [Passing(seat, open_work(seat), superior_of(seat, on)) for seat in seats]


def superior_of(seat: Appointment, on: date) -> User | None:
    """Who holds the seat until the successor takes over: of a contact the unit's leader, else,
    and of a leader, the leader of the next unit above, else a principal of the jurisdiction."""
    if seat.role not in HELD_ABOVE:
        return None
    line = [unit.pk for unit in seat.unit.line()][::-1]
    above = line if seat.role == Role.CONTACT else line[1:]
    held = Appointment.objects.filter(in_force(on), user__is_active=True).exclude(user=seat.user_id)
    leaders = held.filter(role=Role.UNIT_LEADER, unit__in=above).select_related("user")
    nearest = sorted(leaders.order_by("pk"), key=lambda row: above.index(row.unit_id))
    if nearest:
        return nearest[0].user
    heads = held.filter(role=Role.PRINCIPAL, jurisdiction=seat.jurisdiction_id)
    first = heads.select_related("user").order_by("pk").first()
    return first.user if first else None


def taken_seats(seats: Iterable[Appointment]) -> bool:
    """Whether any of the seats is in a hand-over that is still open."""
    pks = [seat.pk for seat in seats]
    taken = Seat.objects.filter(handover__state__in=OPEN)
    return taken.filter(Q(appointment__in=pks) | Q(made__in=pks)).exists()


def unit_names(handover: Handover) -> list[Unit]:
    """The units of its seats, each once."""
    units = {seat.appointment.unit_id: seat.appointment.unit for seat in handover.seats.all()}
    return list(units.values())
