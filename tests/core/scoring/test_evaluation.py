from decimal import ROUND_UP, Decimal, localcontext
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.ranking import Band, Filled
from luoshi.core.scoring import (
    Fact,
    Gap,
    NodeResult,
    Parameter,
    digest,
    evaluate,
    inputs_bytes,
    parse_scheme,
    result_bytes,
    scheme_digest,
    trace,
)

from .documents import branch, document, leaf, numbers, scheme

D = Decimal
GROUP = "counties"


def total(rules: Any, values: dict[str, str | None]) -> NodeResult:
    return evaluate(rules, GROUP, numbers(a=values)).unit("a").total


def test_facts_are_weighted_then_scored_then_weighted_again() -> None:
    rules = scheme(
        leaf("done", 60, function={"name": "completion"}),
        branch("rest", 40, leaf("x", 25), leaf("y", 75)),
    )
    inputs = {
        "a": {
            "value:done": [
                Fact("c2", D("0.5"), D(3), ("report:9", "evidence:1")),
                Fact("c1", D(1)),
            ],
            "value:x": [Fact("x", D(80))],
            "value:y": [Fact("y", D(60))],
        }
    }
    result = evaluate(rules, GROUP, inputs)
    unit = result.unit("a")
    assert (unit.points, unit.rank) == (D("63.5"), D(1))
    done, rest = unit.total.children
    assert done == NodeResult(
        path="done",
        title="done",
        weight=D(60),
        source="value:done",
        value=D("0.625"),
        points=D("62.5"),
        formulas=("(1 × 1 + 3 × 0.5) ÷ 4 = 0.625", "100 × min(0.625 ÷ 1, 1) = 62.5"),
        facts=(Fact("c1", D(1)), Fact("c2", D("0.5"), D(3), ("evidence:1", "report:9"))),
        parameters=(),
        gap=None,
        children=(),
    )
    assert [node.path for node in unit.total.walk()] == [
        "total",
        "done",
        "rest",
        "rest.x",
        "rest.y",
    ]
    assert rest.formulas == ("(25 × 80 + 75 × 60) ÷ 100 = 65",)
    assert unit.total.formulas == ("(60 × 62.5 + 40 × 65) ÷ 100 = 63.5",)


def test_each_fact_is_capped_before_the_mean_and_kept_as_it_was() -> None:
    rules = scheme(leaf("x", 100, cap_each=1))
    facts = [Fact("c1", D("0.4")), Fact("c2", D("1.8")), Fact("c3", None)]
    node = evaluate(rules, GROUP, {"a": {"value:x": facts}}).unit("a").total.children[0]
    assert (node.value, node.facts) == (D("0.7"), tuple(facts))
    assert node.formulas == ("(1 × 0.4 + 1 × 1) ÷ 2 = 0.7",)


@pytest.mark.parametrize(
    ("value", "points", "last"),
    [
        ("150", "110", "min(150, 110) = 110"),
        ("-5", "10", "max(-5, 10) = 10"),
        ("110", "110", "(1 × 110) ÷ 1 = 110"),
    ],
)
def test_cap_and_floor(value: str, points: str, last: str) -> None:
    node = total(scheme(leaf("x", 100, cap=110, floor=10)), {"x": value}).children[0]
    assert (node.points, node.formulas[-1]) == (D(points), last)


@pytest.mark.parametrize(
    ("where", "leaves", "points"),
    [("total", ("0.125", "0.125"), "0.13"), ("nodes", ("0.13", "0.13"), "0.13")],
)
def test_rounding_where_the_scheme_says(where: str, leaves: tuple[str, str], points: str) -> None:
    rules = scheme(leaf("x", 50), leaf("y", 50), rounding={"places": 2, "where": where})
    node = total(rules, {"x": "0.125", "y": "0.125"})
    assert tuple(child.points for child in node.children) == tuple(map(D, leaves))
    assert node.points == D(points)


def test_rounding_once_differs_from_rounding_often() -> None:
    values: dict[str, str | None] = {"x": "0.124", "y": "0.126"}
    nodes = (leaf("x", 50), leaf("y", 50))
    once = total(scheme(*nodes, rounding={"places": 1}), values)
    often = total(scheme(*nodes, rounding={"places": 2, "where": "nodes"}), values)
    assert (once.points, once.formulas[-1]) == (D("0.1"), "round(0.125, 1) = 0.1")
    assert [child.points for child in often.children] == [D("0.12"), D("0.13")]
    assert often.points == D("0.13")


def test_missing_leaf_is_reweighted_and_told() -> None:
    node = total(scheme(leaf("x", 60), leaf("y", 40)), {"x": None, "y": "80"})
    assert (node.points, node.formulas) == (D(80), ("(40 × 80) ÷ 40 = 80",))
    assert node.gap == Gap("skip_and_reweight", ("x",), D("0.4"), "reweighted")
    assert node.children[0].gap == Gap("skip_and_reweight", ("x",), D(0), "nothing")
    assert (node.children[0].value, node.children[0].points) == (None, None)


def test_missing_leaf_as_zero() -> None:
    node = total(scheme(leaf("x", 60), leaf("y", 40), total={"missing": "zero"}), {"y": "80"})
    assert node.points == D(32)
    assert node.gap == Gap("zero", ("x",), D("0.4"), "zero")


def test_unit_without_a_total_is_kept_unranked() -> None:
    rules = scheme(leaf("x", 60), leaf("y", 40), total={"missing": "block"})
    result = evaluate(rules, GROUP, numbers(a={"x": "1"}, b={"x": "2", "y": "2"}, c={}))
    assert [(u.unit, u.points, u.rank) for u in result.standing()] == [
        ("b", D(2), D(1)),
        ("a", None, None),
        ("c", None, None),
    ]
    assert result.unit("a").total.gap == Gap("block", ("y",), D("0.6"), "blocked")


def test_sum_leaves_the_missing_out() -> None:
    bonus = branch("bonus", 100, leaf("x"), leaf("y"), leaf("z"), aggregate="sum", cap=5)
    node = total(scheme(bonus), {"x": "2", "z": "1.5"}).children[0]
    assert (node.points, node.formulas) == (D("3.5"), ("2 + 1.5 = 3.5",))
    assert node.gap == Gap(
        "skip_and_reweight", ("bonus.y",), D("0.6666666666666666666666666667"), "reweighted"
    )


def test_parameter_of_the_units_own() -> None:
    function = {"name": "completion", "target": {"source": "value:plan"}}
    rules = scheme(leaf("x", 100, function=function))
    inputs = numbers(a={"x": "45", "plan": "50"}, b={"x": "45", "plan": "90"}, c={"x": "45"})
    result = evaluate(rules, GROUP, inputs)
    assert [(u.points, u.rank) for u in result.units] == [(D(90), 1), (D(50), 2), (None, None)]
    assert result.unit("a").total.children[0].parameters == (
        Parameter("target", "value:plan", D(50), (Fact("plan", D(50)),)),
    )
    absent = result.unit("c").total.children[0]
    assert absent.gap == Gap("skip_and_reweight", ("value:plan",), D(0), "parameter")


def test_best_of_the_group_also_on_a_branch() -> None:
    best = {"function": "ratio_to_best"}
    result = evaluate(
        scheme(leaf("x", 50), leaf("y", 50), total=best),
        GROUP,
        numbers(a={"x": "30", "y": "50"}, b={"x": "80", "y": "80"}, c={}),
    )
    assert [unit.points for unit in result.units] == [D(50), D(100), None]


def test_group_has_its_own_weights() -> None:
    whole = document(leaf("x", 60), leaf("y", 40))
    whole["groups"].append(
        {"key": "parks", "title": "园区", "unit_kinds": ["park"], "weights": {"x": 100, "y": 0}}
    )
    rules, inputs = parse_scheme(whole), numbers(a={"x": "10", "y": "20"})
    assert evaluate(rules, "counties", inputs).unit("a").points == D(14)
    parks = evaluate(rules, "parks", inputs).unit("a")
    assert parks.points == D(10)
    assert [node.weight for node in parks.total.children] == [D(100), D(0)]


def test_ranks_ties_and_quota_in_one_result() -> None:
    rules = scheme(
        leaf("x", 50),
        leaf("y", 50),
        ranking={"method": "competition", "tie_break": ["y"]},
        quotas=[{"key": "excellent", "title": "优秀", "share": "0"} | {"share": D("0.5")}],
    )
    inputs = numbers(
        a={"x": "10", "y": "20"},
        b={"x": "20", "y": "10"},
        c={"x": "20", "y": "10"},
        d={"x": "5", "y": "5"},
    )
    result = evaluate(rules, GROUP, inputs)
    assert [(u.unit, u.rank) for u in result.standing()] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert result.ties == (Band(D(2), D("15.00"), ("b", "c")),)
    assert [(q.key, q.filled) for q in result.quotas] == [
        ("excellent", Filled(2, ("a",), ("b", "c")))
    ]


def test_result_carries_the_digests_of_what_went_in() -> None:
    rules, inputs = scheme(leaf("x", 100)), numbers(a={"x": "1"})
    result = evaluate(rules, GROUP, inputs)
    assert result.scheme_digest == scheme_digest(rules)
    assert result.inputs_digest == digest(inputs_bytes(inputs))
    changed = evaluate(rules, GROUP, numbers(a={"x": "1.01"}))
    assert changed.inputs_digest != result.inputs_digest


def test_trace_is_plain_values() -> None:
    result = evaluate(scheme(leaf("x", 100)), GROUP, numbers(a={"x": "1.50"}))
    found = trace(result, "a")
    assert isinstance(found, dict)
    assert (found["unit"], found["points"], found["rank"]) == ("a", "1.5", "1")
    with pytest.raises(Invalid, match=r"^unit-unknown: unit=b$"):
        trace(result, "b")


def test_callers_decimal_context_does_not_matter() -> None:
    rules = scheme(leaf("x", 100, function={"name": "linear", "worst": 1, "best": 8, "log": True}))
    expected = result_bytes(evaluate(rules, GROUP, numbers(a={"x": "3"})))
    with localcontext() as context:
        context.prec, context.rounding = 4, ROUND_UP
        assert result_bytes(evaluate(rules, GROUP, numbers(a={"x": "3"}))) == expected


def test_group_that_does_not_exist() -> None:
    with pytest.raises(Invalid, match=r"^group-unknown: group=towns$"):
        evaluate(scheme(leaf("x", 100)), "towns", {})


def test_nobody_to_score() -> None:
    result = evaluate(scheme(leaf("x", 100)), GROUP, {})
    assert (result.units, result.ties) == ((), ())


@pytest.mark.parametrize(
    ("fields", "values", "reason"),
    [
        ({"function": "ratio_to_best"}, {"x": "0"}, "best-not-positive"),
        (
            {"function": {"name": "linear", "worst": 1, "best": 2, "log": True}},
            {"x": "-1"},
            "log-of-nothing",
        ),
        (
            {"function": {"name": "linear", "worst": 0, "best": D("0.1")}},
            {"x": "9" * 18},
            "number-out-of-range",
        ),
        (
            {"function": {"name": "completion", "target": {"source": "value:t"}}},
            {"x": "1", "t": "0"},
            "target-not-positive",
        ),
    ],
)
def test_score_without_a_value_names_node_unit_and_reason(
    fields: dict[str, Any], values: dict[str, str | None], reason: str
) -> None:
    with pytest.raises(Invalid) as caught:
        evaluate(scheme(leaf("x", 100, **fields)), GROUP, numbers(a=values))
    assert caught.value.code == "score-undefined"
    assert caught.value.params == {"node": "x", "unit": "a", "reason": reason}


def test_negative_member_of_a_geometric_mean_names_its_node() -> None:
    rules = scheme(leaf("x", 50), leaf("y", 50), total={"aggregate": "geometric"})
    with pytest.raises(Invalid) as caught:
        evaluate(rules, GROUP, numbers(a={"x": "-1", "y": "1"}))
    assert caught.value.params == {"node": "total", "unit": "a", "reason": "root-of-negative"}


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (Fact("k", D("NaN")), "number-not-finite"),
        (Fact("k", D("Infinity")), "number-not-finite"),
        (Fact("k", D("1E18")), "number-out-of-range"),
        (Fact("k", D("1E-999999")), "number-out-of-range"),
        (Fact("k", D(1), D(-1)), "weight"),
        (Fact("k", D(1), D("Infinity")), "weight"),
        (Fact("first", D(1)), "duplicate"),
    ],
)
def test_fact_that_cannot_be_used(fact: Fact, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        evaluate(scheme(leaf("x", 100)), GROUP, {"a": {"value:x": [Fact("first", D(1)), fact]}})
    assert caught.value.code == "fact-invalid"
    assert caught.value.params == {
        "unit": "a",
        "source": "value:x",
        "fact": fact.key,
        "reason": reason,
    }


@pytest.mark.parametrize("value", ["1E-40", "0E+28", "0E-60", "-0"])
def test_dust_and_zeros_of_any_scale_count_as_nothing(value: str) -> None:
    rules = scheme(leaf("x", 100, function={"name": "completion", "target": 1000}))
    result = evaluate(rules, GROUP, {"a": {"value:x": [Fact("x", D(value))]}})
    assert result.unit("a").total.children[0].points == 0
    assert result.unit("a").points == 0
    assert b'"points":"0"' in result_bytes(result)
