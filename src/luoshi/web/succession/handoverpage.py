"""What the page of a hand-over shows, before and after its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.openwork import KINDS, Work
from luoshi.web.forms import written_date
from luoshi.web.succession.models import Handover, HandoverState, Seat
from luoshi.web.succession.queries.handovers import Passing, passing
from luoshi.web.succession.rules import (
    can_cancel_handover,
    can_decide_handover,
    can_take_over,
)

LONGEST = 200
"""Lines of one kind on the sheet; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Part:
    """The things of one kind that pass."""

    kind: str
    works: Sequence[Work]

    @property
    def label(self) -> str:
        """What they are."""
        return str(KINDS[self.kind])

    @property
    def shown(self) -> Sequence[Work]:
        """Those with a line of their own."""
        return self.works[:LONGEST]

    @property
    def left(self) -> int:
        """How many have none."""
        return max(0, len(self.works) - LONGEST)


def parts_of(works: Sequence[Work]) -> list[Part]:
    """By kind, in the order of a sheet; one thing that hangs on two seats stands once."""
    order = list(KINDS)
    once = list(dict.fromkeys(works))
    once.sort(key=lambda work: order.index(work.kind))
    return [Part(kind, list(rows)) for kind, rows in groupby(once, key=lambda work: work.kind)]


def previewed(told: Sequence[Passing]) -> list[Part]:
    """What would pass, as it stands now."""
    return parts_of([work for each in told for work in each.work])


def _shown(note: str) -> str:
    """A note as it was kept, in the reader's language where it is a word of ours."""
    return gettext(note) if note else ""


def written(items: Sequence[Mapping[str, str]]) -> list[Part]:
    """What lay open on the day, as it was written down then."""
    return parts_of(
        [
            Work(
                item["kind"], item["text"], _shown(item["note"]),
                written_date(item["due_on"], 0) if item["due_on"] else None, item["url"],
            )
            for item in items
            if item["kind"] in KINDS
        ]
    )  # fmt: skip


def handover_page(actor: Actor, handover: Handover, on: date) -> dict[str, object]:
    """The page's context."""
    seats: list[Seat] = list(handover.seats.all())
    past = handover.effective_at is not None
    told = [] if past else passing([seat.appointment for seat in seats], on)
    open_still = handover.state in (HandoverState.DECIDED, HandoverState.EFFECTIVE)
    takes = open_still and handover.confirmed_at is None
    return {
        "handover": handover,
        "seats": [(seat, _holder(seat, told)) for seat in seats],
        "parts": written(handover.items) if past else previewed(told),
        "past": past,
        "takes": takes and bool(can_take_over(actor, handover)),
        "decides": handover.state == HandoverState.PROPOSED
        and bool(can_decide_handover(actor, handover)),
        "cancels": handover.state in (HandoverState.PROPOSED, HandoverState.DECIDED)
        and bool(can_cancel_handover(actor, handover)),
    }


def _holder(seat: Seat, told: Sequence[Passing]) -> object:
    """Who holds it, or would, until the successor takes over."""
    if seat.holder:
        return seat.holder
    return next((each.superior for each in told if each.seat.pk == seat.appointment_id), None)
