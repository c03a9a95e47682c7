"""The sum check: the parts of one commitment against the whole, altogether and by stage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from luoshi.core.decompose.aggregation import Aggregation
from luoshi.core.decompose.cover import Cover, Figure, cover_of
from luoshi.core.decompose.flags import REFUSE, Flag, FlagRule, percent, plain
from luoshi.core.errors import Refused
from luoshi.core.pace import less_is_better

Stages = Mapping[date, Decimal]
"""Cumulative values by the last day of a period; for a rate the level to be held by then."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The commitment that is divided."""

    target: Decimal
    comparator: str
    aggregation: Aggregation
    starts_on: date
    due_on: date
    stages: Stages = field(default_factory=dict)

    @property
    def rises(self) -> bool:
        """Whether values grow towards the target: all that adds up, and levels to be raised."""
        return self.aggregation is Aggregation.SUM or not less_is_better(self.comparator)


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit takes over. ``key`` names it in flags."""

    key: str
    value: Decimal | None
    starts_on: date
    due_on: date
    weight: Decimal | None = None
    stages: Stages = field(default_factory=dict)

    def staged(self, on: date, aggregation: Aggregation) -> Decimal | None:
        """The value owed by a day: its stage there or the last before, the whole at its due day
        and after. Before its first stage 0 of what adds up, None of what is held; None for a
        part without stages before its due day."""
        if on >= self.due_on:
            return self.value
        if not self.stages:
            return None
        reached = [day for day in self.stages if day <= on]
        if reached:
            return self.stages[max(reached)]
        return Decimal(0) if aggregation is Aggregation.SUM else None


@dataclass(frozen=True, slots=True)
class SumCheck:
    """The cover of the whole and of each of its stages, in time order, and what to look at."""

    whole: Cover
    stages: tuple[tuple[date, Cover], ...]
    flags: tuple[Flag, ...]


def sum_check(whole: Whole, parts: Sequence[Part], rule: FlagRule) -> SumCheck:
    """Parts against the whole. Flags in the order of their causes, then of the parts.

    Raises Invalid ``comparator`` for a comparator that sets no measurable end.
    """
    figures = [Figure(part.value, part.weight) for part in parts]
    cover = cover_of(whole.target, whole.comparator, whole.aggregation, figures)
    stages = tuple((on, _stage_cover(whole, parts, on)) for on in sorted(whole.stages))
    flags = (
        *_cover_flags(whole, parts, cover, rule),
        *(flag for part in parts for flag in _part_flags(whole, part)),
        *_stage_flags(stages),
        *(flag for part in parts for flag in _own_stages(whole, part)),
    )
    return SumCheck(cover, stages, flags)


def exceeds(whole: Whole, cover: Cover) -> Decimal:
    """How far parts that add up go beyond the whole: a stretch, or a ceiling broken; else 0."""
    if whole.aggregation is not Aggregation.SUM:
        return Decimal(0)
    return cover.gap if less_is_better(whole.comparator) else cover.slack


def check_excess(whole: Whole, cover: Cover, rule: FlagRule) -> None:
    """Raises Refused ``parts-over-refused`` with ``over`` where the rule takes no stretch."""
    if rule.over == REFUSE and (over := exceeds(whole, cover)):
        raise Refused("parts-over-refused", over=plain(over))


def _stage_cover(whole: Whole, parts: Sequence[Part], on: date) -> Cover:
    figures = [Figure(part.staged(on, whole.aggregation), part.weight) for part in parts]
    return cover_of(whole.stages[on], whole.comparator, whole.aggregation, figures)


def _cover_flags(
    whole: Whole, parts: Sequence[Part], cover: Cover, rule: FlagRule
) -> Iterator[Flag]:
    if cover.missing:
        without = tuple(part.key for part in parts if part.value is None)
        yield Flag("unnumbered-parts", without, {"count": str(cover.missing)})
    if cover.total is None or whole.aggregation is Aggregation.EACH:
        return
    told = {
        "target": plain(cover.target), "total": plain(cover.total), "cover": percent(cover.cover),
    }  # fmt: skip
    if cover.gap:
        code = "ceiling-over" if less_is_better(whole.comparator) else "parts-under"
        yield Flag(code, (), told | {"gap": plain(cover.gap)})
    elif not less_is_better(whole.comparator) and cover.slack > cover.target * rule.over_share:
        yield Flag("parts-over", (), told | {"slack": plain(cover.slack)})


def _part_flags(whole: Whole, part: Part) -> Iterator[Flag]:
    if code := _level_fault(whole, part):
        params = {"value": plain(part.value or Decimal(0)), "target": plain(whole.target)}
        yield Flag(code, (part.key,), params)
    if part.due_on > whole.due_on:
        params = {"due": part.due_on.isoformat(), "parent": whole.due_on.isoformat()}
        yield Flag("part-due-after", (part.key,), params)
    if part.starts_on < whole.starts_on:
        params = {"start": part.starts_on.isoformat(), "parent": whole.starts_on.isoformat()}
        yield Flag("part-starts-before", (part.key,), params)


def _level_fault(whole: Whole, part: Part) -> str:
    """One part of a sum that alone exceeds the whole, or one that is below a held level."""
    if part.value is None:
        return ""
    if whole.aggregation is Aggregation.SUM:
        return "part-over-whole" if part.value > whole.target else ""
    if whole.aggregation is Aggregation.WEIGHTED:
        return ""
    short = part.value > whole.target if less_is_better(whole.comparator) else (
        part.value < whole.target
    )  # fmt: skip
    return "part-below-whole" if short else ""


def _stage_flags(stages: Sequence[tuple[date, Cover]]) -> Iterator[Flag]:
    for on, cover in stages:
        if cover.gap and cover.total is not None:
            params = {"on": on.isoformat(), "gap": plain(cover.gap), "target": plain(cover.target)}
            yield Flag("stage-under", (), params | {"total": plain(cover.total)})


def _own_stages(whole: Whole, part: Part) -> Iterator[Flag]:
    return stage_faults(part.key, part.value, part.stages) if whole.rises else iter(())


def stage_faults(key: str, target: Decimal | None, stages: Stages) -> Iterator[Flag]:
    """Cumulative stages that fall, or go beyond the target they lead to."""
    days = sorted(stages)
    for before, after in pairwise(days):
        if stages[after] < stages[before]:
            params = {"on": after.isoformat(), "value": plain(stages[after])}
            yield Flag("stage-falls", (key,), params)
    if days and target is not None and stages[days[-1]] > target:
        params = {"value": plain(stages[days[-1]]), "target": plain(target)}
        yield Flag("stage-not-whole", (key,), params)
