"""Where the steps before sign-off stand in each list of a commitment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.core.listtype import ListType, Stages, stages
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import ListItem

SIGNED_OFF = "signed_off"


@dataclass(frozen=True, slots=True)
class PlaceStages:
    """The steps of one list for one commitment."""

    place: ListItem
    kind: ListType
    stages: Stages

    @property
    def signs_off(self) -> bool:
        """Whether the list goes as far as sign-off."""
        return SIGNED_OFF not in self.kind.unused


def stages_of(places: Iterable[ListItem]) -> list[PlaceStages]:
    """Of each place, in their order. The places come with ``list``, its type and its version."""
    calendar = work_calendar()
    found = []
    for place in places:
        kind = kind_of_list(place.list)
        taken = {step.key: step.taken_on for step in place.steps.all() if not step.void}
        found.append(PlaceStages(place, kind, stages(kind.steps, taken, calendar)))
    return found


def go_so_far(places: Iterable[ListItem]) -> bool:
    """Whether a list of these goes as far as sign-off, or there is none to say otherwise."""
    kinds = [kind_of_list(place.list) for place in places]
    return not kinds or any(SIGNED_OFF not in kind.unused for kind in kinds)


def sign_off_day(each: Iterable[PlaceStages]) -> date | None:
    """The first day on which no list stands against the sign-off; None when a step is missing.

    ``date.min`` where no list waits for anything.
    """
    ends = [place.stages for place in each if place.signs_off]
    if any(one.next for one in ends):
        return None
    return max((one.ends_on or date.min for one in ends), default=date.min)
