"""五大比拼: reserve, investment, starts, progress, effect, from verified facts alone.

What a unit says of itself counts nowhere here. Each number is told with what it was counted from,
and leads to the rows behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from luoshi.core.projects import Stage
from luoshi.core.ranking import rank
from luoshi.web.arena.board import Board, Row
from luoshi.web.commitments.models import Commitment
from luoshi.web.projects.models import Project
from luoshi.web.projects.queries.figures import sums_of
from luoshi.web.units.models import Unit

MEASURES = ("reserve", "investment", "starts", "progress", "effect")
PLACES = ("county", "park", "town")
"""Kinds of unit in which projects lie; others answer for those that they lead."""
HUNDRED = Decimal(100)
DONE = ("verified", "signed_off")
Reach = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: ``value`` in the measure's own unit, ``part`` of ``whole`` behind it.

    None where there is nothing to count; then it has no rank either.
    """

    value: Decimal | None
    part: Decimal
    whole: Decimal
    rank: Decimal | None = None
    shared_by: int = 1
    places: int = 1
    of_projects: bool = False

    @property
    def text(self) -> str:
        """The number as it is shown."""
        return "" if self.value is None else f"{self.value:.{self.places}f}"

    @property
    def basis(self) -> str:
        """What it was counted from: a part of a whole, or so many projects."""
        if self.of_projects:
            told = {"n": _short(self.part), "all": _short(self.whole)}
            if self.part == self.whole:
                return _("%(n)s 个项目") % told
            return _("%(all)s 个项目里 %(n)s 个有投资额") % told
        return f"{_short(self.part)}/{_short(self.whole)}"

    @property
    def place(self) -> str:
        """The rank as it is written, with a mark where it is shared."""
        if self.rank is None:
            return ""
        return f"{self.rank.normalize():f}{'=' if self.shared_by > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit with its five numbers, in the order of ``MEASURES``, and its latest appraisal."""

    row: Row
    cells: Sequence[Cell]

    @property
    def in_place(self) -> bool:
        """Whether its projects are found by where they lie."""
        return self.row.unit.kind in PLACES


def compared(board: Board, on: date) -> list[tuple[str, list[Compared]]]:
    """Group by group the units of the board with their numbers as of ``on``: six queries."""
    reach = _reach(board)
    cells = _cells(reach, board.season.jurisdiction_id, on)
    shown = []
    for group in board.groups:
        own = {row.unit.pk: cells[row.unit.pk] for row in group.rows}
        ranked = [_ranked({pk: each[at] for pk, each in own.items()}) for at in range(5)]
        rows = [Compared(row, [each[row.unit.pk] for each in ranked]) for row in group.rows]
        shown.append((group.name, rows))
    return shown


def _reach(board: Board) -> Reach:
    """By unit the contender that it counts for: itself, or the nearest above it."""
    own = {row.unit.pk for row in board.rows}
    rows = Unit.objects.filter(jurisdiction=board.season.jurisdiction_id)
    parents = dict(rows.without_tree_fields().order_by().values_list("pk", "parent_id"))
    found = {}
    for pk in parents:
        at: int | None = pk
        while at is not None and at not in own:
            at = parents.get(at)
        if at is not None:
            found[pk] = at
    return found


def _cells(reach: Reach, jurisdiction_id: int, on: date) -> dict[int, tuple[Cell, ...]]:
    projects = _projects(reach, jurisdiction_id)
    sums = sums_of([each for rows in projects.values() for each in rows], on.year)
    steady = _commitments(reach, jurisdiction_id, on)
    found: dict[int, tuple[Cell, ...]] = {}
    for pk in set(reach.values()):
        own = projects.get(pk, [])
        signed = [each for each in own if each.cohort.signed_on and not each.moved_out]
        told = [sums[each.pk] for each in signed]
        found[pk] = (
            _reserve([each for each in own if not each.cohort.signed_on]),
            _share(sum((s[2] or Decimal(0) for s in told), Decimal(0)), _planned(told)),
            _starts(signed, on),
            *steady.get(pk, (_share(0, 0), _share(0, 0))),
        )
    return found


def _planned(told: Iterable[tuple[Decimal | None, ...]]) -> Decimal:
    return sum((each[0] or Decimal(0) for each in told), Decimal(0))


def _projects(reach: Reach, jurisdiction_id: int) -> dict[int, list[Project]]:
    rows = Project.objects.filter(cohort__jurisdiction=jurisdiction_id)
    rows = rows.exclude(commitment__state="withdrawn").select_related("cohort", "commitment")
    found: dict[int, list[Project]] = {}
    for each in rows.order_by("pk"):
        owner = reach.get(each.place_id or 0) or reach.get(each.commitment.lead_unit_id or 0)
        if owner:
            found.setdefault(owner, []).append(each)
    return found


def _reserve(projects: Sequence[Project]) -> Cell:
    """Investment of the reserve in 亿元, and of how many of its projects one is known."""
    known = [each.commitment.target for each in projects if each.commitment.target is not None]
    total = sum(known, Decimal(0)) if known else None
    return Cell(total, Decimal(len(known)), Decimal(len(projects)), of_projects=True)


def _starts(signed: Sequence[Project], on: date) -> Cell:
    """Of those planned to have started by the day: how many are verified to have."""
    due = [each for each in signed if each.started_on and each.started_on <= on]
    begun = [each for each in due if each.standing.reached("achieved", Stage.STARTED)]
    return _share(len(begun), len(due))


def _commitments(reach: Reach, jurisdiction_id: int, on: date) -> dict[int, tuple[Cell, Cell]]:
    """Progress: of those with a plan, how many are verified to keep to it. Effect: of those due by
    the day, how many are verified as done."""
    begun = Q(progress__planned_share__gt=0)
    due = Q(due_on__lte=on)
    kept = begun & Q(progress__achieved_share__gte=F("progress__planned_share"))
    rows = Commitment.objects.filter(jurisdiction=jurisdiction_id, project=None)
    rows = rows.exclude(state__in=("draft", "withdrawn")).order_by()
    counted = rows.values("lead_unit").annotate(
        begun=Count("pk", filter=begun),
        kept=Count("pk", filter=kept),
        due=Count("pk", filter=due),
        done=Count("pk", filter=due & Q(state__in=DONE)),
    )
    sums: dict[int, list[int]] = {}
    for each in counted:
        if owner := reach.get(each["lead_unit"] or 0):
            own = sums.setdefault(owner, [0, 0, 0, 0])
            told = each["kept"], each["begun"], each["done"], each["due"]
            sums[owner] = [one + more for one, more in zip(own, told, strict=True)]
    return {pk: (_share(*each[:2]), _share(*each[2:])) for pk, each in sums.items()}


def _share(part: Decimal | int, whole: Decimal | int) -> Cell:
    value = Decimal(part) / Decimal(whole) * HUNDRED if whole else None
    return Cell(value, Decimal(part), Decimal(whole))


def _ranked(cells: Mapping[int, Cell]) -> dict[int, Cell]:
    """With ranks on the number as shown, ties shared."""
    values = {str(pk): each.value for pk, each in cells.items() if each.value is not None}
    places = {int(each.key): each for each in rank(values, places=1)} if values else {}
    return {
        pk: replace(cell, rank=places[pk].rank, shared_by=places[pk].shared_by)
        if pk in places
        else cell
        for pk, cell in cells.items()
    }


def _short(number: Decimal) -> str:
    return f"{number:.1f}" if number != number.to_integral_value() else f"{number:.0f}"
