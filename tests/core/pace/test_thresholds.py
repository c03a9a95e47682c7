"""Own thresholds: the code that keeps them, the rule they make, and their words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Invalid
from luoshi.core.pace import Colour, Days, Facts, Measure, Thresholds, is_own, light
from luoshi.core.sampling import Finding

OWN = Thresholds(Measure.POINTS, Decimal(5), Decimal("12.5"), Days(0, 10), soon=7)
days = st.none() | st.integers(0, 99)
colours = st.sampled_from([None, Colour.YELLOW, Colour.RED])
numbers = st.decimals(min_value=0, max_value=100, places=2)


def test_the_code_says_it_all() -> None:
    assert OWN.code == "own:p:5:12.5:0:10:-:-:y:r:7"
    assert Thresholds.from_code(OWN.code) == OWN
    assert is_own(OWN.code)
    assert not is_own("default")


@given(
    st.sampled_from(Measure), numbers, st.none() | numbers, days, days, days, days, colours,
    colours, days,
)  # fmt: skip
def test_every_code_is_read_again_and_fits_its_column(
    measure: Measure,
    yellow: Decimal,
    red: Decimal | None,
    late: int | None,
    late_red: int | None,
    report: int | None,
    report_red: int | None,
    partly: Colour | None,
    refuted: Colour | None,
    soon: int | None,
) -> None:
    own = Thresholds(
        measure, yellow, red, Days(late, late_red), Days(report, report_red), partly, refuted, soon
    )
    assert Thresholds.from_code(own.code) == own
    assert len(own.code) <= 40


@pytest.mark.parametrize(
    "code", ["own", "default", "own:x:5:-:0:-:-:-:y:r:-", "own:p:five:-:0:-:-:-:y:r:-", "own:p:5"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Thresholds.from_code(code)
    assert refused.value.code == "light-code"


@pytest.mark.parametrize(
    ("actual", "colour"),
    [("0.45", "green"), ("0.449", "yellow"), ("0.375", "yellow"), ("0.37", "red")],
)
def test_the_rule_lights_by_its_numbers(actual: str, colour: str) -> None:
    facts = Facts(date(2026, 6, 1), date(2026, 12, 31), Decimal("0.5"), Decimal(actual))
    shown = light(OWN.rule(), facts, WorkCalendar.of([], years=[2026]))
    assert (shown.colour.value, shown.rule) == (colour, OWN.code)


def test_the_words_follow_from_the_numbers() -> None:
    rule = OWN.rule()
    assert rule.label == "5/12.5"
    assert rule.text == (
        "滞后序时进度 5 个百分点以内绿灯，5 至 12.5 个百分点黄灯，超过 12.5 个百分点红灯；"
        "逾期超过 0 个工作日黄灯；逾期超过 10 个工作日红灯；"
        "核验部分属实黄灯；核验不属实红灯；时限前 7 天提示"
    )
    assert rule.findings == {Finding.PARTLY: Colour.YELLOW, Finding.REFUTED: Colour.RED}


def test_a_ratio_is_said_in_percent() -> None:
    own = Thresholds(Measure.RATIO, Decimal("0.8"), None, Days(), partly=None, refuted=None)
    assert (own.label, own.rule().text) == ("80%", "达到序时进度的 80% 绿灯，低于 80% 黄灯")
