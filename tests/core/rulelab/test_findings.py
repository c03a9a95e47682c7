"""Double credit, bunching at cuts, and points that go with size."""

from collections.abc import Sequence
from decimal import Decimal
from math import isclose

import pytest

from luoshi.core.rulelab import Bunch, bunches, correlation, cuts, doubles
from luoshi.core.rulelab.bunching import tail
from luoshi.core.scoring import Fact, Inputs, Scheme, evaluate
from tests.core.scoring.documents import D, branch, leaf, scheme

STEPS = {"name": "steps", "table": [{"at": 90, "points": 100}, {"at": 60, "points": 70}]}


def facts(*values: str | None) -> list[Fact]:
    return [Fact(f"f{i}", None if v is None else D(v)) for i, v in enumerate(values)]


def test_the_same_fact_at_two_leaves_of_one_source_pays_twice() -> None:
    rules = scheme(
        {**leaf("x", 40), "source": "value:p"}, {**leaf("y", 30), "source": "value:p"},
        {**leaf("z", 30), "source": "value:q"},
    )  # fmt: skip
    inputs = {
        "a": {"value:p": facts("1", None), "value:q": facts("2")},
        "b": {"value:p": facts("3")},
    }
    found = doubles({"counties": evaluate(rules, "counties", inputs)})
    assert [(d.first, d.second, d.same, d.facts, d.units) for d in found] == [
        ("x", "y", True, 2, 2), ("x", "z", False, 1, 1), ("y", "z", False, 1, 1),
    ]  # fmt: skip
    assert found[0].example == "f0"


def test_a_fact_that_weighs_nothing_or_is_set_aside_counts_nowhere_twice() -> None:
    twice = [{**leaf(key, aggregate="sum"), "source": "value:p"} for key in ("x", "y")]
    bonus = branch("bonus", None, *twice, kind="addition", cap=5, aggregate="sum")
    rules = scheme(bonus, total={"aggregate": "sum"})
    proven = [Fact("f0", D(1), refs=("evidence:1",))]
    inputs = {"a": {"value:p": proven}}
    assert doubles({"counties": evaluate(rules, "counties", inputs)}) == ()
    light = [Fact("f0", D(1), weight=D(0)), Fact("f1", D(1))]
    plain = scheme({**leaf("x", 50), "source": "value:p"}, {**leaf("y", 50), "source": "value:p"})
    (double,) = doubles({"c": evaluate(plain, "counties", {"a": {"value:p": light}})})
    assert (double.facts, double.example) == (1, "f1")


def test_step_tables_are_cliffs_and_limits_are_caps() -> None:
    rules = scheme(
        leaf("x", 40, function=STEPS), leaf("y", 30, cap_each=1, function={"name": "completion"}),
        leaf("z", 20, function={"name": "completion", "target": 80, "below": "zero"}),
        leaf("v", 10, function={"name": "completion", "target": 50, "limit": D("1.2")}),
    )  # fmt: skip
    found = [(c.path, c.at, c.kind, c.of, c.jump) for c in cuts(rules)]
    assert found == [
        ("x", D(90), "cliff", "units", D(30)), ("x", D(60), "cliff", "units", D(70)),
        ("y", D(1), "cap", "facts", D(0)), ("z", D(80), "cliff", "units", D(100)),
        ("v", D(60), "cap", "units", D(0)),
    ]  # fmt: skip


def spread(values: Sequence[object]) -> Inputs:
    return {f"u{i}": {"value:x": [Fact("x", D(str(v)))]} for i, v in enumerate(values)}


def bunch_of(rules: Scheme, values: Sequence[object], at: int) -> Bunch:
    results = {"counties": evaluate(rules, "counties", spread(values))}
    found = bunches(rules, results, width=D("0.05"), least=10)
    return next(row for row in found if row.cut.at == at)


def test_numbers_that_bunch_just_above_a_cliff_are_found() -> None:
    rules = scheme(leaf("x", 100, function=STEPS))
    values = [*["90.5"] * 9, 90, 89, *["70"] * 5]
    row = bunch_of(rules, values, 90)
    assert (row.good, row.bad, row.exactly, row.width) == (10, 1, 1, D("4.50"))
    assert row.chance is not None
    assert isclose(row.chance, 12 / 2**11)
    assert row.corrected == row.chance
    assert bunch_of(rules, values, 60).chance is None


def test_the_window_takes_its_near_end_and_leaves_its_far_end() -> None:
    rules = scheme(leaf("x", 100, function=STEPS))
    row = bunch_of(rules, ["85.5", "85.4", "94.5", "94.4"], 90)
    assert (row.good, row.bad) == (1, 1)


def test_where_lower_is_better_the_good_side_is_below() -> None:
    table = {"name": "steps", "table": [{"at": 10, "points": 100}, {"at": 20, "points": 50}]}
    rules = scheme(leaf("x", 100, function=table, direction="lower"))
    row = bunch_of(rules, ["9.9"] * 8 + ["10", "10.2", "10.4"], 10)
    assert (row.good, row.bad, row.exactly) == (9, 2, 1)


def test_several_cuts_are_corrected_for_each_other() -> None:
    rules = scheme(leaf("x", 100, function=STEPS))
    values = [*["90.5"] * 10, *["60.5"] * 8, *["59.5"] * 2]
    first, second = bunch_of(rules, values, 90), bunch_of(rules, values, 60)
    assert first.chance is not None
    assert first.corrected == pytest.approx(2 * first.chance)
    assert second.corrected == second.chance == pytest.approx(tail(10, 8))


def test_the_tail_of_a_fair_coin_is_exact() -> None:
    assert [tail(4, k) for k in range(6)] == [1, 15 / 16, 11 / 16, 5 / 16, 1 / 16, 0]


def d(*values: int) -> list[Decimal]:
    return [D(value) for value in values]


@pytest.mark.parametrize(
    ("first", "second", "rho"),
    [
        (d(1, 2, 3, 4), d(10, 20, 30, 40), 1.0),
        (d(1, 2, 3, 4), d(4, 3, 2, 1), -1.0),
        (d(1, 1, 2, 3), d(1, 2, 2, 4), 5 / 6),
        (d(1, 2, 3, 4, 5), d(2, 1, 4, 3, 5), 0.8),
    ],
)
def test_the_rank_correlation_takes_mean_ranks_for_ties(
    first: list[Decimal], second: list[Decimal], rho: float
) -> None:
    assert correlation(first, second).rho == pytest.approx(rho)


def test_the_interval_is_wide_for_few_and_absent_for_fewer() -> None:
    few = correlation(d(1, 2, 3, 4, 5), d(2, 1, 4, 3, 5))
    assert (few.n, few.tells) == (5, False)
    assert (few.low, few.high) == (pytest.approx(-0.457, abs=1e-3), pytest.approx(0.991, abs=1e-3))
    many = correlation(d(*range(40)), d(*[i ^ 1 for i in range(40)]))
    assert many.tells
    assert correlation(d(1, 2, 3), d(1, 3, 2)).low is None
    assert correlation(d(1, 2, 3, 4), d(1, 2, 3, 4)).high is None
    assert correlation(d(1, 1, 1, 1), d(1, 2, 3, 4)).rho is None
    assert correlation([], []).rho is None


def test_columns_must_be_as_long_as_each_other() -> None:
    with pytest.raises(ValueError, match="lengths"):
        correlation(d(1), d(1, 2))
