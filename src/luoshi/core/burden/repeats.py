"""What is asked again: while it is still being asked, or although it is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure asked of one unit for a period (first and last day); ``key`` says by what.

    ``name`` is as ``normal_name`` gives it.
    """

    key: str
    unit: int
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Known:
    """One figure that a unit has given for a period; ``told_on`` is the day it was given."""

    key: str
    unit: int
    name: str
    start: date
    end: date
    told_on: date


@dataclass(frozen=True, slots=True)
class Repeat:
    """A figure of a new request with the earlier request or the known value it meets."""

    asked: Asked
    running: Asked | None = None
    known: Known | None = None


def repeats(
    asked: Iterable[Asked], running: Iterable[Asked], known: Iterable[Known]
) -> Sequence[Repeat]:
    """For each figure asked at most one repeat: the value told last where one is known, else the
    request that asks for it already; in the order asked.

    They meet where unit and name are the same and the periods share a day. A name that is empty
    meets nothing.
    """
    values: dict[tuple[int, str], list[Known]] = {}
    for told in known:
        values.setdefault((told.unit, told.name), []).append(told)
    open_ones: dict[tuple[int, str], list[Asked]] = {}
    for row in running:
        open_ones.setdefault((row.unit, row.name), []).append(row)
    found = (_repeat(row, values, open_ones) for row in asked if row.name)
    return [each for each in found if each is not None]


def _repeat(
    row: Asked,
    values: Mapping[tuple[int, str], Sequence[Known]],
    open_ones: Mapping[tuple[int, str], Sequence[Asked]],
) -> Repeat | None:
    key = row.unit, row.name
    same = [value for value in values.get(key, ()) if _meets(row, value)]
    if same:
        return Repeat(row, known=max(same, key=lambda value: (value.told_on, value.key)))
    first = next((other for other in open_ones.get(key, ()) if _meets(row, other)), None)
    return Repeat(row, running=first) if first else None


def _meets(one: Asked, other: Asked | Known) -> bool:
    return one.start <= other.end and other.start <= one.end
