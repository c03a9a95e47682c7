"""How far a statement of owners reaches: its sentence, its item, or a whole section."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.core.extract.owners import Ownership
from luoshi.core.extract.sections import Line

_ITEM_LINES = 30
_POINT = 3
_ALL_ABOVE = re.compile(r"以上")
_PARTY = re.compile("乙方|责任方|承诺")
_SENTENCE_END = ("。", "；", "！")
_HAS_FIGURE = re.compile(r"\d+(?:\.\d+)?(?!年|月|日|\s?[.．、])")


@dataclass(frozen=True, slots=True)
class Owned:
    """The text ``start`` to ``end`` that one statement answers for, and its deadline or ``""``."""

    start: int
    end: int
    names: tuple[str, ...]
    due: str = ""


@dataclass(frozen=True, slots=True)
class Blocks:
    """``items`` in order, none over another; ``sections`` by start, the inner after the outer."""

    items: tuple[Owned, ...]
    sections: tuple[Owned, ...]

    def item(self, at: int) -> Owned | None:
        """The item that holds a place."""
        index = bisect_right(self.items, at, key=_start) - 1
        return self.items[index] if index >= 0 and at < self.items[index].end else None

    def section(self, at: int) -> Owned | None:
        """The innermost section that holds a place."""
        index = bisect_right(self.sections, at, key=_start)
        return next((one for one in reversed(self.sections[:index]) if at < one.end), None)


def _start(owned: Owned) -> int:
    return owned.start


def blocks(folded: str, lines: Sequence[Line], statements: Sequence[Ownership]) -> Blocks:
    """What each statement answers for.

    One at a heading, or on the line below it, answers for the section; 乙方：… for all that
    follows; 以上任务由… for all
    that stands above it under the same heading; any other for its sentence, or, where it has
    its line for itself, for the item above: the points 1. 2. 3. down to it, the paragraphs
    under their heading, or single lines of one level. Text before an earlier statement is its own.
    """
    starts = [line.start for line in lines]
    items: list[Owned] = []
    sections: list[Owned] = []
    previous = 0
    for statement in statements:
        index = bisect_right(starts, statement.start) - 1
        if index < 0:
            continue
        place = _Place(folded, lines, index, statement)
        opened = place.opened()
        if place.is_of_a_party():
            sections.append(_owned(statement.end, len(folded), statement))
        elif opened:
            sections.append(_owned(*opened, statement))
        elif place.is_of_all_above():
            sections.append(_owned(place.under_heading(), statement.start, statement))
        else:
            begins = max(previous, place.item_start())
            items.append(_owned(begins, statement.start, statement))
        previous = statement.end
    return Blocks(tuple(items), tuple(sorted(sections, key=lambda one: (one.start, -one.end))))


def _owned(start: int, end: int, statement: Ownership) -> Owned:
    return Owned(start, end, statement.names, statement.due)


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement with the line it begins in."""

    folded: str
    lines: Sequence[Line]
    index: int
    statement: Ownership

    @property
    def line(self) -> Line:
        return self.lines[self.index]

    @property
    def before(self) -> str:
        """What stands in front of the statement in its line."""
        return self.folded[self.line.start : self.statement.start].strip()

    def opened(self) -> tuple[int, int] | None:
        """Start and end of the section whose heading bears the statement, if one does."""
        heading = self._heading()
        below = next((i for i in self._below() if self._is_inside(i, heading)), None)
        if heading is None or below is None:
            return None
        after = self.lines[below:]
        end = next((one.start for one in after if 0 < one.level <= heading.level), None)
        return heading.start, end if end is not None else len(self.folded)

    def _heading(self) -> Line | None:
        """The title that the statement stands behind, or has right above its own line."""
        if self.before:
            line, title = self.line, self.before
        elif self.index:
            line = self.lines[self.index - 1]
            title = self.folded[line.start : line.end].strip()
        else:
            return None
        is_title = line.level and not title.endswith(_SENTENCE_END) and "。" not in title
        return line if is_title and not _HAS_FIGURE.search(title) else None

    def _below(self) -> Iterator[int]:
        """The line below the statement, where nothing but a full stop follows it in its own."""
        last = bisect_right([line.start for line in self.lines], self.statement.end - 1) - 1
        rest = self.folded[self.statement.end : self.lines[last].end]
        if not rest.strip(" 。；") and last + 1 < len(self.lines):
            yield last + 1

    def _is_inside(self, index: int, heading: Line | None) -> bool:
        level = self.lines[index].level
        return heading is not None and (level == 0 or level > heading.level)

    def is_of_a_party(self) -> bool:
        """Whether it names who signs a letter of responsibility, and answers for all below."""
        words = self.folded[self.statement.start : self.statement.end].strip()
        return _PARTY.match(words) is not None

    def is_of_all_above(self) -> bool:
        """Whether the statement says itself that it is of all above: 以上任务由市发改委牵头."""
        words = self.folded[self.statement.start : self.statement.end].strip()
        return not self.before and _ALL_ABOVE.match(words) is not None

    def under_heading(self) -> int:
        """Where the part of the statement's own line begins: below the nearest higher heading."""
        above = self.lines[: self.index]
        levels = [line.level for line in above if line.level]
        if not levels:
            return above[0].start if above else self.line.start
        highest = next((line for line in reversed(above) if line.level == min(levels)), above[0])
        return highest.start

    def item_start(self) -> int:
        """Where the item begins that the statement closes."""
        if self.before:
            return self._sentence_start()
        if self.index == 0:
            return self.line.start
        above = self.lines[max(0, self.index - _ITEM_LINES) : self.index]
        item = above[-1]
        if item.level not in (0, _POINT):
            return self._siblings(above).start
        inside = (0, _POINT) if item.level == _POINT else (0,)
        for one in reversed(above):
            if one.level not in inside:
                return item.start if item.level == _POINT else one.start
            item = one if one.level == _POINT or item.level == 0 else item
        return item.start if item.level == _POINT else self._paragraphs(above).start

    def _sentence_start(self) -> int:
        return self.line.start

    def _siblings(self, above: Sequence[Line]) -> Line:
        """The first of the single lines of one level that stand directly above."""
        first = above[-1]
        for one in reversed(above):
            if one.level != first.level:
                break
            first = one
        return first

    def _paragraphs(self, above: Sequence[Line]) -> Line:
        """The first of the paragraphs above that are whole sentences, not a title."""
        first = above[-1]
        for one in reversed(above[:-1]):
            if not self.folded[one.start : one.end].rstrip().endswith(_SENTENCE_END):
                break
            first = one
        return first
