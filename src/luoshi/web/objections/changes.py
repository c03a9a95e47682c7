"""What a run computed again says otherwise: unit by unit, number by number."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.scoring import ROOT
from luoshi.web.assessment.models import ScoreNode, ScoreRun, UnitScore
from luoshi.web.assessment.queries import dressed
from luoshi.web.commitments.wording import plain
from luoshi.web.objections.models import Rerun


@dataclass(frozen=True, slots=True)
class Number:
    """One node of one unit whose points changed, as text; empty where it has none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One unit in both runs; a side is None where the unit was not scored."""

    score: UnitScore
    before: UnitScore | None
    after: UnitScore | None
    numbers: tuple[Number, ...]

    @property
    def delta(self) -> Decimal | None:
        """Points gained or lost; None where a side has none."""
        if self.before is None or self.after is None:
            return None
        old, new = self.before.points, self.after.points
        return None if old is None or new is None else new - old

    @property
    def points(self) -> tuple[str, str, str]:
        """Before, after, and the change with its sign."""
        sides = [told(side.points if side else None) for side in (self.before, self.after)]
        delta = self.delta
        change = "" if delta is None else f"{'+' if delta > 0 else ''}{told(delta)}"
        return sides[0], sides[1], change

    @property
    def differs(self) -> bool:
        """Whether points or place are not what they were."""
        old = (self.before.points, self.before.rank) if self.before else None
        new = (self.after.points, self.after.rank) if self.after else None
        return old != new


def moved(rerun: Rerun) -> list[Moved]:
    """The units by group and new place: five queries."""
    old, new = _scores(rerun.old), _scores(rerun.new)
    numbers = _numbers(rerun)
    rows = [
        Moved(new.get(unit) or old[unit], old.get(unit), new.get(unit), numbers.get(unit, ()))
        for unit in old | new
    ]
    rows.sort(key=lambda row: (row.score.group, row.score.rank or 9999, row.score.unit.position))
    return rows


def told(points: Decimal | None) -> str:
    """Points to four decimals without trailing zeros; empty where there are none."""
    return "" if points is None else plain(round(points, 4))


def _scores(run: ScoreRun) -> dict[int, UnitScore]:
    rows = dressed(run.scores.select_related("unit"), run)
    return {row.unit_id: row for row in rows}


def _numbers(rerun: Rerun) -> dict[int, tuple[Number, ...]]:
    old, new = _nodes(rerun.old), _nodes(rerun.new)
    found: dict[int, list[Number]] = {}
    for key in sorted(old | new, key=lambda key: (old | new)[key][1]):
        before, after = old.get(key), new.get(key)
        if key[1] != ROOT and (before and before[2]) != (after and after[2]):
            title = (after or before or ("", 0, None))[0]
            found.setdefault(key[0], []).append(
                Number(title, told(before and before[2]), told(after and after[2]))
            )
    return {unit: tuple(rows) for unit, rows in found.items()}


Node = tuple[str, int, Decimal | None]


def _nodes(run: ScoreRun) -> dict[tuple[int, str], Node]:
    rows: Iterable[tuple[int, str, str, int, Decimal | None]] = (
        ScoreNode.objects.filter(score__run=run)
        .order_by()
        .values_list("score__unit_id", "path", "title", "position", "points")
    )
    return {(unit, path): (title, at, points) for unit, path, title, at, points in rows}
