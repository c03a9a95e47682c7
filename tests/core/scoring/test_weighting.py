"""Weights out of the group's own numbers, held against the textbook formulas in floats."""

from collections.abc import Sequence
from decimal import Decimal
from math import log
from statistics import correlation, stdev

import pytest

from luoshi.core.scoring import weights_of
from luoshi.core.scoring.arithmetic import UndefinedError

D = Decimal
COLUMNS = [[D(3), D(5), D(8), D(2)], [D(10), D(12), D(11), D(16)], [D("0.5"), D(4), D(2), D(9)]]
FLOATS = [[float(x) for x in column] for column in COLUMNS]


def hundred(raw: Sequence[float]) -> list[float]:
    return [100 * one / sum(raw) for one in raw]


def entropy() -> list[float]:
    found = []
    for column in FLOATS:
        shares = [x / sum(column) for x in column]
        found.append(1 + sum(p * log(p) for p in shares) / log(len(column)))
    return hundred(found)


def critic() -> list[float]:
    scaled = [[(x - min(c)) / (max(c) - min(c)) for x in c] for c in FLOATS]
    return hundred(
        [stdev(one) * sum(1 - correlation(one, other) for other in scaled) for one in scaled]
    )


def merec() -> list[float]:
    logs = [[abs(log(min(c) / x)) for x in c] for c in FLOATS]
    found = []
    for own in logs:
        change = 0.0
        for unit in range(len(own)):
            whole = sum(column[unit] for column in logs)
            change += abs(log(1 + (whole - own[unit]) / 3) - log(1 + whole / 3))
        found.append(change)
    return hundred(found)


@pytest.mark.parametrize(
    ("method", "weights"),
    [
        ("equal", hundred([1, 1, 1])),
        ("entropy", entropy()),
        ("deviation", hundred([stdev(column) for column in FLOATS])),
        ("critic", critic()),
        ("merec", merec()),
    ],
)
def test_weights_are_those_of_the_formula(method: str, weights: list[float]) -> None:
    found = weights_of(method, COLUMNS)
    assert [float(each) for each in found] == pytest.approx(weights, rel=1e-12)
    assert abs(sum(found) - 100) < D("1e-24")


def test_a_share_of_nothing_has_no_disorder() -> None:
    column = [D(0), D(4), D(4)]
    found = weights_of("entropy", [column, [D(1), D(1), D(4)]])
    one = 1 - log(2) / log(3)
    other = 1 + (2 / 6 * log(1 / 6) + 4 / 6 * log(4 / 6)) / log(3)
    assert [float(each) for each in found] == pytest.approx(hundred([one, other]))


@pytest.mark.parametrize(
    ("method", "columns", "reason"),
    [
        ("deviation", [[D(2), D(2)], [D(5), D(5)]], "no-spread"),
        ("deviation", [[D(2)]], "no-spread"),
        ("entropy", [[D(2)]], "no-spread"),
        ("entropy", [[D(-1), D(3)]], "weights-of-less"),
        ("entropy", [[D(0), D(0)]], "weights-of-less"),
        ("critic", [[D(2), D(2)], [D(1), D(5)]], "no-spread"),
        ("merec", [[D(0), D(3)], [D(1), D(2)]], "weights-of-less"),
        ("merec", [[D(-1), D(3)], [D(1), D(2)]], "weights-of-less"),
    ],
)
def test_numbers_that_give_no_weights_are_named(
    method: str, columns: list[list[Decimal]], reason: str
) -> None:
    with pytest.raises(UndefinedError) as error:
        weights_of(method, columns)
    assert error.value.reason == reason


def test_two_units_and_a_zero_above_nothing_are_enough() -> None:
    assert weights_of("deviation", [[D(1), D(3)], [D(0), D(6)]]) == (D(25), D(75))
    assert len(weights_of("entropy", [[D(0), D(3)], [D(1), D(3)]])) == 2
