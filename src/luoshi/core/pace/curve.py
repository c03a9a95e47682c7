"""Shapes of the planned curve, as data: even, still in some months, or by stages of the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.node import Node
from luoshi.core.pace.trajectory import WHOLE, Milestone, Plateau

KEYS = ("zh", "en", "text", "text_en", "still", "stages", "tag", "source", "note")
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Curve:
    """One shape. ``still``: months in which nothing is planned to move. ``stages``: the share
    (0 … 1, cumulative) owed by the end of a month. A shape has one of them, or neither."""

    key: str
    still: tuple[int, ...] = ()
    stages: Mapping[int, Decimal] | None = None

    def plateaus(self, starts_on: date, due_on: date) -> tuple[Plateau, ...]:
        """The still months between the two days, each a plateau."""
        months = (
            (year, month) for year in range(starts_on.year, due_on.year + 1) for month in self.still
        )
        found = (Plateau(date(*month, 1), month_end(*month)) for month in sorted(months))
        return tuple(each for each in found if each.end >= starts_on and each.start <= due_on)

    def steps(self, starts_on: date, due_on: date) -> tuple[Milestone, ...]:
        """The stages as milestones, for a plan that lies within one year; the last is the whole.

        Raises Invalid ``curve-beyond-year`` for a plan over several years, ``curve-no-stage``
        where no stage falls between the days.
        """
        if not self.stages:
            return ()
        if starts_on.year != due_on.year:
            raise Invalid("curve-beyond-year", field="curve")
        ends = {month_end(starts_on.year, month): share for month, share in self.stages.items()}
        found = [Milestone(on, share) for on, share in ends.items() if starts_on <= on < due_on]
        if not found:
            raise Invalid("curve-no-stage", field="curve")
        return (*found, Milestone(due_on, WHOLE))


def curve_from(key: str, data: object, path: str) -> Curve:
    """The shape that a mapping of rule data describes: ``still`` (months) or ``stages`` (month →
    share).

    Raises Invalid with ``path``: ``season-months`` for no month or twelve still ones,
    ``curve-shape`` for both at once or for shares that fall.
    """
    node = Node.of(data, path, KEYS)
    still, stages = node.data.get("still", []), node.data.get("stages")
    months = set(still) if isinstance(still, list) else {0}
    if not months <= set(MONTHS) or len(months) == len(MONTHS):
        raise Invalid("season-months", path=node.at("still"))
    if stages is None:
        return Curve(key, tuple(sorted(months)))
    if months or not isinstance(stages, Mapping) or not set(stages) <= set(MONTHS):
        raise Invalid("curve-shape", path=node.at("stages"))
    shares = {month: Node(stages, path).number(month, "0", "1") for month in sorted(stages)}
    if list(shares.values()) != sorted(shares.values()):
        raise Invalid("curve-shape", path=node.at("stages"))
    return Curve(key, (), shares)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
