"""One winner or several: the cases of PrefLib, and what a ballot may not be."""

import json

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.tally import SINGLE_WINNER, winners
from tests.shared_data import shared

RULES = {
    "Plurality": "plurality",
    "Veto": "veto",
    "KApproval": "k_approval",
    "Borda": "borda",
    "Copeland": "copeland",
    "Approval": "approval",
    "SatisfactionApproval": "satisfaction_approval",
    "Fallback": "fallback",
    "Bucklin": "bucklin",
}


def test_the_cases_of_preflib() -> None:
    path = shared("peers", "pyrankvote", "preflib_single_winner_cases.json")
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    found = [
        list(winners(RULES[case["rule"]], case["orders"], approved=case["k"] or 1))
        for case in cases
    ]
    assert {case["rule"] for case in cases} == set(RULES)
    assert set(RULES.values()) == set(SINGLE_WINNER)
    assert found == [case["winners"] for case in cases]


@pytest.mark.parametrize(
    ("rule", "orders", "code"),
    [
        ("lot", [[[0]]], "count-unknown"),
        ("plurality", [], "no-ballots"),
        ("plurality", [[[0, 1]]], "order-unusable"),
        ("borda", [[[0], [1]], [[0]]], "order-unusable"),
        ("veto", [[[0], [1]], [[0]]], "order-unusable"),
        ("bucklin", [[[0, 1], [2]]], "order-unusable"),
    ],
)
def test_orders_a_rule_cannot_use(rule: str, orders: list[list[list[int]]], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        winners(rule, orders)
    assert refused.value.code == code


def test_who_is_left_out_stands_behind() -> None:
    assert winners("copeland", [[[0], [1]], [[0]], [[2]]]) == (0,)


def test_most_first_places_need_not_beat_everybody() -> None:
    """The textbook case in which the rules part: 0 leads, 1 beats each of the others."""
    orders = [[[0], [1], [2]]] * 4 + [[[2], [1], [0]]] * 3 + [[[1], [2], [0]]] * 2
    assert (winners("plurality", orders), winners("copeland", orders)) == ((0,), (1,))
    assert (winners("borda", orders), winners("veto", orders)) == ((1,), (1,))
