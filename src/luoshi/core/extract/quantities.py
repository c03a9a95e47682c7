"""Numbers with a unit, as a text writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.extract.lexicon import (
    HAN_COUNT_THINGS,
    HAN_COUNT_UNITS,
    HAN_COUNT_VERBS,
    HAN_LARGE_UNITS,
    PEOPLE,
    PER,
    SCALES,
    TIME_MEASURES,
    TIME_UNITS,
    UNIT_IS_WORD,
    UNITS,
)

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?"
_SCALE = "|".join(SCALES)
_UNIT = "|".join(
    f"{unit}(?!{UNIT_IS_WORD[unit]})" if unit in UNIT_IS_WORD else re.escape(unit) for unit in UNITS
)
_QUANTITY = re.compile(
    rf"(?<![\d.第A-Za-z])(?P<low>{_NUMBER})"
    rf"(?:%?\s?(?:-{{1,2}}|—|至)\s?(?P<high>{_NUMBER}))?"
    rf"\s?(?P<more>余|多)?\s?(?P<unit>(?:{_SCALE})?(?:{_UNIT})(?:/(?:{'|'.join(PER)}))?|(?:万亿|亿|万)(?![㐀-鿿])|(?:万亿|亿|万)(?=级|以上|左右|以内))"
    r"(?P<many>余|多)?(?P<level>级)?"
    r"(?P<bound>及以上|或以上|以上|及以下|以内|以下|之内|左右|上下|台阶|大关"
    r"|(?<=工作日)内(?=办|完成|出|反馈|答复|审))?"
    r"(?:(?<=[%上])(?:或者?|乃至|甚至)(?:百分之?百|100%|全部))?"
)
_PEOPLE = re.compile(
    rf"(?<![\d.第A-Za-z])(?P<low>{_NUMBER})(?P<more>余|多)?(?P<scale>百万|千万|亿|万)"
    rf"(?=[^，、\d]{{0,8}}?(?:(?P<house>农户)|{'|'.join(PEOPLE)}))"
)
_BUILDS = re.compile(rf"(?:{'|'.join(HAN_COUNT_VERBS)})$")
_HAN_COUNT = re.compile(
    rf"(?P<low>[一二两三四五六七八九十]{{1,3}})(?P<unit>[{HAN_COUNT_UNITS}](?!批)"
    rf"|(?<!一)个(?=[^，、]{{0,20}}?(?:{'|'.join(HAN_COUNT_THINGS)})))"
)
# 三千亿元, 一百二十万人: a number in words is one where it has a digit, a power and a unit.
_HAN_LARGE = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万亿第])(?P<low>(?=[百千万亿十]*[一二两三四五六七八九])[一二两三四五六七八九十百千零]{2,12})"
    rf"(?P<more>余|多)?(?P<unit>(?:万亿|亿|万)?(?:{'|'.join(HAN_LARGE_UNITS)}))(?![㐀-鿿]{{0,2}}级)"
    r"(?P<bound>及以上|或以上|以上|及以下|以内|以下|之内|左右|上下|大关|台阶)?"
)
_HAN_SCALED = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万亿第])(?P<low>[一二两三四五六七八九十]{1,3})(?P<scale>万亿|千亿|百亿|亿|千万|百万|万)"
    rf"(?P<more>余|多)?(?P<unit>{'|'.join(HAN_LARGE_UNITS)})(?P<bound>及以上|或以上|以上|及以下|以内|以下|之内|左右|上下|大关|台阶)?"
)
# 突破千亿元, 超百家: a power alone counts behind a word that bounds it.
_HAN_POWER = re.compile(
    r"(?:突破|超过?|达到?|迈上|跨越|跨上|迈过|站上|冲破|逾)(?P<low>[十百千万])(?P<unit>(?:万亿|亿|万)?"
    rf"(?:{'|'.join(HAN_LARGE_UNITS)}))(?P<bound>以上|大关|台阶)?"
)
_MEASURES_TIME = re.compile(rf"(?:{'|'.join(TIME_MEASURES)})[^，、]{{0,12}}$")
_LONGEST_TIME = 400
_HAN_POWERS_IN = re.compile("[十百千万亿]")
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_HAN_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start`` to ``end`` of its clause, the bound word behind it included.

    A higher step offered beside it (90%以上或者百分百) lies within ``end`` and changes nothing.

    ``value`` is the number as written, or the lower end of a range; ``unit`` carries the
    scale (万户). ``approximate`` marks 余 and 多; ``level`` marks 亿级.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str
    approximate: bool = False
    level: bool = False
    ranged: bool = False

    @property
    def is_percent(self) -> bool:
        return self.unit in ("%", "‰")


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a folded clause, in order. A date, an ordinal or a year is none.

    A number in Chinese characters is one where it counts what is built (新建两所学校), is
    large and has a unit (三千亿元), or stands behind a bound (突破千家).
    """
    found = {quantity.start: quantity for quantity in _of_people(text)}
    if _HAN_POWERS_IN.search(text):
        found |= {quantity.start: quantity for quantity in _in_large_words(text)}
    found |= {quantity.start: quantity for quantity in (*_in_digits(text), *_in_words(text))}
    yield from (found[start] for start in sorted(found))


def _in_digits(text: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(text):
        value = Decimal(found["low"].replace(",", ""))
        if found["unit"] in TIME_UNITS and not _is_span(text[: found.start()], value):
            continue
        yield Quantity(
            found.start(),
            found.end(),
            value,
            found["unit"],
            found["bound"] or "",
            approximate=bool(found["more"] or found["many"]),
            level=bool(found["level"]),
            ranged=bool(found["high"]),
        )


def _is_span(before: str, value: Decimal) -> bool:
    return value < _LONGEST_TIME and _MEASURES_TIME.search(before) is not None


def _of_people(text: str) -> Iterator[Quantity]:
    """20万贫困人口 is 20万人, 300万农户 is 300万户."""
    for found in _PEOPLE.finditer(text):
        unit = found["scale"] + ("户" if found["house"] else "人")
        value = Decimal(found["low"].replace(",", ""))
        more = found["more"] is not None
        yield Quantity(found.start(), found.end(), value, unit, "", approximate=more)


def _in_words(text: str) -> Iterator[Quantity]:
    for found in _HAN_COUNT.finditer(text):
        if not _BUILDS.search(text, max(0, found.start() - 4), found.start()):
            continue
        value = Decimal(han_number(found["low"]) or 0)
        yield Quantity(found.start("low"), found.end(), value, found["unit"], "")


def _in_large_words(text: str) -> Iterator[Quantity]:
    for rule in (_HAN_SCALED, _HAN_LARGE, _HAN_POWER):
        for found in rule.finditer(text):
            groups = found.groupdict()
            value = Decimal(han_number(found["low"]) or 0)
            bound = found["bound"] or ""
            unit = (groups.get("scale") or "") + found["unit"]
            more = groups.get("more") is not None
            yield Quantity(found.start("low"), found.end(), value, unit, bound, approximate=more)


def han_number(words: str) -> int | None:
    """The whole number written in Chinese numerals, or None where it is none.

    一百二十 gives 120, 两 gives 2, 千 gives 1000 and 百亿 gives 10000000000.
    """
    total = section = digit = 0
    for word in words:
        if word in _HAN_DIGITS:
            digit = _HAN_DIGITS[word]
            continue
        power = _HAN_POWERS.get(word)
        if power is None:
            return None
        if power >= 10_000:
            total = (total + section + digit or 1) * power
            section = 0
        else:
            section += (digit or 1) * power
        digit = 0
    return total + section + digit if words else None
