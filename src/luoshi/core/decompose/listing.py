"""What to look at before a list is frozen: its commitments one by one and against each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from luoshi.core.decompose.flags import Flag, FlagRule, percent, plain
from luoshi.core.decompose.parts import Part, Stages, Whole, stage_faults, sum_check
from luoshi.core.decompose.trend import trend
from luoshi.core.pace import Trajectory, less_is_better

RELATIVE = ("growth", "vs", "rank", "reduce", "times")
"""Comparators whose target is no level that could be compared with last year's."""
SHORT = 180
"""Days; in a shorter task the last month is much of it anyway."""
STAGE_FAULTS = ("stage-falls", "stage-not-whole")


@dataclass(frozen=True, slots=True)
class Span:
    """The dates of a parent."""

    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One commitment of the list. ``results``: what earlier years achieved, by year.
    ``unit``: who leads it; empty where nobody does.

    ``parent``: the dates of a parent that is not in the list itself (one that is speaks for its
    parts). ``comes_from_above``: goals of this list should have a parent at the level above.
    ``rises``: whether its stages grow towards the target. ``has_parent`` is about any parent.
    """

    key: str
    unit: str
    metric: str = ""
    comparator: str = ""
    target: Decimal | None = None
    span: Span
    trajectory: Trajectory | None = None
    stages: Stages = field(default_factory=dict)
    rises: bool = True
    parent: Span | None = None
    has_parent: bool = False
    comes_from_above: bool = False
    must_divide: bool = False
    whole: Whole | None = None
    parts: Sequence[Part] = ()
    results: Mapping[int, Decimal] = field(default_factory=dict)


def list_flags(entries: Sequence[Entry], rule: FlagRule) -> tuple[Flag, ...]:
    """Every flag of a list: entry by entry in their order, then those between entries.

    A flag of the parts names the part first and the commitment that is divided last.
    """
    listed = frozenset(entry.key for entry in entries)
    alone = (flag for entry in entries for flag in _entry_flags(entry, rule, listed))
    return (*alone, *_conflicts(entries))


def _entry_flags(entry: Entry, rule: FlagRule, listed: AbstractSet[str]) -> Iterator[Flag]:
    if not entry.unit:
        yield Flag("unled", (entry.key,))
    yield from _division(entry, rule, listed)
    yield from _descent(entry)
    if entry.rises:
        yield from stage_faults(entry.key, entry.target, entry.stages)
    yield from _curve(entry, rule)
    yield from _ambition(entry, rule)


def _division(entry: Entry, rule: FlagRule, listed: AbstractSet[str]) -> Iterator[Flag]:
    """The sum check of an entry; what a part that is listed itself says of its own stages is
    left to it."""
    if entry.must_divide and not entry.parts:
        yield Flag("undivided", (entry.key,))
    if entry.whole and entry.parts:
        for flag in sum_check(entry.whole, entry.parts, rule).flags:
            if flag.code not in STAGE_FAULTS or flag.keys[0] not in listed:
                yield Flag(flag.code, (*flag.keys, entry.key), flag.params)


def _descent(entry: Entry) -> Iterator[Flag]:
    if entry.comes_from_above and not entry.has_parent and entry.target is not None:
        yield Flag("orphan", (entry.key,))
    if entry.parent is None:
        return
    if entry.span.due_on > entry.parent.due_on:
        params = {"due": entry.span.due_on.isoformat(), "parent": entry.parent.due_on.isoformat()}
        yield Flag("due-after-parent", (entry.key,), params)
    if entry.span.starts_on < entry.parent.starts_on:
        start, above = entry.span.starts_on.isoformat(), entry.parent.starts_on.isoformat()
        yield Flag("starts-before-parent", (entry.key,), {"start": start, "parent": above})


def _curve(entry: Entry, rule: FlagRule) -> Iterator[Flag]:
    """More in the last month than the rule finds possible; short tasks are left alone, and
    so is an even pace, which nobody planned."""
    begin = entry.span.due_on.replace(day=1)
    if entry.trajectory is None or not entry.trajectory.milestones:
        return
    if (entry.span.due_on - entry.span.starts_on).days < SHORT:
        return
    before = date.fromordinal(begin.toordinal() - 1)
    left = 1 - entry.trajectory.planned(before)
    if left > rule.last_month_share:
        yield Flag("back-loaded", (entry.key,), {"percent": percent(left)})


def _ambition(entry: Entry, rule: FlagRule) -> Iterator[Flag]:
    """A target that asks no more than was reached last year, or less than the trend."""
    if entry.target is None or not entry.results or entry.comparator.startswith(RELATIVE):
        return
    year = entry.span.due_on.year
    last, line = entry.results.get(year - 1), trend(entry.results, year, least=rule.trend_years)
    told = {"target": plain(entry.target)}
    if last is not None and _asks_no_more(entry, last):
        yield Flag("not-above-last-year", (entry.key,), told | {"last": plain(last)})
    elif line is not None and _asks_less(entry, line):
        yield Flag("below-trend", (entry.key,), told | {"trend": plain(line)})


def _asks_no_more(entry: Entry, value: Decimal) -> bool:
    return entry.target == value or _asks_less(entry, value)


def _asks_less(entry: Entry, value: Decimal) -> bool:
    target = entry.target or Decimal(0)
    return target > value if less_is_better(entry.comparator) else target < value


def _conflicts(entries: Iterable[Entry]) -> Iterator[Flag]:
    """One unit with one metric twice: the same to another day, or another value to the same day.

    An earlier stage that asks less (一季度 90%、上半年全部) is no contradiction.
    """
    alike: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.metric and entry.unit:
            alike[(entry.unit, "".join(entry.metric.split()), entry.comparator)].append(entry)
    for group in alike.values():
        for pair in combinations(sorted(group, key=lambda e: (e.span.due_on, e.key)), 2):
            yield from _conflict(*pair)


def _conflict(early: Entry, late: Entry) -> Iterator[Flag]:
    keys = (early.key, late.key)
    params = {"early": early.span.due_on.isoformat(), "late": late.span.due_on.isoformat()}
    values = {"one": _told(early.target), "other": _told(late.target)}
    if early.span.due_on == late.span.due_on:
        if early.target != late.target:
            yield Flag("conflicting-targets", keys, params | values)
    elif not _asks_more_later(early, late):
        yield Flag("conflicting-dates", keys, params | values)


def _asks_more_later(early: Entry, late: Entry) -> bool:
    if early.target is None or late.target is None:
        return False
    if late.comparator and less_is_better(late.comparator):
        return late.target < early.target
    return late.target > early.target


def _told(target: Decimal | None) -> str:
    return "" if target is None else plain(target)
