"""The light of a commitment: computed, never set by hand, never without rule and number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal

from luoshi.core.calendar import WorkCalendar
from luoshi.core.pace.rule import Colour, LightRule, Measure
from luoshi.core.sampling import Finding

SHAPES: Mapping[Colour, str] = {
    Colour.GREEN: "●",
    Colour.YELLOW: "▲",
    Colour.RED: "■",
    Colour.BLUE: "◆",
    Colour.GREY: "○",
}
DENIED = frozenset({Finding.PARTLY, Finding.REFUTED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a commitment at the end of ``today``; shares are 0 … 1.

    ``actual``: the share gone by the last figure, None where there is none. ``said_done_on``:
    the day of the owner's claim, if the claim stands. ``finding``: what verification found
    of the present claim or figure. ``report_due_on``: when the oldest report still owed was
    due. ``reason_accepted_by``: who accepted the owner's reason for being behind.
    ``expected_on``: the day that the owner named, having said that it is not done yet.
    """

    today: date
    due_on: date
    planned: Decimal
    actual: Decimal | None = None
    said_done_on: date | None = None
    finding: Finding | None = None
    report_due_on: date | None = None
    reason_accepted_by: str = ""
    expected_on: date | None = None

    @property
    def points(self) -> Decimal | None:
        """Percentage points behind the plan, exact; negative is ahead; None without figure."""
        return None if self.actual is None else (self.planned - self.actual) * 100

    @property
    def claimed(self) -> bool:
        """Whether the owner's claim of being done stands: made, and not denied."""
        return self.said_done_on is not None and self.finding not in DENIED


@dataclass(frozen=True, slots=True)
class Light:
    """Colour and shape with what they rest on: ``code`` and ``params`` make the sentence.

    ``points`` behind the plan (negative: ahead), ``days_late`` working days; ``rule`` is the
    key of the rule. An accepted reason is shown beside the light and changes no colour.
    """

    colour: Colour
    code: str
    rule: str
    points: Decimal | None
    days_late: int
    reason_accepted_by: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """● green, ▲ yellow, ■ red, ◆ blue, ○ grey."""
        return SHAPES[self.colour]


@dataclass(frozen=True, slots=True)
class _Cause:
    colour: Colour
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def light(rule: LightRule, facts: Facts, calendar: WorkCalendar) -> Light:
    """The light by ``rule``.

    Blue only when the claim of being done was confirmed by verification. Otherwise the worst
    of five causes: late, denied by verification, behind the plan, report late, a day named by
    the owner that lies after the due day (yellow); the first of equals gives the sentence. A
    claim that stands stops the count of late days on its day; a denied one does not. Without a
    cause: green, or grey where nothing is owed or known.
    Raises Refused ``calendar-not-covered`` when days late reach beyond the calendar.
    Source: the rule's own; blue and the order of causes are the product's.
    """
    late = _days_late(facts, calendar)
    cause = _closed(facts, late) or _worst(rule, facts, calendar, late) or _calm(rule, facts)
    return Light(
        cause.colour,
        cause.code,
        rule.key,
        facts.points,
        late,
        facts.reason_accepted_by,
        cause.params,
    )


def _days_late(facts: Facts, calendar: WorkCalendar) -> int:
    stopped = facts.said_done_on if facts.claimed else None
    return calendar.working_days_late(facts.due_on, min(stopped or facts.today, facts.today))


def _closed(facts: Facts, late: int) -> _Cause | None:
    if facts.said_done_on is None or facts.finding is not Finding.CONFIRMED:
        return None
    if late:
        return _Cause(Colour.BLUE, "verified-late", {"days": str(late)})
    return _Cause(Colour.BLUE, "verified")


def _worst(rule: LightRule, facts: Facts, calendar: WorkCalendar, late: int) -> _Cause | None:
    causes = list(_causes(rule, facts, calendar, late))
    for colour in (Colour.RED, Colour.YELLOW):
        for cause in causes:
            if cause.colour is colour:
                return cause
    return None


def _causes(rule: LightRule, facts: Facts, calendar: WorkCalendar, late: int) -> Iterator[_Cause]:
    yield _Cause(rule.late.colour(late), "late", {"days": str(late)})
    if facts.finding is not None and facts.finding in rule.findings:
        yield _Cause(rule.findings[facts.finding], facts.finding.value)
    if facts.actual is not None:
        yield _pace(rule, facts.planned, facts.actual)
    if facts.report_due_on is not None:
        days = calendar.working_days_late(facts.report_due_on, facts.today)
        yield _Cause(rule.report_late.colour(days), "report-late", {"days": str(days)})
    if facts.expected_on is not None and facts.expected_on > facts.due_on:
        yield _Cause(Colour.YELLOW, "expected-late", {"on": facts.expected_on.isoformat()})


def _pace(rule: LightRule, planned: Decimal, actual: Decimal) -> _Cause:
    colour = rule.pace_colour(planned, actual)
    if rule.measure is Measure.POINTS or not planned:
        return _Cause(colour, "behind", {"points": _plain((planned - actual) * 100)})
    percent = (actual / planned * 100).quantize(Decimal("0.1"), ROUND_DOWN)
    return _Cause(colour, "behind-ratio", {"percent": _plain(percent)})


def _calm(rule: LightRule, facts: Facts) -> _Cause:
    if facts.claimed:
        return _Cause(Colour.GREEN, "said-done")
    if facts.expected_on is not None:
        return _Cause(Colour.GREEN, "expected", {"on": facts.expected_on.isoformat()})
    if not facts.planned and not facts.actual:
        return _Cause(Colour.GREY, "not-begun")
    left = (facts.due_on - facts.today).days
    if rule.due_soon_days is not None and 0 <= left <= rule.due_soon_days:
        return _Cause(Colour.GREEN, "due-soon", {"days": str(left)})
    return _steady(facts.points)


def _steady(points: Decimal | None) -> _Cause:
    if points is None:
        return _Cause(Colour.GREY, "no-figure")
    if points == 0:
        return _Cause(Colour.GREEN, "on-plan")
    code = "within" if points > 0 else "ahead"
    return _Cause(Colour.GREEN, code, {"points": _plain(abs(points))})


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
