"""A light rule of a list's own: a few numbers, from which its words follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.pace.rule import Colour, Days, LightRule, Measure
from luoshi.core.sampling import Finding

PREFIX = "own"
LONGEST_CODE = 40
NEVER = "-"
WARNING = (Colour.YELLOW, Colour.RED)
OVERDUE = Days(0)
NO_DAYS = Days()

Sentence = tuple[str, Mapping[str, str]]

SENTENCES: Mapping[str, str] = {
    "points": "滞后序时进度 {yellow} 个百分点以内绿灯，超过黄灯",
    "points-red": (
        "滞后序时进度 {yellow} 个百分点以内绿灯，"
        "{yellow} 至 {red} 个百分点黄灯，超过 {red} 个百分点红灯"
    ),
    "ratio": "达到序时进度的 {yellow}% 绿灯，低于 {yellow}% 黄灯",
    "ratio-red": "达到序时进度的 {yellow}% 绿灯，低于 {yellow}% 黄灯，低于 {red}% 红灯",
    "late-yellow": "逾期超过 {days} 个工作日黄灯",
    "late-red": "逾期超过 {days} 个工作日红灯",
    "report-yellow": "报告逾期超过 {days} 个工作日黄灯",
    "report-red": "报告逾期超过 {days} 个工作日红灯",
    "partly-yellow": "核验部分属实黄灯",
    "partly-red": "核验部分属实红灯",
    "refuted-yellow": "核验不属实黄灯",
    "refuted-red": "核验不属实红灯",
    "soon": "时限前 {days} 天提示",
}
"""What each part of a rule says; a translation is another table with the same codes."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of a :class:`LightRule`: points or ratio, working days, natural ``soon`` days.

    ``partly`` and ``refuted`` are the colours of those findings, None where they change nothing.
    """

    measure: Measure
    yellow: Decimal
    red: Decimal | None = None
    late: Days = OVERDUE
    report_late: Days = NO_DAYS
    partly: Colour | None = Colour.YELLOW
    refuted: Colour | None = Colour.RED
    soon: int | None = None

    @property
    def code(self) -> str:
        """The rule as a key of at most 40 characters, from which ``from_code`` reads it again."""
        parts = (
            PREFIX,
            self.measure.value[0],
            _number(self.yellow),
            NEVER if self.red is None else _number(self.red),
            *(_whole(days) for days in (self.late.yellow, self.late.red)),
            *(_whole(days) for days in (self.report_late.yellow, self.report_late.red)),
            *(colour.value[0] if colour else NEVER for colour in (self.partly, self.refuted)),
            _whole(self.soon),
        )
        return ":".join(parts)

    @classmethod
    def from_code(cls, code: str) -> "Thresholds":
        """The numbers of a key that :attr:`code` wrote. Raises Invalid ``light-code``."""
        parts = code.split(":")
        try:
            _prefix, measure, yellow, red, *days, partly, refuted, soon = parts
            late_yellow, late_red, report_yellow, report_red = (_day(each) for each in days)
            return cls(
                {each.value[0]: each for each in Measure}[measure],
                Decimal(yellow),
                None if red == NEVER else Decimal(red),
                Days(late_yellow, late_red),
                Days(report_yellow, report_red),
                _colour(partly),
                _colour(refuted),
                _day(soon),
            )
        except (ValueError, KeyError, ArithmeticError):
            raise Invalid("light-code") from None

    def rule(self) -> LightRule:
        """The rule; its key is :attr:`code`, its label the two thresholds, its words follow."""
        text = "；".join(SENTENCES[code].format(**params) for code, params in self.sentences())
        findings = {Finding.PARTLY: self.partly, Finding.REFUTED: self.refuted}
        return LightRule(
            self.code,
            self.label,
            text,
            self.measure,
            self.yellow,
            self.red,
            self.late,
            self.report_late,
            {finding: colour for finding, colour in findings.items() if colour},
            self.soon,
            "",
        )

    @property
    def label(self) -> str:
        """The thresholds of the pace alone: ``10/30``, ``80%/60%``, ``10``."""
        return "/".join(self._shown(each) for each in (self.yellow, self.red) if each is not None)

    def sentences(self) -> Iterator[Sentence]:
        """The parts of the rule as code of ``SENTENCES`` and values, in the order of causes."""
        shown = {"yellow": self._bare(self.yellow)}
        if self.red is not None:
            shown["red"] = self._bare(self.red)
        yield self.measure.value + ("-red" if self.red is not None else ""), shown
        yield from _lateness("late", self.late)
        yield from _lateness("report", self.report_late)
        for name, colour in (("partly", self.partly), ("refuted", self.refuted)):
            if colour:
                yield f"{name}-{colour.value}", {}
        if self.soon is not None:
            yield "soon", {"days": str(self.soon)}

    def _bare(self, number: Decimal) -> str:
        return _number(number * 100 if self.measure is Measure.RATIO else number)

    def _shown(self, number: Decimal) -> str:
        return self._bare(number) + ("%" if self.measure is Measure.RATIO else "")


def is_own(key: str) -> bool:
    """Whether the key of a light rule is the code of own thresholds."""
    return key.startswith(f"{PREFIX}:")


def _lateness(name: str, days: Days) -> Iterator[Sentence]:
    for colour, number in (("yellow", days.yellow), ("red", days.red)):
        if number is not None:
            yield f"{name}-{colour}", {"days": str(number)}


def _number(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _whole(number: int | None) -> str:
    return NEVER if number is None else str(number)


def _day(text: str) -> int | None:
    return None if text == NEVER else int(text)


def _colour(letter: str) -> Colour | None:
    return None if letter == NEVER else {each.value[0]: each for each in WARNING}[letter]
