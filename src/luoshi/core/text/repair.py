"""From the text as stored to the text to be read."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.core.text.breaks import broken_lines
from luoshi.core.text.damage import damaged_spans
from luoshi.core.text.furniture import furniture, markup
from luoshi.core.text.pinyin import pinyin_notes
from luoshi.core.text.simplify import simplified
from luoshi.core.text.spam import spam_lines
from luoshi.core.text.spans import OffsetMap, Span, kept_runs, merge


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text made readable, and what was done to it.

    ``damaged`` and ``dropped`` are spans of the raw text. Damaged places are still in
    ``text``, character for character as they were found, so that a screen can quote
    them; dropped ones are not. Kinds of dropped spans: pinyin, furniture, markup, spam,
    break. A span of kind spam is never to be shown or logged.
    """

    text: str
    map: OffsetMap
    damaged: tuple[Span, ...]
    dropped: tuple[Span, ...]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw code points of a range of ``text``. Raises IndexError outside the text."""
        return self.map.to_raw(start, end)

    @property
    def damaged_in_text(self) -> tuple[Span, ...]:
        """The damaged places as ranges of ``text``."""
        return self.map.from_raw_spans(self.damaged)


def repair(raw: str) -> Repaired:
    """The readable form of a text. Nothing is added and no character changes its order.

    Dropped: pronunciation notes, web furniture, markup, injected keyword lines, and line
    breaks inside a word or between a label and its number. Mechanically converted text is
    simplified again (OpenCC t2s) one code point for one. Places where bytes were lost are
    marked and left alone.
    """
    damaged = damaged_spans(raw)
    notes = [note for note in (*pinyin_notes(raw), *markup(raw)) if not _overlap(damaged, note)]
    first = kept_runs(len(raw), merge(notes))
    layout = [_in_raw(first, mark) for mark in _layout(_cut(raw, first))]
    dropped = merge([*notes, *(mark for mark in layout if not _overlap(damaged, mark))])
    offsets = kept_runs(len(raw), dropped)
    text = simplified(_cut(raw, offsets), offsets.from_raw_spans(damaged))
    return Repaired(text, offsets, damaged, dropped)


def _layout(text: str) -> list[Span]:
    """Lines to drop and breaks to close; a break beside a dropped line stays."""
    lines = merge([*spam_lines(text), *furniture(text)])
    return [*lines, *(gap for gap in broken_lines(text) if not _touch(lines, gap))]


def _cut(raw: str, offsets: OffsetMap) -> str:
    return "".join(raw[start : start + length] for _, start, length in offsets.runs)


def _in_raw(offsets: OffsetMap, span: Span) -> Span:
    return Span(*offsets.to_raw(span.start, span.end), span.kind)


def _overlap(spans: Sequence[Span], mark: Span) -> bool:
    index = bisect_right(spans, mark.start, key=lambda span: span.end)
    return index < len(spans) and spans[index].overlaps(mark.start, mark.end)


def _touch(spans: Sequence[Span], mark: Span) -> bool:
    index = bisect_left(spans, mark.start, key=lambda span: span.end)
    return index < len(spans) and spans[index].touches(mark.start, mark.end)
