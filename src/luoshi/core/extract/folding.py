"""One reading of a text for all rules: every form of a sign folded into one, in place."""

import re
from functools import cache

_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_SIGNS = dict(
    zip(
        "％﹪．;:()!?－–～~〜﹣\u3000\xa0\t\r〔〕【】[]＞＜「」『』",
        "%%.；：（）！？------  ； （）（）（）><“”“”",
        strict=True,
    )
)
_FOLD = str.maketrans({**_DIGITS, **_SIGNS})
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_STRAIGHT = re.compile(r'"([^"\n]{1,40})"')
FILLER = "□"
_CLOSED = re.compile(
    r"“[^“”。！？\n]{1,40}”|（[^（）\n]{1,80}）|《[^《》\n]{1,60}》|‘[^‘’。！？\n]{1,30}’"
)
_NUMBERING = re.compile(r"（[一二三四五六七八九十\d]{1,3}）")
_QUOTED_PROMISE = re.compile(r"\d[\d.]*%|，.{2,40}\d|\d[\d.]*.{1,5}以上")


def fold(text: str) -> str:
    """The text with full-width and half-width forms made one, of the same length."""
    folded = _COMMA.sub("，", text.translate(_FOLD))
    return _STRAIGHT.sub(r"“\1”", folded)


def mask(folded: str) -> str:
    """The folded text in which names in quotation marks and remarks in brackets are filler.

    What is quoted as a sentence stays readable. The length is the same.
    """
    return _CLOSED.sub(_filled, folded)


def _filled(closed: re.Match[str]) -> str:
    inside = closed[0]
    if _NUMBERING.fullmatch(inside):
        return inside
    if inside[0] == "“" and _QUOTED_PROMISE.search(inside):
        return inside
    return inside[0] + _filler(len(inside) - 2) + inside[-1]


@cache
def _filler(length: int) -> str:
    return FILLER * length
