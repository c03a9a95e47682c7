"""Which bound a number is: at least, at most, about, growth, share, reduction, rank."""

import re
from typing import Final

from luoshi.core.extract.lexicon import (
    BOUNDS_AFTER,
    BOUNDS_BEFORE,
    GROWTH_WORDS,
    PLAIN_RATES,
    REDUCE_WORDS,
)
from luoshi.core.extract.quantities import Quantity

_ADVERBS: Final = (
    r"(?:均|都|分别|依次|总体|基本|稳定|力争|确保|再|约|大约|平均|同比|年均|将|至少|也|不断|持续"
    r"|继续|全部|实现)*"
)


def _ends_with(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))}){_ADVERBS}$")


_BEFORE = [(operator, _ends_with(words)) for operator, words in BOUNDS_BEFORE]
_AFTER = {word: operator for operator, words in BOUNDS_AFTER for word in words}
_GROWTH = _ends_with(GROWTH_WORDS)
_GROWTH_RATE = re.compile(r"(?:增速|增幅|增长率|增长)[^，、。]{0,3}$")
_REDUCE = _ends_with(REDUCE_WORDS)
_REDUCE_RATE = re.compile(r"(?:降幅|下降率|下降幅度)[^，、。]{0,3}$")
_RATE = re.compile("率[^，、。]{0,4}$")
_PLAIN = re.compile("|".join(PLAIN_RATES))
_LOOK = 16
_AT_LEAST = re.compile("至少|不少于|不低于")
_FLOORS: Final = ("不低于", "不少于", "不得低于", "不得少于")
_OF_ANOTHER = re.compile(
    r"(不低于|不少于|不得低于|不得少于|不高于|不超过|不得高于|不得超过)[^，。；]{2,30}的$"
)


def comparator(before: str, quantity: Quantity, after: str) -> str:
    """The bound of a quantity: ``>=`` ``>`` ``<=`` ``<`` ``~`` ``=``, with its prefix.

    ``before`` is what stands before the number in its item, ``after`` what follows its
    bound word. Percentages of a whole are ``share``, year-on-year change ``growth`` or
    ``reduce``; rates of which less is better, and percentage points, bear no prefix.
    """
    tail = before[-_LOOK:]
    operator, stem = _operator(tail, quantity, after)
    of_another = _OF_ANOTHER.search(before)
    if of_another and operator == "=":
        operator = ">=" if of_another[1] in _FLOORS else "<="
    if _REDUCE.search(stem) or _REDUCE_RATE.search(stem):
        return f"reduce{operator}"
    if not quantity.is_percent:
        return operator
    if _GROWTH.search(stem) or _GROWTH_RATE.search(stem):
        return f"growth{operator}"
    if _PLAIN.search(before):
        return operator
    return f"share{_share(operator, stem, after)}"


def _operator(tail: str, quantity: Quantity, after: str) -> tuple[str, str]:
    """The bare operator, and the tail without the word that gave it."""
    operator, stem = "=", tail
    for candidate, words in _BEFORE:
        found = words.search(tail)
        if found:
            operator, stem = candidate, tail[: found.start()]
            break
    bound = _AFTER.get(quantity.bound) or next(
        (sign for word, sign in _AFTER.items() if after.startswith(word)), None
    )
    if bound:
        operator = bound
    elif operator == "=" and _AT_LEAST.search(tail):
        operator = ">="
    elif quantity.approximate and operator == "=":
        operator = ">"
    elif quantity.ranged and operator == "=":
        operator = ">="
    return operator, stem


def _share(operator: str, stem: str, after: str) -> str:
    """A bare rate is a floor (达标率100%, 解决70%的…); a bare proportion is exact."""
    if operator == "=" and (_RATE.search(stem) or after.startswith("的")):
        return ">="
    return operator
