"""The advice on a session: what it says, what it keeps to itself, and that it repeats."""

from decimal import Decimal
from typing import Any

import numpy as np

from luoshi.core.raters import Floor, advice
from luoshi.core.tally import Ballot, read_sealed, sealed_bytes, tally

FLOOR = Floor(raters=10, contenders=5, marks=8, draws=300)
NAMES = [f"u{at}" for at in range(6)]
TURNS = {name: at for at, name in enumerate(NAMES, 1)}
SIZES = {"A": 40, "B": 60, "C": 3}


def rules(**changed: object) -> dict[str, Any]:
    return {
        "title": "述职评议",
        "contenders": [{"key": name, "name": name, "group": "县区"} for name in NAMES],
        "criteria": [
            {"key": "plan", "name": "重点", "maximum": 40, "step": 5},
            {"key": "done", "name": "成效", "maximum": 80, "step": 10},
        ],
        "classes": [
            {"key": key, "name": key, "weight": 30, "size": size} for key, size in SIZES.items()
        ],
        "rounding": {"total": 2, "mode": "half_up"},
        "shown_from": 5,
        **changed,
    }


def hall(*, unseen: bool = False, low: int = 0) -> list[Ballot]:
    """Class A is strict; B is as lenient; ``low`` ballots of B press two contenders."""
    rng = np.random.default_rng(11)
    found = []
    for key, size in SIZES.items():
        for at in range(size):
            steps = np.array([7, 6, 6, 5, 4, 4]) + rng.integers(-1, 2, 6) - (key == "A")
            steps -= 2 * (unseen and key == "B" and at % 2)
            steps[:2] -= 4 * (key == "B" and at < low)
            marks = {
                name: {"plan": str(5 * step), "done": str(10 * step)}
                for name, step in zip(NAMES, np.clip(steps, 0, 8).tolist(), strict=True)
            }
            if unseen and key == "B" and at % 2 == 0:
                marks["u5"] = dict.fromkeys(marks["u5"], "abstain")
            found.append(Ballot(key, marks))
    return found


def told(ballots: list[Ballot], seed: str = "s", **changed: object) -> dict[str, Any]:
    plain = rules(**changed)
    sealed = read_sealed(sealed_bytes(plain, ballots, paper=len(ballots)))
    found = advice(sealed, tally(sealed), FLOOR, turns=TURNS, seed=seed)
    return {"all": found, **(found["groups"][0] if found["groups"] else {})}


def test_a_hall_is_described() -> None:
    found = told(hall())
    assert found["lacking"] is None
    firm, loose = found["contenders"][0], found["contenders"][-1]
    assert (firm["key"], firm["low"], firm["high"], firm["first"]) == ("u0", 1, 1, 100)
    assert {"u4", "u5"} == {each["key"] for each in found["contenders"][-2:]}
    assert (loose["low"], loose["high"]) == (5, 6)
    assert Decimal(found["order"]["slope"]) < -2
    assert found["order"]["chance"] < 5
    assert found["rasch"]["contenders"]["u0"] > found["rasch"]["contenders"]["u3"]
    assert found["rasch"]["ballots"] == 103
    assert (found["far"], found["blocs"]) == ([], [])


def test_the_same_input_gives_the_same_advice() -> None:
    assert told(hall()) == told(hall()[::-1])
    assert told(hall())["contenders"] != told(hall(), "t")["contenders"]


def test_a_strict_class_is_named_a_small_one_is_not() -> None:
    """C has three voters, and severities add up to 0: one more class keeps silent with it."""
    classes = {each["key"]: Decimal(each["mean"]) for each in told(hall())["severity"]["classes"]}
    assert list(classes) == ["B"]
    whole = told(hall(), shown_from=1)["severity"]["classes"]
    assert {each["key"] for each in whole} == {"A", "B", "C"}
    by_class = {each["key"]: Decimal(each["mean"]) for each in whole}
    assert by_class["A"] - by_class["B"] > 10
    assert [each["key"] for each in told(hall())["rasch"]["classes"]] == ["B"]


def test_who_met_the_strict_is_set_right() -> None:
    """The lenient half of B does not know u5: its mean is low for that alone."""
    ballots = hall(unseen=True)
    sealed = read_sealed(sealed_bytes(rules(), ballots, paper=len(ballots)))
    totals = {each.contender: each.total or Decimal(0) for each in tally(sealed).standings}
    corrected = {each["key"]: Decimal(each["corrected"]) for each in told(ballots)["contenders"]}
    assert corrected["u5"] - corrected["u3"] > totals["u5"] - totals["u3"] + 3
    assert abs(sum(totals.values()) - sum(corrected.values())) < Decimal("0.1")


def test_a_bloc_is_named_and_few_far_marks_are_not_counted() -> None:
    found = told(hall(low=9))
    assert [set(each["contenders"]) for each in found["blocs"]] == [{"u0", "u1"}]
    assert 5 <= found["blocs"][0]["ballots"] <= 9
    one = hall()
    one[50] = Ballot("B", {**one[50].marks, "u0": {"plan": "0", "done": "0"}})
    assert told(one)["far"] == [{"key": "u0", "above": 0, "below": None}]
    assert told(one, shown_from=1)["far"] == [{"key": "u0", "above": 0, "below": 1}]


def test_below_the_floor_it_says_what_is_missing() -> None:
    few = told(hall()[:7])
    assert few["lacking"] == {"reason": "too-few-raters", "found": 7, "needed": 10}
    assert set(few["all"]["groups"][0]) == {"group", "lacking"}


def test_without_a_result_there_is_no_advice() -> None:
    assert told(hall(), quorum="1", shown_from=5)["all"]["groups"] != []
    assert told(hall()[:50], quorum="1")["all"]["groups"] == []


def test_without_common_steps_the_model_is_left_out() -> None:
    criteria = rules()["criteria"]
    criteria[0]["step"] = 1
    assert told(hall(), criteria=criteria)["rasch"] == {"reason": "no-common-steps"}
    del criteria[0]["step"]
    assert told(hall(), criteria=criteria)["rasch"] == {"reason": "no-common-steps"}


def test_sums_are_weighed_as_in_the_tally() -> None:
    found = told(hall(), combine="sum")
    total = sum(Decimal(each["corrected"]) for each in found["contenders"])
    sealed = read_sealed(sealed_bytes(rules(combine="sum"), hall(), paper=103))
    assert abs(total - sum(each.total or 0 for each in tally(sealed).standings)) < Decimal("0.1")
