"""Sentences cut into clauses, and clauses into items that each state one thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from luoshi.core.extract.quantities import Quantity, quantities

# Longer than any clause people write: what runs on without a comma is cut here.
_CLAUSE = re.compile(r"[^，：]{1,400}")
_EDGE = " \u2002\u2003“”\"'‘’*—-·•●▪◆■…："
_TAIL_EDGE = " \u2002\u2003”'’*—…"
_MARKER = re.compile(
    r"(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,2}(?:是(?!否)|要)"
    r"|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|\d{1,2}[.．、](?!\d(?!\d{4}(?!\d)))|[①-⑳])[\s”]*"
)
_SPREAD = re.compile(r"分别|依次")
_SENTENCE = re.compile(r"[^。！？；\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, ``start`` to ``end``, without marks at its edges."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece with its quantities, whose offsets count from the start of the piece."""

    piece: Piece
    text: str
    quantities: tuple[Quantity, ...]


def sentences(masked: str, start: int, end: int) -> Iterator[Piece]:
    for found in _SENTENCE.finditer(masked, start, end):
        yield Piece(found.start(), found.end())


def clauses(masked: str, sentence: Piece) -> Iterator[Piece]:
    """The clauses of a sentence between commas and colons, numbering taken off."""
    for found in _CLAUSE.finditer(masked, sentence.start, sentence.end):
        piece = trimmed(masked, found.start(), found.end())
        if piece.start < piece.end:
            yield piece


def trimmed(masked: str, start: int, end: int) -> Piece:
    while start < end and masked[start] in _EDGE:
        start += 1
    marker = _MARKER.match(masked, start, end)
    if marker and marker.end() < end:
        start = marker.end()
    while end > start and masked[end - 1] in _TAIL_EDGE:
        if masked[end - 1] == "”" and masked.find("“", start, end) >= 0:
            break
        end -= 1
    return Piece(start, end)


def items(masked: str, clause: Piece) -> list[Item]:
    """The clause cut behind each quantity that a 、 follows, unless values are shared out.

    新增A企业3家、B企业5家 gives two items; 培育2个A、3个B and A、B分别达到… give one.
    """
    text = clause.of(masked)
    found = tuple(quantities(text))
    if len(found) < 2 or _SPREAD.search(text):
        return [Item(clause, text, found)]
    cuts = [q.end for q, then in pairwise(found) if _closes(text, q, then, found)]
    edges = [0, *cuts, len(text)]
    return [_item(masked, clause, a, b) for a, b in pairwise(edges)]


def _closes(text: str, quantity: Quantity, then: Quantity, found: tuple[Quantity, ...]) -> bool:
    if text[quantity.end] != "、" or (then.start == quantity.end + 1 and not then.bound):
        return False
    ends = [q.end for q in found if q.end <= quantity.start and text[q.end] == "、"]
    begins = max(ends, default=0)
    return len(text[begins : quantity.start].strip("、和及")) >= 2


def _item(masked: str, clause: Piece, start: int, end: int) -> Item:
    begin = clause.start + start
    while begin < clause.start + end and masked[begin] == "、":
        begin += 1
    piece = Piece(begin, clause.start + end)
    text = piece.of(masked)
    return Item(piece, text, tuple(quantities(text)))
