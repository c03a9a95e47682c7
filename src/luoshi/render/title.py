"""Breaking a title by sense into a trapezoid or a diamond.

Source: GB/T 9704-2012, 7.3.1 (回行时，要做到词意完整，排列对称，长短适宜，间距恰当).
"""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import ceil

from luoshi.render.layout import layout

FORBIDDEN = 99
_WHOLE = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）|[0-9A-Za-z.%-]+[年月日号个项%]?")
_NO_START = set("的、，》）”：；了之")
_NO_END = set("《（“")


def break_title(title: str, width: int = 19) -> tuple[str, ...]:
    """The title's lines, each at most ``width`` full characters where sense allows it.

    Line breaks already in the title are kept as they are. Otherwise the cheapest cut
    wins: no word, number or quotation is split, and the lines grow, shrink, or bulge
    in the middle; the earliest cut wins a tie.
    """
    if "\n" in title:
        return tuple(line.strip() for line in title.split("\n") if line.strip())
    if _width(title) <= width:
        return (title,)
    costs = _cut_costs(title)
    fewest = ceil(_width(title) / width)
    choices = [cuts for count in (fewest, fewest + 1) for cuts in _cuts(costs, count - 1)]
    fitting = [cuts for cuts in choices if _widest(title, cuts) <= width]
    if not fitting:
        return tuple(title[start : start + width] for start in range(0, len(title), width))
    best = min(fitting, key=lambda cuts: _cost(title, cuts, costs, fewest))
    return _lines(title, best)


def _cuts(costs: Sequence[int], count: int) -> list[tuple[int, ...]]:
    open_cuts = [at for at, cost in enumerate(costs) if cost < FORBIDDEN]
    return list(combinations(open_cuts, count))


def _widest(title: str, cuts: Sequence[int]) -> int:
    return max(_width(line) for line in _lines(title, cuts))


def _lines(title: str, cuts: Sequence[int]) -> tuple[str, ...]:
    return tuple(title[a:b] for a, b in pairwise((0, *cuts, len(title))))


def _cost(title: str, cuts: Sequence[int], costs: Sequence[int], fewest: int) -> int:
    lines = [_width(line) for line in _lines(title, cuts)]
    extra_line = 5 * (len(lines) - fewest)
    return 2 * sum(costs[at] for at in cuts) + _shape_cost(lines) + extra_line


def _shape_cost(lines: Sequence[int]) -> int:
    signs = [(b > a) - (b < a) for a, b in pairwise(lines)]
    sags = any(a < 0 < b for a, b in pairwise(signs))
    rectangle = not any(signs)
    stub = 3 * min(lines) < max(lines)
    return 6 * sags + 3 * rectangle + 4 * stub + (max(lines) - min(lines)) // 3


def _cut_costs(title: str) -> list[int]:
    """Cost of a cut before each character: 0 after a particle, dear inside a word."""
    inside = {
        at for match in _WHOLE.finditer(title) for at in range(match.start() + 1, match.end())
    }
    edges: set[int] = set()
    for start, end in _words(title):
        inside.update(range(start + 1, end))
        edges.update((start, end))
    return [_cut_cost(title, at, inside, edges) for at in range(len(title))]


def _cut_cost(title: str, at: int, inside: set[int], edges: set[int]) -> int:
    if at == 0 or at in inside or title[at] in _NO_START or title[at - 1] in _NO_END:
        return FORBIDDEN
    if title[at - 1] in "的、，：" or title[:at].endswith("关于"):
        return 0
    if title[at] in "和与及":
        return 1
    return 2 if at in edges else 4


def _words(title: str) -> list[tuple[int, int]]:
    """Known words found from left to right, the longest first."""
    words = layout().title_words
    found = []
    at = 0
    while at < len(title):
        word = next((word for word in words if title.startswith(word, at)), title[at])
        if len(word) > 1:
            found.append((at, at + len(word)))
        at += len(word)
    return found


def _width(text: str) -> int:
    """Width in full characters, two ASCII characters counting as one."""
    narrow = sum(char.isascii() for char in text)
    return len(text) - narrow + ceil(narrow / 2)
