"""Places where bytes were lost: what stands there is not what was written.

A mirror that cuts a two-byte text in the wrong place leaves a question mark and then
rare characters, kana or Greek letters until the bytes fall back into step. Nothing is
restored here; the place is marked so that nobody reads a number out of it (law 8).
"""

import re
from collections.abc import Iterator

from luoshi.core.text.pinyin import TONED
from luoshi.core.text.simplify import simplified_character
from luoshi.core.text.spans import Span, merge

_LETTERS = f"a-zü{TONED}"
# Scripts that do not occur inside a Chinese word: Latin-1 and Greek letters, enclosed
# digits, kana, half-width forms, private use and the replacement character.
_ODD = "À-ÖØ-öø-ʯΑ-ωЀ-ӿ⑴-⒛ぁ-ヿｦ-ﾟ\ue000-\uf8ff\ufffd"
_SEED = re.compile(
    rf"\?[{_LETTERS}]{{1,7}}\)"  # the tail of a note whose character and bracket are gone
    rf"|[{_ODD}]{{1,6}}\?|\?[^\w\s]{{0,2}}[{_ODD}]{{1,6}}"
    r"|\?/[a-z]{1,10}>"  # the tail of an HTML tag
    r"|\ufffd+|锟斤拷|(?:[Â-ï][\x80-¿]){2,}"
)
_GAP = 3
_STOPS = frozenset("，,。；;：:！!\n\r")
_OUTER_NOTE = re.compile(rf"\([{_LETTERS}]{{1,7}}\)$")
_NOTE = re.compile(rf"\([{_LETTERS}]{{1,7}}\)")
_ODD_CHAR = re.compile(rf"[{_ODD}?]")
_LATIN_IN_HAN = re.compile(r"[A-Za-z]")
_LEVEL_TWO = 0xD8  # first byte of GB 2312-80 level 2, characters sorted by radical


def damaged_spans(raw: str) -> tuple[Span, ...]:
    """The damaged places in order, each widened to the rare characters around it."""
    if "?" not in raw and not re.search("[\ufffd锟Â-ï]", raw):
        return ()
    return merge(_widened(raw))


def _widened(raw: str) -> Iterator[Span]:
    reached = 0
    for seed in _SEED.finditer(raw):
        if seed.end() > reached:
            reached = _right(raw, seed.end())
            yield Span(_left(raw, seed.start()), reached, "damaged")


def _left(raw: str, start: int) -> int:
    """Back over the half-lost character, its note and any suspicious run before it."""
    note = _OUTER_NOTE.search(raw, max(0, start - 9), start)
    at = note.start() if note else start
    return at - 1 if at and is_han(raw[at - 1]) else at


def _right(raw: str, end: int) -> int:
    reached = at = end
    while at < len(raw) and at - reached <= _GAP and raw[at] not in _STOPS:
        note = _NOTE.match(raw, at)
        if note and at > end and _LATIN_IN_HAN.match(raw[at - 1]):
            at = reached = note.end()
        elif _suspicious(raw, at):
            at = reached = at + 1
        elif note:
            at = note.end()
        else:
            at += 1
    return reached


def _suspicious(raw: str, at: int) -> bool:
    character = raw[at]
    if is_han(character):
        return is_rare(character)
    if _LATIN_IN_HAN.match(character):
        return is_han(raw[at - 1]) and not raw[at + 1 : at + 2].isascii()
    return _ODD_CHAR.match(character) is not None


def is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿"


def is_rare(character: str) -> bool:
    """True for a character outside the everyday level 1 of GB 2312-80."""
    simple = simplified_character(character)
    try:
        return simple.encode("gb2312")[0] >= _LEVEL_TWO
    except UnicodeEncodeError:
        return True
