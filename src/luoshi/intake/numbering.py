"""The numbers Word shows before paragraphs and does not store in them (ECMA-376 17.9)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from luoshi.intake.markup import attribute, local

DIGITS = "〇一二三四五六七八九"
PLACE = re.compile("%([1-9])")
LEVELS = 9
LONGEST_CHAIN = 20
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def counting(number: int) -> str:
    """Hanzi as one counts, 一 to 九千九百九十九; Arabic digits beyond."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += DIGITS[digit] + unit
        elif text and not text.endswith("〇") and number % place:
            text += "〇"
    return (
        text.replace("〇", "零").removeprefix("一")
        if 10 <= number < 20
        else text.replace("〇", "零")
    )


def ideographs(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def letters(number: int) -> str:
    """a to z, then aa to zz, as Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"


def roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "ideographDigital": ideographs,
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
}
SILENT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    start: int
    form: str
    text: str
    style: str | None


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A numbering instance: which abstract list it counts on, and where it starts anew."""

    abstract: str
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document, asked in document order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, ListDefinition] = field(default_factory=dict)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, properties: etree._Element | None) -> str:
        """The number before a paragraph with these properties; empty for none or a bullet."""
        number, depth = self.place(properties)
        definition = self.lists.get(number)
        if definition is None:
            return ""
        levels = self.levels.get(definition.abstract, {})
        if depth not in levels:
            return ""
        self.advance(number, definition, depth, levels)
        return self.shown(levels, depth, self.counts[definition.abstract])

    def place(self, properties: etree._Element | None) -> tuple[str, int]:
        """List id and depth of a paragraph: its own, else its style's."""
        if properties is None:
            return "", 0
        own = properties.find("{*}numPr")
        style = value(properties, "pStyle")
        if own is not None:
            number, depth = value(own, "numId"), value(own, "ilvl")
            if number is not None:
                return number, level_number(depth)
        return self.place_of_style(style)

    def place_of_style(self, style: str | None) -> tuple[str, int]:
        wanted = style
        for _ in range(LONGEST_CHAIN):
            element = self.styles.get(style or "")
            if element is None:
                break
            found = element.find("{*}pPr/{*}numPr")
            if found is not None and value(found, "numId") is not None:
                number = value(found, "numId") or ""
                return number, self.depth_of_style(number, wanted, value(found, "ilvl"))
            style = value(element, "basedOn")
        return "", 0

    def depth_of_style(self, number: str, style: str | None, given: str | None) -> int:
        if given is not None or number not in self.lists:
            return level_number(given)
        levels = self.levels.get(self.lists[number].abstract, {})
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def advance(
        self, number: str, definition: ListDefinition, depth: int, levels: dict[int, Level]
    ) -> None:
        counts = self.counts.setdefault(definition.abstract, [None] * LEVELS)
        if number not in self.begun:
            self.begun.add(number)
            for at, start in definition.restarts.items():
                counts[at] = start - 1
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (LEVELS - depth - 1)

    def shown(self, levels: dict[int, Level], depth: int, counts: list[int | None]) -> str:
        level = levels[depth]
        if level.form in SILENT:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            own = levels.get(at, level)
            count = counts[at] if counts[at] is not None else own.start
            return FORMATS.get(own.form, str)(count or 0)

        text = PLACE.sub(number, level.text)
        return f"{text} " if text[-1:].isalnum() else text


def value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{{*}}{name}")
    return None if child is None else attribute(child, "val")


def level_number(text: str | None) -> int:
    return min(whole(text, 0), LEVELS - 1)


def whole(text: str | None, default: int) -> int:
    """A whole number of at most six digits, else the default."""
    good = text is not None and text.isascii() and text.isdigit() and len(text) < 7
    return int(text) if good and text is not None else default


def numbering_of(lists: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The counting rules in numbering.xml and styles.xml, either of which may be absent."""
    found = Numbering()
    for element in lists if lists is not None else ():
        if local(element) == "abstractNum":
            key = attribute(element, "abstractNumId") or ""
            found.levels[key] = dict(map(level_of, element.iter("{*}lvl")))
        elif local(element) == "num":
            restarts = dict(restarts_of(element))
            abstract = value(element, "abstractNumId") or ""
            found.lists[attribute(element, "numId") or ""] = ListDefinition(abstract, restarts)
    for element in styles.iter("{*}style") if styles is not None else ():
        found.styles[attribute(element, "styleId") or ""] = element
    return found


def level_of(element: etree._Element) -> tuple[int, Level]:
    level = Level(
        start=whole(value(element, "start"), 1),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        style=value(element, "pStyle"),
    )
    return level_number(attribute(element, "ilvl")), level


def restarts_of(element: etree._Element) -> list[tuple[int, int]]:
    return [
        (level_number(attribute(override, "ilvl")), whole(value(override, "startOverride"), 1))
        for override in element.iter("{*}lvlOverride")
        if value(override, "startOverride") is not None
    ]
