"""The rule data of challenges."""

from decimal import Decimal
from typing import Any

import pytest

from luoshi import presets
from luoshi.core.challenge import challenge_rule_from, criteria_from
from luoshi.core.errors import Invalid

ROW = {"key": "plan", "zh": "方案", "en": "Plan", "points": "100"}


def test_the_preset_is_read() -> None:
    rule = challenge_rule_from(presets.load("challenges"))
    assert (rule.notice_days, rule.bid_days, rule.pass_mark) == (5, 5, Decimal(60))
    assert (rule.evaluators_least, rule.acceptors_least, rule.teams_most) == (3, 2, 3)
    assert rule.bid_block == 65536
    assert sum(each.points for each in rule.criteria) == 100


@pytest.mark.parametrize(
    ("key", "change", "code"),
    [
        ("notice_days", {"value": 0}, "rule-range"),
        ("notice_days", {"value": "5"}, "rule-whole"),
        ("pass_mark", {"value": "101"}, "rule-range"),
        ("pass_mark", {"extra": 1}, "rule-unknown-key"),
        ("criteria", {"rows": "plan"}, "rule-mapping"),
        ("criteria", {"rows": [{**ROW, "points": "99"}]}, "criteria-not-100"),
        ("criteria", {"rows": [{**ROW, "points": "50"}] * 2}, "criteria-twice"),
        ("criteria", {"rows": [{**ROW, "zh": ""}]}, "rule-text"),
    ],
)
def test_wrong_data_is_refused(key: str, change: dict[str, Any], code: str) -> None:
    data = presets.load("challenges")
    data[key] |= change
    with pytest.raises(Invalid) as refused:
        challenge_rule_from(data)
    assert refused.value.code == code


def test_missing_data_is_refused() -> None:
    data = presets.load("challenges")
    del data["bid_block"]
    with pytest.raises(Invalid):
        challenge_rule_from(data)


def test_criteria_keep_their_order() -> None:
    rows = [{**ROW, "key": key, "points": "50"} for key in ("b", "a")]
    assert [each.key for each in criteria_from(rows, "x")] == ["b", "a"]
