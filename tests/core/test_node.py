"""Reading rule data: a wrong value is refused with its code and its place."""

from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.node import Node


@pytest.mark.parametrize(
    ("value", "expected"),
    [("10", Decimal(10)), (10, Decimal(10)), ("0.5", Decimal("0.5")), ("100", Decimal(100))],
)
def test_numbers_come_from_strings_and_whole_numbers(value: object, expected: Decimal) -> None:
    assert Node({"n": value}, "rule").number("n", "0", "100") == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "rule-number"),
        (True, "rule-number"),
        (None, "rule-number"),
        ("ten", "rule-number"),
        ("NaN", "rule-number"),
        ("Infinity", "rule-number"),
        ("-0.1", "rule-range"),
        ("100.1", "rule-range"),
    ],
)
def test_other_numbers_are_refused(value: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Node({"n": value}, "rule").number("n", "0", "100")
    assert (refused.value.code, refused.value.params["path"]) == (code, "rule.n")


def test_a_missing_child_is_empty_and_keeps_its_path() -> None:
    assert Node({}, "rule").child("late", ["red"]) == Node({}, "rule.late")


def test_an_unknown_key_of_a_child_is_refused_with_its_whole_path() -> None:
    with pytest.raises(Invalid) as refused:
        Node({"late": {"rde": 3}}, "rule").child("late", ["red"])
    assert refused.value.params == {"path": "rule.late.rde"}


def test_a_missing_flag_takes_the_given_value() -> None:
    assert Node({}, "rule").flag("rolls", absent=False) is False
    assert Node({"rolls": True}, "rule").flag("rolls", absent=False) is True
