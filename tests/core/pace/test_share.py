"""The share of the way gone: by comparator, by baseline, and 1 only when met."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.pace import actual_share


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "comparator", "share"),
    [
        (None, "50", "20", ">=", "0.4000"),
        ("40", "60", "45", ">=", "0.2500"),
        ("40", "60", "35", ">=", "0.0000"),
        (None, "50", "80", ">=", "1.0000"),
        (None, "3", "2.99999", ">=", "0.9999"),
        (None, "3", "2", "=", "0.6666"),
        (None, "6", "6", "growth>", "0.9999"),
        (None, "6", "6.1", "growth>", "1.0000"),
        (None, "6", "6", "vs", "0.9999"),
        (None, "100", "30", "by", "0.3000"),
        (None, "20", "5", "all", "0.2500"),
        (None, "2", "1", "times>=", "0.5000"),
        (None, "5", "2", "reduce>=", "0.4000"),
        ("9", "5", "6", "rank<=", "0.7500"),
        ("9", "5", "7", "rank=", "0.5000"),
        ("9", "5", "4", "rank<=", "1.0000"),
        ("9", "5", "11", "rank<=", "0.0000"),
        ("80", "40", "50", "<=", "0.7500"),
        ("80", "40", "40", "<", "0.9999"),
        (None, "40", "41", "<=", "0.0000"),
        (None, "40", "39", "<=", "1.0000"),
        ("32", "31", "31.5", ">=", "1.0000"),
        ("32", "31", "30.9", ">=", "0.0000"),
        ("31", "31", "31", ">", "0.0000"),
    ],
)
def test_the_share_gone(
    baseline: str | None, target: str, actual: str, comparator: str, share: str
) -> None:
    start = None if baseline is None else Decimal(baseline)
    assert str(actual_share(start, Decimal(target), Decimal(actual), comparator)) == share


@pytest.mark.parametrize("comparator", ["", "growth", "≥", "about", "=>"])
def test_a_comparator_without_a_measurable_end_is_invalid(comparator: str) -> None:
    with pytest.raises(Invalid) as refused:
        actual_share(None, Decimal(1), Decimal(1), comparator)
    assert refused.value.code == "comparator"


numbers = st.decimals(-1000, 1000, places=3)


@given(numbers, numbers, numbers)
def test_one_means_met_and_nothing_less_does(base: Decimal, target: Decimal, got: Decimal) -> None:
    assert (actual_share(base, target, got, ">=") == 1) is (got >= target)
    assert (actual_share(base, target, got, "<") == 1) is (got < target)


@given(numbers, numbers, numbers, numbers)
def test_more_is_never_less_of_the_way(
    base: Decimal, target: Decimal, a: Decimal, b: Decimal
) -> None:
    low, high = sorted((a, b))
    assert actual_share(base, target, low, ">=") <= actual_share(base, target, high, ">=")
    assert actual_share(base, target, low, "<=") >= actual_share(base, target, high, "<=")


@given(numbers, numbers, numbers)
def test_less_is_better_mirrors_more_is_better(
    base: Decimal, target: Decimal, got: Decimal
) -> None:
    assert actual_share(base, target, got, "<=") == actual_share(-base, -target, -got, ">=")
