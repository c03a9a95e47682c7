"""Pieces of a text, and the map from a repaired text back to its raw one."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from luoshi.core.errors import Invalid


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` to ``end`` (exclusive) of a text, and why they are marked."""

    start: int
    end: int
    kind: str

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def touches(self, start: int, end: int) -> bool:
        """True when the ranges overlap or lie directly side by side."""
        return self.start <= end and start <= self.end


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order without overlap; where two overlap the earlier keeps its kind."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.kind)
        else:
            merged.append(span)
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each code point of a repaired text stands in the raw one.

    ``runs`` are (repaired offset, raw offset, length), ascending in both offsets and
    without gaps in the repaired one: the compact form of a list of positions.
    """

    runs: tuple[tuple[int, int, int], ...]

    @classmethod
    def from_runs(cls, runs: Iterable[Sequence[int]]) -> Self:
        """Read back what ``to_runs`` gave, also after JSON.

        Raises Invalid ``offset-map`` when a run is empty, overlaps or leaves a gap.
        """
        kept: list[tuple[int, int, int]] = []
        clean = raw = 0
        for run in runs:
            if len(run) != 3 or run[0] != clean or run[1] < raw or run[2] < 1:
                raise Invalid("offset-map", run=len(kept))
            kept.append((run[0], run[1], run[2]))
            clean, raw = run[0] + run[2], run[1] + run[2]
        return cls(tuple(kept))

    def to_runs(self) -> list[list[int]]:
        """The runs as plain lists, for JSON."""
        return [list(run) for run in self.runs]

    @property
    def length(self) -> int:
        """Code points of the repaired text."""
        if not self.runs:
            return 0
        clean, _, length = self.runs[-1]
        return clean + length

    def position(self, offset: int) -> int:
        """Raw position of one repaired code point. Raises IndexError outside the text."""
        if not 0 <= offset < self.length:
            raise IndexError(offset)
        clean, raw, _ = self.runs[bisect_right(self.runs, offset, key=lambda run: run[0]) - 1]
        return raw + offset - clean

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw range from the first to the last code point of a repaired range.

        What was dropped inside the range is part of it, what was dropped around it is not.
        An empty range gives an empty one. Raises IndexError outside the text.
        """
        if start < end:
            return self.position(start), self.position(end - 1) + 1
        if not 0 <= start <= self.length or end < 0:
            raise IndexError(start)
        at = self.position(start) if start < self.length else self.raw_end
        return at, at

    def from_raw(self, raw: int) -> int:
        """Repaired offset of the first kept code point at or after a raw position."""
        index = bisect_right(self.runs, raw, key=lambda run: run[1]) - 1
        if index < 0:
            return 0
        clean, start, length = self.runs[index]
        return clean + min(raw - start, length)

    def from_raw_spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """What is left of raw spans in the repaired text, in the same order."""
        moved = (Span(self.from_raw(s.start), self.from_raw(s.end), s.kind) for s in spans)
        return tuple(span for span in moved if span.start < span.end)

    @property
    def raw_end(self) -> int:
        """Raw position after the last kept code point."""
        if not self.runs:
            return 0
        _, raw, length = self.runs[-1]
        return raw + length


def kept_runs(length: int, dropped: Sequence[Span]) -> OffsetMap:
    """The map of a text of ``length`` code points from which merged spans are cut."""
    runs: list[tuple[int, int, int]] = []
    clean = raw = 0
    for start, end in [*((span.start, span.end) for span in dropped), (length, length)]:
        if start > raw:
            runs.append((clean, raw, start - raw))
            clean += start - raw
        raw = end
    return OffsetMap(tuple(runs))
