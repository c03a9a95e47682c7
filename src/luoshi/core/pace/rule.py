"""What makes a light yellow or red: rules of the field, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.core.errors import Invalid
from luoshi.core.node import Node
from luoshi.core.sampling import Finding

LONGEST = 366
KEYS = ("zh", "en", "text", "text_en", "measure", "yellow", "red", "late_days")
MORE_KEYS = ("report_late_days", "findings", "due_soon_days", "tag", "source", "note")


class Colour(StrEnum):
    """The five lights."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"
    GREY = "grey"


class Measure(StrEnum):
    """What the thresholds measure: the gap in points, or the actual as a part of the plan."""

    POINTS = "points"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Days:
    """Working days: more than ``yellow`` is yellow, more than ``red`` is red; None is never."""

    yellow: int | None = None
    red: int | None = None

    def colour(self, days: int) -> Colour:
        """Red, yellow or green for a lateness of ``days``; 0 days are never late."""
        if self.red is not None and days > self.red:
            return Colour.RED
        if self.yellow is not None and days > self.yellow:
            return Colour.YELLOW
        return Colour.GREEN


@dataclass(frozen=True, slots=True)
class LightRule:
    """A rule of lights with its own words and source.

    Points: a gap of more than ``yellow`` (``red``) percentage points. Ratio: an actual of
    less than ``yellow`` (``red``) of the plan. Equality is always the milder colour; no
    ``red`` means the pace alone never gives red. ``due_soon_days`` are natural days,
    None where the rule does not warn.
    """

    key: str
    label: str
    text: str
    measure: Measure
    yellow: Decimal
    red: Decimal | None
    late: Days
    report_late: Days
    findings: Mapping[Finding, Colour]
    due_soon_days: int | None
    source: str

    def pace_colour(self, planned: Decimal, actual: Decimal) -> Colour:
        """Green, yellow or red for shares of the whole."""
        if self.red is not None and self._beyond(self.red, planned, actual):
            return Colour.RED
        return Colour.YELLOW if self._beyond(self.yellow, planned, actual) else Colour.GREEN

    def _beyond(self, threshold: Decimal, planned: Decimal, actual: Decimal) -> bool:
        if self.measure is Measure.POINTS:
            return (planned - actual) * 100 > threshold
        return actual < planned * threshold


def light_rule_from(key: str, data: object, path: str) -> LightRule:
    """The rule that a mapping of rule data describes.

    Keys: zh, en (name), text, text_en (the rule in words), measure (points | ratio), yellow,
    red (may be absent), late_days and report_late_days ({yellow, red}, working days),
    findings ({partly, refuted} → yellow | red), due_soon_days, tag, source, note.
    Raises Invalid with the ``path`` of the node at fault; ``light-thresholds`` where red is
    reached before yellow.
    """
    node = Node.of(data, path, KEYS + MORE_KEYS)
    measure = Measure(node.choice("measure", [measure.value for measure in Measure]))
    yellow, red = _thresholds(node, measure)
    return LightRule(
        key,
        node.text("zh"),
        node.text("text"),
        measure,
        yellow,
        red,
        _days(node.child("late_days", ("yellow", "red"))),
        _days(node.child("report_late_days", ("yellow", "red"))),
        _findings(node.child("findings", (Finding.PARTLY, Finding.REFUTED))),
        node.whole("due_soon_days", 0, LONGEST) if "due_soon_days" in node.data else None,
        node.text("source"),
    )


def _thresholds(node: Node, measure: Measure) -> tuple[Decimal, Decimal | None]:
    highest = "100" if measure is Measure.POINTS else "1"
    yellow = node.number("yellow", "0", highest)
    if "red" not in node.data:
        return yellow, None
    red = node.number("red", "0", highest)
    if (red < yellow) if measure is Measure.POINTS else (red > yellow):
        raise Invalid("light-thresholds", path=node.at("red"))
    return yellow, red


def _days(node: Node) -> Days:
    found = {key: node.whole(key, 0, LONGEST) for key in node.data}
    days = Days(found.get("yellow"), found.get("red"))
    if days.yellow is not None and days.red is not None and days.red < days.yellow:
        raise Invalid("light-thresholds", path=node.at("red"))
    return days


def _findings(node: Node) -> Mapping[Finding, Colour]:
    colours = (Colour.YELLOW, Colour.RED)
    return {Finding(key): Colour(node.choice(key, colours)) for key in node.data}
