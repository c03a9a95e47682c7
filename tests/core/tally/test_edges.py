"""Small votes counted by hand, at the edges of each rule; what a refusal says in full."""

import json
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.chain import canonical
from luoshi.core.errors import Invalid
from luoshi.core.tally import (
    Ballot,
    Poll,
    count_poll,
    read_sealed,
    sealed_bytes,
    tally,
    tally_rules_from,
    verdicts,
    winners,
)
from luoshi.core.tally.orders import SINGLE_WINNER
from luoshi.core.tally.polls import carried
from tests.core.tally.build import ballot, counted, rules, same, sealed

ORDERS = [[[0], [1], [2]]] * 3 + [[[1], [2], [0]]] * 2 + [[[2], [1], [0]]] * 2
"""First places 3-2-2; 1 is before 0 and before 2 in four of seven."""
TIERS = [[[0, 1], [2]], [[2], [0, 1]], [[1], [0, 2]], []]


def scores(rule: str, orders: Any, known: int = 3, k: int = 1) -> list[str]:
    found = SINGLE_WINNER[rule](orders, range(known), k)
    return [str(found[each]) for each in range(known)]


@pytest.mark.parametrize(
    ("rule", "k", "expected"),
    [
        ("plurality", 1, ["3", "2", "2"]),
        ("veto", 1, ["-4", "0", "-3"]),
        ("k_approval", 2, ["3", "7", "4"]),
        ("borda", 1, ["6", "9", "6"]),
        ("copeland", 1, ["-2", "2", "0"]),
        ("bucklin", 1, ["3", "7", "4"]),
    ],
)
def test_orders_counted_by_hand(rule: str, k: int, expected: list[str]) -> None:
    assert scores(rule, ORDERS, k=k) == expected


def test_ties_of_liking_counted_by_hand() -> None:
    assert scores("approval", TIERS) == ["1", "2", "1"]
    assert scores("satisfaction_approval", TIERS) == ["1/2", "3/2", "1"]
    assert scores("approval", TIERS, known=4) == ["1", "2", "1", "0"]


def test_narrow_pairs_and_majorities() -> None:
    """One ballot decides a pair, and a level pair gives nobody a point."""
    assert scores("copeland", [[[0], [1]], [[1], [0]], [[0], [1]]], known=2) == ["1", "-1"]
    assert scores("copeland", [[[0], [1]], [[1], [0]]], known=2) == ["0", "0"]
    assert scores("bucklin", [[[0], [1]], [[0], [1]], [[1]]], known=2) == ["2", "1"]
    assert scores("fallback", [[[0], [1]], [[1]], [], []], known=2) == ["1", "2"]
    assert winners("k_approval", ORDERS) == (0,)


def criteria(**changed: object) -> list[dict[str, object]]:
    first = {"key": "plan", "name": "重点", "minimum": 10, "maximum": 50, **changed}
    return [first, {"key": "done", "name": "成效", "maximum": 40}]


def reason(given: Ballot, **changed: object) -> str:
    return verdicts(tally_rules_from(rules(**changed)), [given])[0].reason


def test_marks_below_the_minimum_and_at_the_top() -> None:
    low = ballot("A", (9, 0), (20, 1), (30, 2))
    assert (reason(low), reason(low, criteria=criteria())) == ("", "mark-outside")
    validity = {"top_from": "0.75", "top_share": "0.4"}
    top, below = ballot("A", (40, 1), (40, 1), (40, 1)), ballot("A", (39, 1), (39, 1), (39, 1))
    given = {"criteria": criteria(), "validity": validity}
    assert (reason(top, **given), reason(below, **given)) == ("too-many-top", "")


def test_alike_within_every_group_is_alike() -> None:
    groups = ("县区", "县区", "部门", "部门", "园区")
    contenders = [
        {"key": f"k{at}", "name": f"k{at}", "group": group} for at, group in enumerate(groups)
    ]
    plain = rules(contenders=contenders, validity={"all_same": True})
    marks = ballot("A", (50, 1), (50, 1), (10, 2), (10, 2), (30, 3), plain=plain)
    apart = ballot("A", (50, 1), (40, 1), (10, 2), (10, 2), (30, 3), plain=plain)
    read = tally_rules_from(plain)
    assert [each.reason for each in verdicts(read, [marks, apart])] == ["all-same", ""]


def test_one_of_a_group_alone_is_compared_with_nobody() -> None:
    contenders = [
        {"key": "east", "name": "east", "group": "a"}, {"key": "edu", "name": "edu", "group": "b"},
    ]  # fmt: skip
    plain = rules(contenders=contenders, validity={"all_same": True})
    alone = ballot("A", (50, 30), (50, 30), plain=plain)
    assert verdicts(tally_rules_from(plain), [alone])[0].reason == ""


@pytest.mark.parametrize(("mode", "total"), [("half_up", "50.13"), ("down", "50.12")])
def test_ranks_follow_the_rounding_of_the_totals(mode: str, total: str) -> None:
    """50.125 against 50.12: level where it is rounded down."""
    eights = [ballot("A", ("50.125", 0), ("50.12", 0), (1, 1))]
    found = counted(eights, rounding={"total": 2, "mode": mode}).standings
    assert str(found[0].total) == total
    assert [(str(each.rank), each.shared_by) for each in found[:2]] == (
        [("1", 1), ("2", 1)] if mode == "half_up" else [("1", 2), ("1", 2)]
    )


def test_who_has_no_total_shares_no_place() -> None:
    silent = ("abstain", "abstain")
    last = counted(same("A", 2, (50, 30), silent, (40, 30))).standings[1]
    assert (last.contender, last.rank, last.shared_by) == ("west", None, 0)
    assert (last.reason, last.criteria, last.classes) == ("no-marks", {}, ())


def test_a_share_of_nothing_and_of_all() -> None:
    for quorum in ("0", "1"):
        assert tally_rules_from(rules(quorum=quorum)).quorum == Decimal(quorum)
    strict = tally_rules_from(rules(validity={"blanks": "0", "void_share": "0"})).validity
    assert (strict.blanks, strict.void_share) == (0, 0)


def test_what_is_taken_when_nothing_is_said() -> None:
    plain = rules(
        contenders=[{"key": "east", "name": "河东区"}],
        classes=[{"key": "A", "name": "A", "size": 1_000_000}],
    )
    read = tally_rules_from(plain)
    assert (read.contenders[0].group, read.combine, read.tie_break) == ("", "mean", ())
    assert (read.criteria[0].minimum, read.criteria[0].weight, read.criteria[0].step) == (
        0,
        1,
        None,
    )
    assert (read.classes[0].weight, read.classes[0].quorum, read.trim.drop) == (1, 0, 0)
    assert (read.validity.all_same, read.validity.top_from) == (False, 1)


@pytest.mark.parametrize(
    ("changed", "params"),
    [
        ({"classes": [{"key": "A", "name": "A", "size": 1_000_001}]},
         {"path": "rules.classes[0].size", "reason": "number-out-of-range"}),
        ({"classes": [{"key": "A", "name": "A", "size": "1.5"}]},
         {"path": "rules.classes[0].size", "reason": "number-out-of-range"}),
        ({"classes": [{"key": "A", "name": "A", "size": 1, "weight": "-1"}]},
         {"path": "rules.classes[0].weight", "reason": "number-out-of-range"}),
        ({"classes": [{"key": "A", "name": "A", "size": 1, "recused": ["north"]}]},
         {"path": "rules", "reason": "key-unknown", "key": "north"}),
        ({"tie_break": ["D"]}, {"path": "rules", "reason": "key-unknown", "key": "D"}),
        ({"tie_break": ["k" * 61]}, {"path": "rules.tie_break[0]", "reason": "text-unusable"}),
        ({"contenders": [{"key": "k" * 61, "name": "k"}]},
         {"path": "rules.contenders[0].key", "reason": "text-unusable"}),
        ({"criteria": [{"key": "k", "name": "k", "maximum": 5, "minimum": 5}]},
         {"path": "rules.criteria[0].maximum", "reason": "number-out-of-range"}),
        ({"criteria": [{"key": "k", "name": "k", "maximum": 5, "step": 0}]},
         {"path": "rules.criteria[0].step", "reason": "number-out-of-range"}),
        ({"criteria": [{"key": "k", "name": "k", "maximum": 5}] * 2},
         {"path": "rules.criteria[1]", "reason": "key-twice", "key": "k"}),
        ({"validity": {"blanks": "-0.1"}},
         {"path": "rules.validity.blanks", "reason": "number-out-of-range"}),
        ({"trim": {"drop": 101, "least": 300}},
         {"path": "rules.trim.drop", "reason": "number-out-of-range"}),
        ({"rounding": {"total": 2, "mode": "half_odd"}},
         {"path": "rules.rounding.mode", "reason": "word-unknown"}),
    ],
)  # fmt: skip
def test_what_a_refusal_of_rules_says(changed: dict[str, Any], params: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        tally_rules_from(rules(**changed))
    assert refused.value.code == "sealed-list"
    assert refused.value.params | params == refused.value.params


DATA = sealed_bytes(rules(), [ballot("A", (60, 40), (30, 20), (48, 32))], paper=1)


@pytest.mark.parametrize(
    ("changed", "params"),
    [
        ({"format": "x"},
         {"path": "format", "reason": "word-unknown", "allowed": "luoshi.sealed/1"}),
        ({"rules": []}, {"path": "rules", "reason": "wrong-type", "expected": "mapping"}),
        ({"ballots": {}}, {"path": "ballots", "reason": "wrong-type", "expected": "list"}),
        ({"ballots": [1]}, {"path": "ballots[0]", "reason": "wrong-type", "expected": "mapping"}),
        ({"ballots": [{"class": "A"}]},
         {"path": "ballots[0]", "reason": "wrong-type", "expected": "class, marks"}),
        ({"ballots": [{"class": "A", "marks": {"east": 1}}]},
         {"path": "ballots[0].marks", "reason": "wrong-type", "expected": "mapping"}),
        ({"receipts": {}}, {"path": "receipts", "reason": "wrong-type", "expected": "list"}),
        ({"receipts": [1]}, {"path": "receipts", "reason": "wrong-type", "expected": "list"}),
        ({"paper": "1"}, {"path": "paper", "reason": "wrong-type", "expected": "number"}),
        ({"paper": -1}, {"path": "paper", "reason": "wrong-type", "expected": "number"}),
        ({"paper": 2}, {"path": "receipts", "reason": "receipts-number"}),
        ({"seal": 1}, {"path": "seal", "reason": "field-missing", "field": "seal"}),
        ({"x" * 90: 1}, {"path": "", "reason": "field-unknown", "field": "x" * 80}),
    ],
)  # fmt: skip
def test_what_a_refusal_of_a_list_says(changed: dict[str, Any], params: dict[str, Any]) -> None:
    document = {**_plain(), **changed}
    with pytest.raises(Invalid) as refused:
        read_sealed(canonical(document))
    assert {**refused.value.params, "line": None} == {**params, "line": None}


def _plain() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA)
    return found


def test_a_list_that_is_no_mapping_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, params in (
        (b"[]", {"path": "", "line": None, "reason": "wrong-type", "expected": "mapping"}),
        (b'{"a": 0.5}', {"path": "", "line": None, "reason": "fraction", "found": "0.5"}),
    ):
        with pytest.raises(Invalid) as refused:
            read_sealed(data)
        assert refused.value.params == params
    monkeypatch.setattr("luoshi.core.tally.sealed.MOST_BYTES", len(DATA))
    assert read_sealed(DATA).whole
    with pytest.raises(Invalid) as refused:
        read_sealed(DATA + b" ")
    assert refused.value.params == {
        "path": "", "line": None, "reason": "too-large", "limit": len(DATA),
    }  # fmt: skip


def test_what_a_poll_refuses_and_counts() -> None:
    poll = Poll("YNA", options=(1, 2), whole="YNA")
    votes = ["A", {1: "Y", 2: "A"}, "Y", {1: "N"}]
    found = count_poll(poll, votes, entitled=4)
    assert found.answers == {0: (1, 0, 1), 1: (1, 1, 0), 2: (0, 0, 1)}
    with pytest.raises(Invalid) as refused:
        count_poll(poll, votes, entitled=3)
    assert refused.value.params == {"cast": 4, "entitled": 3}
    with pytest.raises(Invalid) as unknown:
        carried(found, 1, base="present")
    assert unknown.value.params == {"base": "present"}


def test_failures_name_their_limits() -> None:
    classes = [{"key": "A", "name": "A", "size": 4, "quorum": "0.6"},
               {"key": "B", "name": "B", "size": 1}]  # fmt: skip
    rows = ((60, 40), (30, 20), (48, 32))
    given = [*same("A", 2, *rows), *same("B", 2, *rows)]
    found = counted(given, classes=classes, quorum="0.9").failures
    assert [(each.reason, each.where, each.limit, each.found) for each in found] == [
        ("quorum", "", 5, 4),
        ("quorum", "A", 3, 2),
        ("more-than-voters", "B", 1, 2),
    ]
    void = [*same("A", 1, *rows), *same("A", 2, (61, 0), *rows[1:])]
    failed = counted(void, validity={"void_share": "0.5"}).failures[0]
    assert (failed.reason, failed.limit, failed.found) == ("too-many-void", 1, 2)
    exact = [*same("A", 1, *rows), *same("A", 1, (61, 0), *rows[1:])]
    assert counted(exact, validity={"void_share": "0.5"}).failures == ()


def test_the_same_list_has_the_same_tally() -> None:
    rows = ((60, 40), (30, 20), (48, 32))
    assert tally(sealed(same("A", 6, *rows))) == counted(same("A", 6, *rows))
