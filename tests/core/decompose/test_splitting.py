"""Proposals that conserve the sum; the trend; the tree of parents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.decompose import accumulated, check_parent, proportional, split, step_of, trend
from luoshi.core.errors import Invalid

D = Decimal


def numbers(*values: object) -> list[D]:
    return [D(str(value)) for value in values]


@pytest.mark.parametrize(
    ("total", "weights", "step", "pieces"),
    [
        ("100", (1, 1, 1), "1", (34, 33, 33)),
        ("100", (1, 1, 1), "0.1", ("33.4", "33.3", "33.3")),
        ("10", (3, 2, 1), "1", (5, 3, 2)),
        ("7", (0, 0), "1", (4, 3)),
        ("0", (1, 2), "1", (0, 0)),
        ("5", (0, 1), "1", (0, 5)),
        ("12.50", (1, 1), "0.01", ("6.25", "6.25")),
    ],
)
def test_split(total: str, weights: tuple[int, ...], step: str, pieces: tuple[object, ...]) -> None:
    assert list(split(D(total), numbers(*weights), D(step))) == numbers(*pieces)


@pytest.mark.parametrize(
    ("total", "weights", "step", "code"),
    [
        ("10", (), "1", "split-nothing"),
        ("-1", (1,), "1", "split-negative"),
        ("10", (1, -1), "1", "split-negative"),
        ("10.5", (1, 1), "1", "split-step"),
        ("10", (1,), "0", "split-step"),
    ],
)
def test_split_refuses(total: str, weights: tuple[int, ...], step: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        split(D(total), numbers(*weights), D(step))
    assert refused.value.code == code


@given(
    st.integers(0, 10**9),
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=40),
    st.integers(0, 4),
)
def test_split_conserves_the_sum_and_is_never_a_step_off(
    units: int, weights: list[D], places: int
) -> None:
    step = D(1).scaleb(-places)
    total = units * step
    pieces = split(total, weights, step)
    assert sum(pieces) == total
    whole = sum(weights)
    for piece, weight in zip(pieces, weights, strict=True):
        fair = total * weight / whole if whole else total / len(weights)
        assert abs(piece - fair) < step + D("0.0000001")


@pytest.mark.parametrize(
    ("total", "unit", "step"),
    [
        ("120", "个", "1"),
        ("120", "公里", "0.1"),
        ("120.0000", "公里", "0.1"),
        ("12.5", "亿元", "0.01"),
        ("12.5", "个", "0.01"),
        ("1.2345", "亿元", "0.0001"),
        ("1E+3", "万元", "0.1"),
    ],
)
def test_step(total: str, unit: str, step: str) -> None:
    assert step_of(D(total), unit) == D(step)


def test_periods_add_up_from_the_beginning() -> None:
    assert accumulated(numbers(1, 2, 3)) == tuple(numbers(1, 3, 6))
    assert proportional(numbers(20, 50, 100), D(100), D("33.3")) == tuple(
        numbers("6.66", "16.65", "33.3")
    )
    assert proportional(numbers(1), D(0), D(5)) == (D(0),)


@pytest.mark.parametrize(
    ("past", "least", "expected"),
    [
        ({2023: 70, 2024: 80, 2025: 90}, 3, "100"),
        ({2023: 70, 2024: 90, 2025: 80}, 3, "90"),
        ({2022: 60, 2024: 80, 2025: 90}, 3, "100"),
        ({2024: 80, 2025: 90}, 2, "100"),
        ({2024: 80, 2025: 90}, 3, None),
        ({2025: 90}, 1, None),
        ({2024: 80, 2025: 90, 2026: 999}, 2, "100"),
    ],
)
def test_trend(past: dict[int, int], least: int, expected: str | None) -> None:
    found = trend({year: D(value) for year, value in past.items()}, 2026, least=least)
    assert found == (None if expected is None else D(expected))


TREE = {"city": None, "county": "city", "town": "county"}


def test_parents_form_a_tree() -> None:
    check_parent(TREE, "new", "town")
    for child, parent in (("city", "town"), ("county", "town"), ("town", "town")):
        with pytest.raises(Invalid) as refused:
            check_parent(TREE, child, parent)
        assert (refused.value.code, refused.value.params) == ("parent-cycle", {"field": "parent"})


def test_tree_has_an_end() -> None:
    line: dict[str, str | None] = {str(n): str(n - 1) for n in range(1, 9)}
    check_parent(line, "new", "5")
    with pytest.raises(Invalid) as refused:
        check_parent(line, "new", "6")
    assert refused.value.code == "parent-too-deep"
