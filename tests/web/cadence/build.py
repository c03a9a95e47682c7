"""A list with a weekly meeting, made by the product's own actions."""

from datetime import date, datetime, timedelta

from luoshi.web.audit.models import Entry
from luoshi.web.cadence import actions
from luoshi.web.cadence.actions import Plan
from luoshi.web.cadence.models import Cadence, Meeting
from luoshi.web.cadence.tasks import prepare_meetings
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City, make_commitment, make_list

WEEK = timedelta(days=7)
THURSDAY = date(2026, 3, 5)


def at_ten(day: date) -> datetime:
    """Ten o'clock of that day, where 2 March is ``NOW``."""
    return NOW + (day - TODAY)


def cadence(city: City, kind: str = "weekly-comment", lst: CommitmentList | None = None) -> Cadence:
    """Meetings of that kind from today on."""
    Year.objects.get_or_create(year=2026, defaults={"source": "测试"})
    plan = Plan.of_kind(kind, "例会", TODAY)
    within = lst or make_list(city)
    return actions.cadence_create(lst=within, plan=plan, by=city.actor("supervisor"), at=NOW)


def promise(city: City, lst: CommitmentList, unit: Unit, **fields: object) -> Commitment:
    """A promise of the list with its light."""
    made = make_commitment(city, unit, within=lst, **fields)
    progress_refresh(ids={made.pk}, on=TODAY)
    return made


def weekly(city: City) -> tuple[Cadence, Meeting, Commitment]:
    """The weekly meeting of this Thursday about a list with one promise of the east county."""
    lst = make_list(city)
    item = promise(city, lst, city.east)
    running = cadence(city, lst=lst)
    prepare_meetings(NOW)
    return running, Meeting.objects.select_related("cadence__list").get(), item


def ask(city: City, meeting: Meeting, text: str = "卡在哪里？", unit: Unit | None = None) -> object:
    """The mayor asks a unit."""
    return actions.question_ask(
        meeting=meeting, unit=unit or city.east, text=text, asked_by="市长",
        by=city.actor("principal"), at=at_ten(meeting.on),
    )  # fmt: skip


def verbs() -> list[str]:
    """What the record says was done, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))
