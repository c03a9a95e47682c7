"""What a wall chart shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.render.wall.strip import Bar, Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment with its bar, or a unit with what falls due of it month by month.

    ``words``: what the drawing says, for who cannot see it; ``key``: the commitment's, if any.
    """

    number: str
    title: str
    light: str
    light_words: str
    bar: Bar | None = None
    cells: Sequence[Cell] = ()
    words: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading, which may be empty."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the frame: ``legend`` is shape or mark → words; ``page`` takes n and of.

    ``rule``: the light rule in one sentence; empty where the rows have several.
    """

    legend: Sequence[tuple[str, str]]
    months: Sequence[str]
    note: str
    rule: str
    page: str


@dataclass(frozen=True, slots=True)
class Wall:
    """A chart: its title, the finding in one sentence, the days it spans, and its rows."""

    title: str
    finding: str
    first: date
    last: date
    today: date
    blocks: Sequence[Block]
    words: Words
