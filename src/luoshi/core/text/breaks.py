"""Line breaks that cut a word or part a label from its number, as scans leave them."""

import re
from collections.abc import Iterator

from luoshi.core.text.spans import Span

_BREAK = re.compile(r"(?<=[^\s])[^\S\n]*(?:\r?\n[^\S\n]*){1,3}(?=[^\s])")
_LOOK = 80
_WRAPPED_LINE = 25
_LABEL_AT_MOST = 24
_OPEN_END = re.compile(r"[㐀-鿿，,、“‘（(]$")
_HAS_PAUSE = re.compile(r"[，,；;。]")
_ITEM = re.compile(
    r"[#*\-–—•·●○▪◆■□①-⑳⑴-⒇]|[一二三四五六七八九十百]{1,4}[、，.．是要]|第[一二三四五六七八九十]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s{0,2}[.．、)）](?!\d)|附件|各位代表"
    r"|[（(](?:记者|責任|责任|牵头|本文|此件)"
)
_NUMBER_LINE = re.compile(r"\d[\d,.]{0,18}\s?(?:[百千万亿]{0,2}[㐀-鿿%％]{1,4})?\s*$")
_LABEL_LINE = re.compile(r"[㐀-鿿（）()“”·]{4,24}$")


def broken_lines(raw: str) -> Iterator[Span]:
    """The breaks to drop, so that the words around them stand together again.

    A break goes when the line before it stops in the middle of a sentence and the next
    one is no new item; or when a short label is followed by a line with its number.
    """
    for gap in _BREAK.finditer(raw):
        line = max(raw.rfind("\n", 0, gap.start()) + 1, gap.start() - _LOOK)
        after = raw[gap.end() : gap.end() + _LOOK].split("\n", 1)[0]
        if _joins(raw[line : gap.start()].strip(), after):
            yield Span(gap.start(), gap.end(), "break")


def _joins(before: str, after: str) -> bool:
    if len(before) <= _LABEL_AT_MOST and _LABEL_LINE.match(before) and _NUMBER_LINE.match(after):
        return True
    if not _OPEN_END.search(before) or _ITEM.match(after) or _ITEM.match(before):
        return False
    if before[-1] in "，,、":
        return True
    return len(before) >= _WRAPPED_LINE and _HAS_PAUSE.search(before) is not None
