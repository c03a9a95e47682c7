"""The account of a year for the offices that ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from luoshi.core.burden import Cost, YearRow, year_rows
from luoshi.web.accounts.actor import Actor
from luoshi.web.burden.book import rule
from luoshi.web.burden.models import DataRequest, RepeatFound, RequestState, RequestUnit
from luoshi.web.burden.rules import ASKING, WHOLE
from luoshi.web.units.models import Kind, Unit


@dataclass(frozen=True, slots=True)
class Office:
    """One asking office in a year. ``cells``: minutes by level, in the order of the levels."""

    unit: Unit
    row: YearRow
    cells: Sequence[int]
    grassroots: int
    avoided: int
    again: int
    expired: int
    remarks: int
    upheld: int
    assumed: int


@dataclass(frozen=True, slots=True)
class Year:
    """The table: levels with whether they count as grassroots, offices, sums."""

    year: int
    levels: Sequence[tuple[str, bool]]
    offices: Sequence[Office]
    sums: Sequence[int]
    total: int


def requests_of_year(actor: Actor, year: int) -> QuerySet[DataRequest]:
    """Sent requests that are due in the year: all where the person oversees, else the own."""
    own = Q(asker__in=actor.own_units(*ASKING))
    whole = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    return DataRequest.objects.filter(own | whole, state=RequestState.SENT, due_on__year=year)


def year_of(actor: Actor, year: int, on: date) -> Year:
    """Everything on the page of a year: five queries."""
    requests = requests_of_year(actor, year)
    rows = RequestUnit.objects.filter(request__in=requests.values("pk"), lifted_at=None)
    facts = rows.values_list(
        "request__asker_id", "request_id", "unit__kind", "minutes", "taken_minutes"
    )
    costs = [Cost(*fact) for fact in facts.order_by("request_id", "unit_id")]
    found = year_rows(costs)
    kinds = [kind for kind in Kind.values if any(kind in row.minutes for row in found)]
    units = Unit.objects.without_tree_fields().in_bulk([row.asker for row in found])
    told = _told(requests, on)
    offices = [_office(units[row.asker], row, kinds, told) for row in found]
    sums = [sum(office.cells[at] for office in offices) for at in range(len(kinds))]
    small = rule().grassroots
    return Year(year, [(str(Kind(kind).label), kind in small) for kind in kinds], offices, sums,
                sum(sums))  # fmt: skip


def _office(
    unit: Unit, row: YearRow, kinds: Sequence[str], told: dict[int, dict[str, int]]
) -> Office:
    small = sum(minutes for kind, minutes in row.minutes.items() if kind in rule().grassroots)
    counts = told.get(unit.pk, {})
    return Office(
        unit=unit,
        row=row,
        cells=[row.minutes.get(kind, 0) for kind in kinds],
        grassroots=small,
        **{name: counts.get(name, 0) for name in COUNTS},
    )


COUNTS = ("avoided", "again", "expired", "remarks", "upheld", "assumed")


def _told(requests: QuerySet[DataRequest], on: date) -> dict[int, dict[str, int]]:
    """By asker: repeats avoided and asked again; expired requests; remarks and those upheld."""
    counts: dict[int, dict[str, int]] = {}
    choices = RepeatFound.objects.filter(request__in=requests.values("pk")).order_by()
    for asker, choice, number in choices.values_list("request__asker_id", "choice").annotate(
        Count("pk")
    ):
        name = {"use": "avoided", "again": "again"}.get(choice)
        if name:
            counts.setdefault(asker, {})[name] = number
    upheld = Q(units__remark__upheld=True) | Q(units__remark__ruled_for_unit=True)
    per_asker = (
        requests.order_by()
        .values("asker_id")
        .annotate(
            expired=Count("pk", filter=Q(expires_on__lt=on), distinct=True),
            assumed=Count("pk", filter=Q(assumed=True), distinct=True),
            remarks=Count("units__remark", distinct=True),
            upheld=Count("units__remark", filter=upheld, distinct=True),
        )
    )
    for row in per_asker:
        more = {"expired": row["expired"], "assumed": row["assumed"],
                "remarks": row["remarks"], "upheld": row["upheld"]}  # fmt: skip
        counts.setdefault(row["asker_id"], {}).update(more)
    return counts


def years_of(actor: Actor) -> list[int]:
    """The years in which anything was asked, the latest first."""
    own = Q(asker__in=actor.own_units(*ASKING))
    whole = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    rows = DataRequest.objects.filter(own | whole, state=RequestState.SENT)
    found = {day.year for day in rows.dates("due_on", "year")}
    return sorted(found, reverse=True)
