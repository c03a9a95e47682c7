"""The numbers of the official paper, read from ``gbt9704.yaml``.

Source: GB/T 9704-2012 党政机关公文格式.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from luoshi.core.document import LOADER
from luoshi.core.errors import Invalid

TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")
TWIPS_PER_PT = Decimal(20)


@dataclass(frozen=True, slots=True)
class Rule:
    """One element of the norm: clause, value with unit, tolerance in that unit.

    ``not_in_docx`` is the reason why a Word file cannot show it, empty where it can.
    """

    key: str
    clause: str
    value: str
    unit: str
    tolerance: Decimal
    not_in_docx: str

    @property
    def number(self) -> Decimal:
        """The value as a number. Raises: ``Invalid("layout-not-a-number")``."""
        if not self.unit:
            raise Invalid("layout-not-a-number", key=self.key)
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class Layout:
    """Rules of the norm, our own choices where it is open, font names, length limits."""

    rules: Mapping[str, Rule]
    choices: Mapping[str, Decimal]
    fonts: Mapping[str, str]
    lengths: Mapping[str, int]
    lengths_source: str
    title_words: tuple[str, ...]

    def number(self, key: str) -> Decimal:
        """The norm's value in its own unit."""
        return self.rules[key].number

    def text(self, key: str) -> str:
        """The norm's value as written."""
        return self.rules[key].value

    def twips(self, key: str) -> int:
        """A rule given in mm, pt or 行 as twentieths of a point, rounded half up."""
        rule = self.rules[key]
        scale = {"mm": TWIPS_PER_MM, "pt": TWIPS_PER_PT, "行": Decimal(self.pitch)}[rule.unit]
        return rounded(rule.number * scale)

    @property
    def pitch(self) -> int:
        """Line distance of the body in twips."""
        return rounded(self.choices["body.pitch"] * TWIPS_PER_PT)

    @property
    def tracking(self) -> int:
        """Added to the advance of each character of the body, in twips."""
        return rounded(self.choices["body.tracking"] * TWIPS_PER_PT)

    def characters(self, count: Decimal | int) -> int:
        """Width of so many body characters in twips."""
        return rounded(Decimal(count) * (self.twips("body.size") + self.tracking))


@cache
def layout() -> Layout:
    """The layout numbers of GB/T 9704-2012 with clause, unit and tolerance."""
    text = files("luoshi.render").joinpath("gbt9704.yaml").read_text("utf-8")
    raw: dict[str, Any] = yaml.load(text, LOADER)
    lengths = dict(raw["lengths"])
    source = lengths.pop("source")
    return Layout(
        rules=MappingProxyType({key: _rule(key, row) for key, row in raw["rules"].items()}),
        choices=MappingProxyType(
            {key: Decimal(row["value"]) for key, row in raw["choices"].items()}
        ),
        fonts=MappingProxyType(dict(raw["fonts"])),
        lengths=MappingProxyType(lengths),
        lengths_source=source,
        title_words=tuple(sorted(raw["title_words"], key=len, reverse=True)),
    )


def rounded(value: Decimal) -> int:
    """The nearest whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _rule(key: str, row: Mapping[str, object]) -> Rule:
    return Rule(
        key=key,
        clause=str(row["clause"]),
        value=str(row["value"]),
        unit=str(row.get("unit", "")),
        tolerance=Decimal(str(row.get("tolerance", 0))),
        not_in_docx=str(row.get("docx", "")),
    )
