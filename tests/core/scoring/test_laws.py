from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.scoring import (
    Fact,
    dump_scheme,
    evaluate,
    freeze,
    inputs_bytes,
    inputs_from_bytes,
    parse_scheme,
    result_bytes,
)

from .documents import branch, leaf, scheme

RULES = scheme(
    leaf("x", 30, function={"name": "efficacy", "unacceptable": 1, "satisfactory": 7}, cap=100),
    branch(
        "b",
        70,
        leaf("y", 2, function="ratio_to_best"),
        leaf("z", 1, missing="zero", function={"name": "deduction", "threshold": 5, "each": 3}),
        normalise=True,
        aggregate="geometric",
    ),
    ranking={"method": "fractional", "tie_break": ["b.y", "x"]},
)

values = st.decimals(min_value="0.5", max_value=9, places=2)
facts = st.lists(
    st.builds(
        Fact,
        key=st.text("klmn", min_size=1, max_size=2),
        value=st.none() | values,
        weight=st.integers(0, 5).map(Decimal),
        refs=st.lists(st.text("rst", min_size=1, max_size=2), max_size=3).map(tuple),
    ),
    max_size=4,
    unique_by=lambda fact: fact.key,
)
inputs = st.dictionaries(
    st.text("abcd", min_size=1, max_size=2),
    st.fixed_dictionaries({"value:x": facts, "value:y": facts, "value:z": facts}),
    max_size=6,
)


@settings(deadline=None)
@given(inputs, st.randoms(use_true_random=False))
def test_order_of_inputs_never_changes_a_byte(given_inputs, random) -> None:
    shuffled = {}
    for unit in random.sample(sorted(given_inputs), len(given_inputs)):
        sources = given_inputs[unit]
        shuffled[unit] = {
            source: random.sample(sources[source], len(sources[source]))
            for source in random.sample(sorted(sources), len(sources))
        }
    expected = result_bytes(evaluate(RULES, "counties", given_inputs))
    assert result_bytes(evaluate(RULES, "counties", shuffled)) == expected
    assert inputs_bytes(shuffled) == inputs_bytes(given_inputs)


@settings(deadline=None)
@given(inputs)
def test_stored_scheme_and_inputs_give_the_same_bytes_again(given_inputs) -> None:
    expected = result_bytes(evaluate(RULES, "counties", given_inputs))
    stored_scheme, stored_inputs = dump_scheme(RULES), inputs_bytes(given_inputs)
    again = evaluate(parse_scheme(stored_scheme), "counties", inputs_from_bytes(stored_inputs))
    assert result_bytes(again) == expected
    assert inputs_from_bytes(stored_inputs) == freeze(given_inputs)


@settings(deadline=None)
@given(inputs, st.decimals(min_value=0, max_value=3, places=1))
def test_a_better_number_never_lowers_its_unit(given_inputs, more) -> None:
    before = evaluate(RULES, "counties", given_inputs)
    for unit, sources in given_inputs.items():
        raised = [
            Fact(f.key, None if f.value is None else f.value + more, f.weight)
            for f in sources["value:x"]
        ]
        better = {**given_inputs, unit: {**sources, "value:x": raised}}
        after = evaluate(RULES, "counties", better).unit(unit)
        old = before.unit(unit)
        if old.points is not None and old.rank is not None:
            assert after.points is not None
            assert after.rank is not None
            assert after.points >= old.points
            assert after.rank <= old.rank


@settings(deadline=None)
@given(inputs)
def test_total_lies_between_its_weighted_children(given_inputs) -> None:
    for unit in evaluate(RULES, "counties", given_inputs).units:
        points = [child.points for child in unit.total.children if child.points is not None]
        if unit.points is None:
            assert points == []
        else:
            slack = Decimal("0.0050001")
            assert min(points) - slack <= unit.points <= max(points) + slack


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"a":[]}',
        b'{"a":{"s":[{"key":"k"}]}}',
        b'{"a":{"s":[{"key":"k","value":"one","weight":"1","refs":[]}]}}',
    ],
)
def test_bytes_that_hold_no_inputs(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"^inputs-unreadable$"):
        inputs_from_bytes(data)
