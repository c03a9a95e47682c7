"""Additions and deductions, proof, vetoes, carried numbers, rounding and weights of a node."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.ranking import Filled
from luoshi.core.scoring import (
    Fact,
    Gap,
    NodeResult,
    SetAside,
    dump_scheme,
    evaluate,
    parse_scheme,
    result_bytes,
)

from .documents import branch, document, leaf, numbers, scheme
from .test_reading import refused

D = Decimal
PAPER = ("document:1",)


def manual(key: str, **fields: Any) -> dict[str, Any]:
    return leaf(key, aggregate="sum") | {"source": f"manual:{key}"} | fields


def bonus(**fields: Any) -> dict[str, Any]:
    kind = {"kind": "addition", "cap": 5, "aggregate": "sum"} | fields
    return branch("bonus", None, manual("honour"), manual("media"), **kind)


def nodes(rules: Any, facts: dict[str, list[Fact]]) -> dict[str, NodeResult]:
    total = evaluate(rules, "counties", {"a": facts}).unit("a").total
    return {node.path: node for node in total.walk()}


def test_one_fact_counts_once_where_it_is_largest() -> None:
    rules = scheme(bonus(), total={"aggregate": "sum"})
    facts = {
        "manual:honour": [Fact("prize", D(2), refs=PAPER), Fact("visit", D(1), refs=PAPER)],
        "manual:media": [Fact("prize", D(3), refs=PAPER)],
    }
    found = nodes(rules, facts)
    assert (found["bonus.honour"].points, found["bonus.media"].points) == (1, 3)
    assert found["bonus.honour"].set_aside == (
        SetAside("prize", "counted-elsewhere", "bonus.media"),
    )
    assert found["bonus.honour"].facts == tuple(facts["manual:honour"])
    assert found["bonus"].points == 4


def test_equal_sizes_count_at_the_first_leaf() -> None:
    facts = {
        "manual:honour": [Fact("prize", D(3), refs=PAPER)],
        "manual:media": [Fact("prize", D(3), refs=PAPER)],
    }
    found = nodes(scheme(bonus(), total={"aggregate": "sum"}), facts)
    assert (found["bonus.honour"].points, found["bonus.media"].points) == (3, None)


def test_without_a_document_nothing_counts() -> None:
    facts = {"manual:honour": [Fact("prize", D(3))], "manual:media": [Fact("m", D(1), refs=PAPER)]}
    found = nodes(scheme(bonus(), total={"aggregate": "sum"}), facts)
    assert found["bonus.honour"].set_aside == (SetAside("prize", "no-proof"),)
    assert found["bonus"].points == 1


@pytest.mark.parametrize(("fields", "points"), [({"proof": True}, 60), ({}, 70)])
def test_a_leaf_may_ask_for_proof(fields: dict[str, Any], points: int) -> None:
    own_words = ("amendment:3", "reason:4", "report:2")
    facts = {"value:x": [Fact("c1", D(60), refs=PAPER), Fact("c2", D(80), refs=own_words)]}
    assert nodes(scheme(leaf("x", 100, **fields)), facts)["x"].points == points


def test_without_proof_the_weight_stays_and_the_policy_decides() -> None:
    facts = {"value:x": [Fact("c1", D(60), refs=PAPER), Fact("c2", D(80), D(3)), Fact("c3", None)]}
    node = nodes(scheme(leaf("x", 100, proof=True, missing="zero")), facts)["x"]
    assert (node.points, node.gap) == (12, Gap("zero", ("c2", "c3"), D("0.2"), "zero"))
    assert node.set_aside == (SetAside("c2", "no-proof"),)


@pytest.mark.parametrize(
    ("kind", "given", "points"),
    [
        ({"kind": "addition", "cap": 5}, "9", 5),
        ({"kind": "addition", "cap": 5}, "-9", 0),
        ({"kind": "deduction", "floor": -4, "cap": None}, "-9", -4),
        ({"kind": "deduction", "floor": -4, "cap": None}, "9", 0),
    ],
)
def test_additions_and_deductions_keep_their_side_and_their_limit(
    kind: dict[str, Any], given: str, points: int
) -> None:
    rules = scheme(bonus(**kind), total={"aggregate": "sum"})
    found = nodes(rules, {"manual:honour": [Fact("f", D(given), refs=PAPER)]})
    assert found["bonus"].points == points


def test_carry_takes_the_earlier_number_of_the_same_key() -> None:
    rules = scheme(leaf("x", 100, missing={"policy": "carry", "source": "value:before"}))
    assert rules.sources() == ("value:before", "value:x")
    facts = {
        "value:x": [Fact("c1", D(10)), Fact("c2", None, D(3))],
        "value:before": [Fact("c1", D(99)), Fact("c2", D(50), D(7))],
    }
    node = nodes(rules, facts)["x"]
    assert (node.points, node.formulas) == (D(40), ("(1 × 10 + 3 × 50) ÷ 4 = 40",))
    assert node.gap == Gap("carry", ("c2",), D(0), "carried")
    assert node.carried == (Fact("c2", D(50), D(3)),)
    assert nodes(rules, {"value:before": [Fact("c1", D(7))]})["x"].points == 7
    assert nodes(rules, {"value:x": facts["value:x"]})["x"].gap == Gap(
        "carry", ("c2",), D("0.25"), "reweighted"
    )


def test_rounding_at_one_node_only() -> None:
    rules = scheme(
        leaf("x", 50, rounding={"places": 0, "mode": "down"}),
        leaf("y", 50),
        rounding={"places": 2},
    )
    total = evaluate(rules, "counties", numbers(a={"x": "9.9", "y": "9.9"})).unit("a").total
    assert [child.points for child in total.children] == [D(9), D("9.9")]
    assert (total.points, total.children[0].formulas[-1]) == (D("9.45"), "round(9.9, 0) = 9")


def test_weights_out_of_the_groups_numbers_stand_in_the_trace() -> None:
    rules = scheme(leaf("x"), leaf("y"), total={"weighting": "deviation"})
    inputs = numbers(a={"x": "1", "y": "2"}, b={"x": "3", "y": "8"}, c={"x": "9"})
    result = evaluate(rules, "counties", inputs)
    for unit in result.units:
        weights = [child.weight or D(0) for child in unit.total.children]
        assert [weight.quantize(D("1E-20")) for weight in weights] == [25, 75]
    assert [unit.points for unit in result.units] == [D("1.75"), D("6.75"), D(9)]


def test_weights_without_spread_name_their_node() -> None:
    rules = scheme(leaf("x"), leaf("y"), total={"weighting": "entropy"})
    with pytest.raises(Invalid) as caught:
        evaluate(rules, "counties", numbers(a={"x": "1", "y": "2"}))
    assert caught.value.params == {"node": "total", "unit": "a", "reason": "no-spread"}


def test_a_share_with_a_member_absent_is_no_number() -> None:
    rate = branch("rate", 100, leaf("solved"), leaf("open"), aggregate="share")
    inputs = numbers(a={"solved": "3", "open": "1"}, b={"solved": "3", "open": None})
    found = evaluate(scheme(rate), "counties", inputs)
    assert [unit.points for unit in found.units] == [D("0.75"), None]
    gap = found.unit("b").total.children[0].gap
    assert gap == Gap("skip_and_reweight", ("rate.open",), D("0.5"), "blocked")


def test_few_cases_leave_the_node_without_a_number() -> None:
    function = {"name": "shrunk_rate", "n": {"source": "value:n"}, "strength": 30, "mean": D("0.9")}
    rules = scheme(leaf("x", 100, function=function))
    found = evaluate(rules, "counties", numbers(a={"x": "1", "n": "29"}, b={"x": "1", "n": "30"}))
    assert [unit.points for unit in found.units] == [None, D(95)]
    gap = found.unit("a").total.children[0].gap
    assert gap == Gap("skip_and_reweight", ("value:x",), D(0), "few")


def test_trimmed_mean_of_facts() -> None:
    rules = scheme(leaf("x", 100, aggregate="trimmed_mean"))
    facts = {"value:x": [Fact(f"v{i}", D(n)) for i, n in enumerate((60, 80, 82, 84, 86, 100))]}
    node = nodes(rules, facts)["x"]
    assert (node.points, node.formulas[0]) == (83, "[60] 80 82 84 86 [100]")


VETO = {
    "key": "accident",
    "title": "重大事故",
    "source": "manual:accident",
    "basis": "某条例第六十条",
    "level": "province",
    "expires": "2026-12-31",
    "bars": ["excellent"],
}
QUOTAS = [{"key": "excellent", "title": "优秀", "share": D("0.5")}]


def barred(**changes: Any) -> dict[str, Any]:
    veto = {name: value for name, value in (VETO | changes).items() if value is not None}
    return document(leaf("x", 100), quotas=QUOTAS, vetoes=[veto])


@pytest.mark.parametrize(
    ("on", "value", "inside", "out"),
    [
        (date(2026, 12, 31), 1, ("b",), ("a",)),
        (date(2027, 1, 1), 1, ("a",), ()),
        (date(2026, 12, 31), 0, ("a",), ()),
    ],
)
def test_a_veto_bars_from_a_quota_and_leaves_score_and_rank(
    on: date, value: int, inside: tuple[str, ...], out: tuple[str, ...]
) -> None:
    inputs: Any = numbers(a={"x": "90"}, b={"x": "80"})
    inputs["a"]["manual:accident"] = [Fact("report", D(value), refs=PAPER)]
    result = evaluate(parse_scheme(barred()), "counties", inputs, on=on)
    assert [(u.unit, u.points, u.rank) for u in result.units] == [("a", 90, 1), ("b", 80, 2)]
    assert (result.quotas[0].filled, result.quotas[0].barred) == (Filled(1, inside, ()), out)
    assert [veto.basis for veto in result.unit("a").vetoes] == ["某条例第六十条"] * len(out)
    assert (result.on, result.unit("b").vetoes) == (on.isoformat(), ())


def test_vetoes_need_a_day() -> None:
    with pytest.raises(Invalid, match=r"^day-missing$"):
        evaluate(parse_scheme(barred()), "counties", {})


@pytest.mark.parametrize("field", ["basis", "level", "expires", "title", "source"])
def test_no_veto_without_basis_level_and_end(field: str) -> None:
    params = refused(barred(**{field: None}))
    assert (params["path"], params["reason"], params["field"]) == (
        "vetoes[0]", "field-missing", field,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"expires": "2026-13-01"}, "vetoes[0].expires", "day-unusable"),
        ({"expires": "20261231"}, "vetoes[0].expires", "day-unusable"),
        ({"level": "town"}, "vetoes[0].level", "word-unknown"),
        ({"bars": ["good"]}, "vetoes[0].bars[0]", "quota-unknown"),
    ],
)
def test_veto_that_cannot_be_read(changes: dict[str, Any], path: str, reason: str) -> None:
    params = refused(barred(**changes))
    assert (params["path"], params["reason"]) == (path, reason)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "addition"}, "addition-without-cap"),
        ({"kind": "addition", "cap": 0}, "addition-without-cap"),
        ({"kind": "deduction"}, "deduction-without-floor"),
        ({"kind": "deduction", "floor": 1}, "deduction-without-floor"),
        ({"trim": {"drop": 1}}, "trim-unusable"),
        ({"aggregate": "trimmed_mean", "trim": {"drop": D("1.5")}}, "trim-unusable"),
        ({"aggregate": "trimmed_mean", "trim": {"drop": 2, "least": 4}}, "trim-unusable"),
        ({"weighting": "entropy"}, "weighting-unused"),
        ({"missing": "carry"}, "carry-source"),
        ({"missing": {"policy": "zero", "source": "value:y"}}, "carry-source"),
        ({"rounding": {"places": 11}}, "places-unusable"),
    ],
)
def test_node_that_cannot_be_read(fields: dict[str, Any], reason: str) -> None:
    assert refused(document(leaf("x", 100, **fields)))["reason"] == reason


def test_number_that_stands_alone_is_carried_whatever_it_is_called() -> None:
    """A unit has one number of an indicator, named after what it is; the earlier one is another."""
    rules = scheme(leaf("x", 100, missing={"policy": "carry", "source": "value:before"}))
    found = evaluate(rules, "counties", numbers(a={"x": None, "before": "6"})).unit("a")
    (node,) = found.total.children
    assert (found.points, node.gap) == (6, Gap("carry", ("before",), D(0), "carried"))
    neither = evaluate(rules, "counties", numbers(a={"x": None, "before": None})).unit("a")
    assert neither.points is None


def test_only_leaves_carry() -> None:
    carry = {"policy": "carry", "source": "value:y"}
    whole = document(branch("b", 100, leaf("x", 100), missing=carry))
    assert refused(whole)["reason"] == "carry-source"


def test_written_out_and_read_again_it_is_the_same() -> None:
    whole = document(
        bonus(),
        leaf("x", aggregate="trimmed_mean", trim={"drop": 1, "least": 3}, proof=True),
        branch("b", None, leaf("y"), leaf("z"), weighting="critic", rounding={"places": 1}),
        leaf("w", missing={"policy": "carry", "source": "value:before"}),
        total={"aggregate": "sum"},
        quotas=QUOTAS,
        vetoes=[VETO],
    )
    rules = parse_scheme(whole)
    assert parse_scheme(dump_scheme(rules)) == rules
    assert (
        "counted-elsewhere"
        not in result_bytes(evaluate(rules, "counties", {}, on=date(2026, 1, 1))).decode()
    )
