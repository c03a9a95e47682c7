"""Traditional to Simplified without moving a single offset."""

from collections.abc import Sequence
from functools import cache

import opencc

from luoshi.core.text.spans import Span

# A simplified text quotes a few traditional or variant characters, mostly in names of
# people and places; a text put through a converter has them everywhere.
_SHARE_OF_A_CONVERTED_TEXT = 0.01
_SHARE_OF_A_CONVERTED_LINE = 0.1


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified_character(character: str) -> str:
    """One code point for one; a character without a single simplified form stays."""
    simple = _convert(character)
    return simple if len(simple) == 1 else character


def simplified(text: str, untouched: Sequence[Span] = ()) -> str:
    """The text in simplified characters, of the same length.

    Phrases are converted as phrases (OpenCC ``t2s``); a line whose length that would
    change is converted character by character. A text, or a line, that is simplified
    already keeps its few traditional characters. ``untouched`` spans, in order and
    without overlap, stay as they are.
    """
    if text.isascii():
        return text
    after = _aligned(text)
    if _changed(text, after) < _SHARE_OF_A_CONVERTED_TEXT * len(text):
        after = _only_converted_lines(text, after)
    return _with_untouched(text, after, untouched)


def _convert(text: str) -> str:
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return str(_converter().convert(safe))


def _aligned(text: str) -> str:
    before = text.split("\n")
    after = _convert(text).split("\n")
    if [len(line) for line in before] == [len(line) for line in after]:
        return "\n".join(after)
    return "\n".join(map(_aligned_line, before))


def _aligned_line(line: str) -> str:
    phrase = _convert(line)
    if len(phrase) == len(line):
        return phrase
    return "".join(map(simplified_character, line))


def _changed(before: str, after: str) -> int:
    return 0 if before == after else sum(a != b for a, b in zip(before, after, strict=True))


def _only_converted_lines(text: str, after: str) -> str:
    if text == after:
        return text
    pairs = zip(text.split("\n"), after.split("\n"), strict=True)
    return "\n".join(
        simple if _changed(line, simple) >= _SHARE_OF_A_CONVERTED_LINE * len(line) else line
        for line, simple in pairs
    )


def _with_untouched(text: str, after: str, untouched: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for span in untouched:
        pieces += [after[at : span.start], text[span.start : span.end]]
        at = span.end
    return "".join([*pieces, after[at:]])
