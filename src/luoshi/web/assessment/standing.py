"""The ranking of a run as tables: one for each group, never across."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from luoshi.core.ranking import published
from luoshi.core.scoring import ROOT, Scheme, decimal_text
from luoshi.web.assessment.awards import Held, vetoes_of
from luoshi.web.assessment.models import ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.queries import dressed

TOP = 1


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a node of the scheme with its weight for this group."""

    path: str
    title: str
    weight: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A node's points; empty without a number. ``effect`` is what a gap did."""

    path: str
    points: str
    effect: str


@dataclass(frozen=True, slots=True)
class Place:
    """One unit. ``tied`` counts the units that share the rank, this one included."""

    unit_id: int
    code: str
    unit: str
    rank: str
    tied: int
    points: str
    cells: tuple[Cell, ...]
    opens_band: bool
    vetoes: tuple[Held, ...] = ()

    @property
    def is_tied(self) -> bool:
        """Whether others share the rank."""
        return self.tied > 1


@dataclass(frozen=True, slots=True)
class Table:
    """One group, best first; units without a total stand at the end, unranked."""

    key: str
    title: str
    heads: tuple[Head, ...]
    places: tuple[Place, ...]
    bands: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def unranked(self) -> tuple[str, ...]:
        """The units that lead something but have no total."""
        return tuple(place.unit for place in self.places if not place.rank)

    @property
    def vetoes(self) -> tuple[Held, ...]:
        """Every veto that held for a unit of the group."""
        return tuple(held for place in self.places for held in place.vetoes)

    @property
    def has_zero(self) -> bool:
        """Whether anything missing was counted as 0."""
        return "zero" in self._effects

    @property
    def has_reweighted(self) -> bool:
        """Whether anything missing was left out."""
        return bool(self._effects - {"", "zero"})

    @property
    def _effects(self) -> set[str]:
        return {cell.effect for place in self.places for cell in place.cells}


def tables_of(run: ScoreRun, *, depth: int = TOP) -> list[Table]:
    """The groups in the scheme's order, with a column for each node down to ``depth``: three
    queries. Units are called as they were, as known then."""
    rules = rules_of(run.version)
    nodes = _nodes(run, depth)
    scores: dict[str, list[UnitScore]] = {group.key: [] for group in rules.groups}
    for score in dressed(run.scores.select_related("unit"), run):
        scores[score.group].append(score)
    shown = partial(published, places=rules.rounding.places, mode=rules.rounding.mode)
    return [
        _table(rules, group.key, sorted(scores[group.key], key=_order), nodes, shown, depth)
        for group in rules.groups
    ]


def names_of_places(tables: Iterable[Table]) -> dict[str, str]:
    """The units of all tables by code."""
    return {place.code: place.unit for table in tables for place in table.places}


def points_words(rules: Scheme, score: UnitScore) -> str:
    """The points as published; empty without a total."""
    if score.points is None:
        return ""
    return format(published(score.points, rules.rounding.places, rules.rounding.mode), "f")


def rank_words(score: UnitScore) -> str:
    """The rank without trailing zeros; empty without one."""
    return "" if score.rank is None else decimal_text(score.rank)


def _nodes(run: ScoreRun, depth: int) -> dict[tuple[int, str], ScoreNode]:
    rows = ScoreNode.objects.filter(score__run=run, depth__range=(TOP, depth)).defer("trace")
    return {(row.score_id, row.path): row for row in rows.order_by()}


def _order(score: UnitScore) -> tuple[bool, Decimal, int, str]:
    rank = score.rank
    return (rank is None, rank or Decimal(0), score.unit.position, score.unit.code)


def _table(
    rules: Scheme,
    key: str,
    scores: Sequence[UnitScore],
    nodes: Mapping[tuple[int, str], ScoreNode],
    shown: "partial[Decimal]",
    depth: int,
) -> Table:
    group = rules.group(key)
    heads = tuple(
        Head(path, node.title, _weight(group.weights.get(path, node.weight)))
        for path, node in rules.root.walk()
        if path != ROOT and path.count(".") < depth
    )
    places, last = [], None
    for score in scores:
        cells = tuple(_cell(nodes[score.pk, head.path], shown) for head in heads)
        points = points_words(rules, score)
        places.append(_place(rules, score, points, cells, opens_band=score.rank != last))
        last = score.rank
    return Table(key, group.title, heads, tuple(places), _bands(places))


def _place(
    rules: Scheme, score: UnitScore, points: str, cells: tuple[Cell, ...], *, opens_band: bool
) -> Place:
    unit = score.unit
    rank = rank_words(score)
    held = vetoes_of(rules, [score])
    return Place(
        unit.pk, unit.code, unit.short_name, rank, score.tied, points, cells, opens_band,
        tuple(held),
    )  # fmt: skip


def _cell(node: ScoreNode, shown: "partial[Decimal]") -> Cell:
    points = "" if node.points is None else format(shown(node.points), "f")
    return Cell(node.path, points, node.effect)


def _bands(places: Iterable[Place]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    bands: dict[str, list[str]] = {}
    for place in places:
        if place.is_tied:
            bands.setdefault(place.rank, []).append(place.unit)
    return tuple((rank, tuple(units)) for rank, units in bands.items())


def _weight(weight: Decimal | None) -> str:
    return "" if weight is None else decimal_text(weight)
