"""Light rules from data: thresholds, and the place of a mistake."""

from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.pace import Colour, Days, Measure, light_rule_from
from luoshi.core.sampling import Finding

ROW: dict[str, Any] = {
    "zh": "样例",
    "text": "滞后超过 10 黄灯，超过 30 红灯",
    "measure": "points",
    "yellow": "10",
    "red": "30",
    "late_days": {"yellow": 0, "red": 10},
    "findings": {"refuted": "red"},
    "source": "自拟",
}


def test_a_row_of_rule_data_becomes_a_rule() -> None:
    rule = light_rule_from("sample", ROW, "lights.sample")
    assert (rule.key, rule.label, rule.measure) == ("sample", "样例", Measure.POINTS)
    assert (rule.yellow, rule.red) == (Decimal(10), Decimal(30))
    assert (rule.late, rule.report_late) == (Days(0, 10), Days())
    assert rule.findings == {Finding.REFUTED: Colour.RED}
    assert rule.due_soon_days is None


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"measure": "percent"}, "rule-choice", "lights.sample.measure"),
        ({"yellow": 10.5}, "rule-number", "lights.sample.yellow"),
        ({"yellow": "101"}, "rule-range", "lights.sample.yellow"),
        ({"red": "9"}, "light-thresholds", "lights.sample.red"),
        (
            {"measure": "ratio", "yellow": "0.6", "red": "0.8"},
            "light-thresholds",
            "lights.sample.red",
        ),
        ({"measure": "ratio", "yellow": "80"}, "rule-range", "lights.sample.yellow"),
        ({"late_days": {"yellow": 5, "red": 4}}, "light-thresholds", "lights.sample.late_days.red"),
        ({"late_days": {"amber": 5}}, "rule-unknown-key", "lights.sample.late_days.amber"),
        ({"late_days": {"red": -1}}, "rule-range", "lights.sample.late_days.red"),
        ({"late_days": 5}, "rule-mapping", "lights.sample.late_days"),
        ({"findings": {"refuted": "blue"}}, "rule-choice", "lights.sample.findings.refuted"),
        (
            {"findings": {"confirmed": "red"}},
            "rule-unknown-key",
            "lights.sample.findings.confirmed",
        ),
        ({"due_soon_days": "7"}, "rule-whole", "lights.sample.due_soon_days"),
        ({"source": ""}, "rule-text", "lights.sample.source"),
        ({"blue": "0"}, "rule-unknown-key", "lights.sample.blue"),
    ],
)
def test_a_wrong_row_names_its_place(change: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        light_rule_from("sample", ROW | change, "lights.sample")
    assert (refused.value.code, refused.value.params["path"]) == (code, path)


@pytest.mark.parametrize(
    ("days", "late", "colour"),
    [
        (Days(0, 10), 0, Colour.GREEN),
        (Days(0, 10), 1, Colour.YELLOW),
        (Days(0, 10), 10, Colour.YELLOW),
        (Days(0, 10), 11, Colour.RED),
        (Days(None, 0), 1, Colour.RED),
        (Days(5, None), 99, Colour.YELLOW),
        (Days(), 99, Colour.GREEN),
    ],
)
def test_more_days_than_a_threshold_change_the_colour(
    days: Days, late: int, colour: Colour
) -> None:
    assert days.colour(late) is colour
