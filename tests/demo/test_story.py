"""The demo's numbers follow from the seed and can be explained."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.pace import actual_share
from luoshi.demo.story import Character, chosen, drawn, fits, value_of

SHARES = st.decimals(0, 1, places=4)
CODES = [f"U{number}" for number in range(200)]


def test_same_keys_draw_the_same_number_and_others_another() -> None:
    assert drawn("a", 1) == drawn("a", 1)
    assert len({drawn("a", number) for number in range(50)}) == 50


@given(st.text(), st.integers(0, 9))
def test_drawn_number_lies_between_low_and_high(key: str, number: int) -> None:
    assert Decimal(3) <= drawn(key, number, low="3", high="4") <= Decimal(4)


def test_every_option_is_chosen_sometime() -> None:
    assert {chosen("abc", number) for number in range(60)} == set("abc")


def test_some_units_lag_and_some_overstate_but_most_do_neither() -> None:
    people = [Character.of(code) for code in CODES]
    assert 20 <= sum(one.pace < Decimal("0.9") for one in people) <= 60
    assert 15 <= sum(one.inflation > 1 for one in people) <= 50


@given(SHARES, st.sampled_from(CODES))
def test_nobody_does_or_says_more_than_the_whole(planned: Decimal, code: str) -> None:
    one = Character.of(code)
    done = one.did(planned, code, "May")
    assert 0 <= done <= one.said(done) <= 1


@pytest.mark.parametrize("comparator", [">=", "growth>=", "share>=", "<="])
@given(share=SHARES)
def test_figure_is_whole_only_where_the_target_is_met(comparator: str, share: Decimal) -> None:
    target = Decimal(80)
    value = value_of(share, Decimal(0), target, comparator)
    met = value <= target if comparator == "<=" else value >= target
    baseline = None if comparator in ("growth>=", "share>=", "<=") else Decimal(0)
    assert (actual_share(baseline, target, value, comparator) == 1) == met


def test_what_is_counted_is_whole_and_money_is_not() -> None:
    share, target = Decimal("0.55"), Decimal(3)
    found = [value_of(share, None, target, ">=", measure) for measure in ("家", "亿元")]
    assert found == [Decimal(1), Decimal("1.6")]


def test_rain_and_land_hold_up_only_what_is_built() -> None:
    rain = {"built": True}
    texts = "完成审计项目60个", "举办惠民演出400场", "改造老旧小区120个"
    assert [fits(rain, text) for text in texts] == [False, False, True]
    assert all(fits({}, text) for text in texts)
