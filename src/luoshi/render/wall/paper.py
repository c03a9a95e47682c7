"""The chart on large paper: SVG pages in millimetres, rows as high as the sheet allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from luoshi.render.wall.strip import (
    Axis,
    bar_strip,
    cell_strip,
    grid,
    key,
    month_names,
    shape,
    text,
    today_line,
)
from luoshi.render.wall.values import Row, Wall

STYLE = (
    "text{font-family:'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#1b2530}"
    ".wall-soft{fill:#55606e}.wall-strong{font-weight:700}"
    ".wall-line,.wall-rule{fill:none;stroke:#cbd3dc;stroke-width:.25}"
    ".wall-today{fill:none;stroke:#33414f;stroke-width:.6;stroke-dasharray:3 2}"
    ".wall-plan{fill:#fff;stroke:#8794a3;stroke-width:.3}.wall-said{fill:#b9cbe0}"
    ".wall-achieved{fill:#1d4e89}"
    ".wall-green{fill:#1e7d4b}.wall-yellow{fill:#c98500}.wall-red{fill:#b3261e}"
    ".wall-blue{fill:#1d4e89}.wall-grey{fill:#fff;stroke:#55606e;stroke-width:.15}"
    ".wall-step{stroke:#33414f;stroke-width:.12}.wall-step-achieved{fill:#1d4e89}"
    ".wall-step-said{fill:#b9cbe0}.wall-step-ahead{fill:#fff}"
    ".wall-step-missed{fill:#fff;stroke:#b3261e;stroke-width:.3}"
)

TYPE = 0.68
"""Size of the type, of the height of a row."""
INDENT = 3.4
"""Ems before a title, for the light and the number."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet lying on its long side, in millimetres.

    ``least`` and ``most``: height of a row; a row is as high as lets all rows stand on the
    fewest sheets, each as full as the others, within these two.
    """

    width: float
    height: float
    margin: float
    title: float
    least: float
    most: float

    @property
    def body(self) -> float:
        """The height left for rows."""
        return self.height - 2 * self.margin - self.head - self.foot

    @property
    def head(self) -> float:
        """The height of title, finding and the row of months."""
        return self.title * 3.1

    @property
    def foot(self) -> float:
        """The height of legend and page number."""
        return self.title * 1.6


PAPERS = {
    "A0": Paper(1189, 841, 20, 22, 7, 22),
    "A1": Paper(841, 594, 15, 16, 5.5, 16),
    "A3": Paper(420, 297, 10, 8.5, 4.2, 9),
}
"""ISO 216 sheets; margins, type and row heights are this product's own."""


def pages(wall: Wall, paper: Paper) -> list[str]:
    """One SVG a sheet, in order; a heading is never the last line of a sheet. Never empty."""
    lines = [line for block in wall.blocks for line in _lines(block.title, block.rows)]
    sheets = _sheets(lines, int(paper.body / paper.least))
    high = min(paper.body / max(map(len, sheets)), paper.most) if lines else paper.most
    return [_page(wall, paper, high, sheet, n, len(sheets)) for n, sheet in enumerate(sheets, 1)]


Line = str | Row


def _lines(title: str, rows: Sequence[Row]) -> Iterator[Line]:
    if title:
        yield title
    yield from rows


def _sheets(lines: Sequence[Line], most: int) -> list[Sequence[Line]]:
    """The fewest sheets of at most so many lines, about as full as each other."""
    fewest = _split(lines, most)
    evenly = (_split(lines, size) for size in range(max(-(-len(lines) // len(fewest)), 2), most))
    return next((cut for cut in evenly if len(cut) == len(fewest)), fewest)


def _split(lines: Sequence[Line], most: int) -> list[Sequence[Line]]:
    cuts = [0]
    while cuts[-1] + most < len(lines):
        end = cuts[-1] + most
        cuts.append(end - isinstance(lines[end - 1], str))
    return [lines[start:end] for start, end in pairwise([*cuts, len(lines)])]


def _page(wall: Wall, paper: Paper, high: float, lines: Sequence[Line], n: int, count: int) -> str:
    across = paper.width - 2 * paper.margin
    label = _label_width(wall, across, high)
    axis = Axis(wall.first, wall.last, across - label - high)
    body = "".join(
        f'<g transform="translate(0 {paper.head + place * high:.5g})">'
        f"{_line(line, axis, label, high)}</g>"
        for place, line in enumerate(lines)
    )
    frame = grid(axis, len(lines) * high)
    today = today_line(axis, len(lines) * high, wall.today)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.width}mm" height="{paper.height}mm"'
        f' viewBox="0 0 {paper.width} {paper.height}"><style>{STYLE}</style>'
        f'<g transform="translate({paper.margin} {paper.margin})">'
        f"{_head(wall, paper, axis, label)}"
        f'<g transform="translate({label} {paper.head})">{frame}</g>{body}'
        f'<g transform="translate({label} {paper.head})">{today}</g>'
        f"{_foot(wall, paper, n, count)}</g></svg>"
    )


def _label_width(wall: Wall, across: float, high: float) -> float:
    """What the longest title needs; less than a third of the sheet, and not too narrow."""
    titles = (row.title for block in wall.blocks for row in block.rows)
    needed = (max(map(ems, titles), default=0) + INDENT + 1) * high * TYPE
    return round(min(max(needed, across * 0.12), across * 0.32), 2)


def _head(wall: Wall, paper: Paper, axis: Axis, label: float) -> str:
    size = paper.title
    months = month_names(axis, wall.words.months, size * 0.85)
    return (
        text(wall.title, 0, size, size, kind="wall-strong")
        + text(wall.finding, 0, size * 1.85, size * 0.5)
        + f'<g transform="translate({label} {paper.head - size * 0.7:.4g})">{months}</g>'
    )


def _line(line: Line, axis: Axis, label: float, high: float) -> str:
    width = label + axis.width + high
    rule = f'<path class="wall-rule" d="M0 0h{width:.5g}"/>'
    size, base = high * TYPE, high * 0.75
    if isinstance(line, str):
        return rule + text(line, 0, base, size * 1.05, kind="wall-strong")
    drawn = bar_strip(axis, line.bar, high) if line.bar else cell_strip(axis, line.cells, high)
    return (
        rule
        + shape(line.light, size * 0.5, high / 2, size * 0.9)
        + text(line.number, size * 1.4, base, size, kind="wall-soft")
        + text(fit(line.title, label / size - INDENT - 0.4), size * INDENT, base, size)
        + f'<g transform="translate({label} 0)">{drawn}</g>'
    )


def _foot(wall: Wall, paper: Paper, n: int, count: int) -> str:
    size = paper.title * 0.4
    y = paper.height - 2 * paper.margin
    x = 0.0
    keys = []
    for mark, words in wall.words.legend:
        keys.append(key(mark, x + size * 0.5, y - size * 0.35, size))
        keys.append(text(words, x + size * 1.3, y, size))
        x += size * (2.4 + ems(words))
    note = f"{wall.words.note}　{wall.words.page.format(n=n, of=count)}"
    across = paper.width - 2 * paper.margin
    keys.append(text(note, max(across - ems(note) * size, x), y, size, kind="wall-soft"))
    rule = fit(wall.words.rule, across / size)
    keys.append(text(rule, 0, y - size * 1.6, size, kind="wall-soft"))
    return "".join(keys)


def ems(words: str) -> float:
    """About how many ems the words take: one for a wide character, 0.56 for another.

    Quotes, dashes and dots of the general punctuation stand wide in a Chinese type.
    """
    return sum(
        1.0 if letter > "\u2e80" or "\u2010" <= letter < "\u2030" else 0.56 for letter in words
    )


def fit(words: str, most: float) -> str:
    """The words, cut with an ellipsis where they would take more than ``most`` ems."""
    if ems(words) <= most:
        return words
    while words and ems(words) + 1 > most:
        words = words[:-1]
    return f"{words}…"
