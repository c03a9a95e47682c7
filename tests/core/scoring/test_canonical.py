from collections import OrderedDict
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.scoring import canonical_json, decimal_text, digest, evaluate, plain, told

from .documents import branch, leaf, numbers, scheme


@dataclass(frozen=True)
class Pair:
    right: Decimal
    left: str


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, False, None]}, '{"a":[true,false,null],"b":1}'),
        ({"乙": "县\n", "甲": '"'}, '{"乙":"县\\n","甲":"\\""}'),
        (Pair(Decimal("1.50"), "左"), '{"left":"左","right":"1.5"}'),
        ((Decimal("1E+3"), Decimal("-0.0"), Decimal("1E-7")), '["1000","0","0.0000001"]'),
        ((Decimal("0E+26"), Decimal("-0E-999999")), '["0","0"]'),
        ({}, "{}"),
        (OrderedDict(z=(), a={}), '{"a":{},"z":[]}'),
    ],
)
def test_bytes(value: object, expected: str) -> None:
    assert canonical_json(value).decode() == expected


@pytest.mark.parametrize(
    "value", [0.5, {"a": [1.0]}, {1: "a"}, {"a": {None: 1}}, object(), b"a", {1}]
)
def test_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_numbers_that_are_not_finite(text: str) -> None:
    with pytest.raises(ValueError, match="not finite"):
        canonical_json([Decimal(text)])


def test_digest_is_sha256() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_decimal_text_keeps_the_number_and_forgets_its_scale(number: Decimal) -> None:
    text = decimal_text(number)
    assert Decimal(text) == number
    assert decimal_text(number * Decimal("1.000")) == decimal_text(number * 1)
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=8))
def test_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical_json(backwards) == canonical_json(value)
    assert plain(backwards) == value


def test_a_result_is_told_in_pieces_without_other_bytes() -> None:
    mark = '"children":[]'
    rules = scheme(
        branch("done", 60, leaf("x", 25, title=mark), leaf("y", 75), title=mark),
        leaf("z", 40, missing={"policy": "zero"}),
    )
    inputs = numbers(a={"x": "1.50", "y": "60", "z": None}, b={"x": "2", "y": "7", "z": "9"})
    results = {"counties": evaluate(rules, "counties", inputs)}
    found = told(results)
    assert found.text == canonical_json(results)
    assert set(found.nodes) == {"a", "b"}
    for unit in results["counties"].units:
        alone = tuple(canonical_json(replace(node, children=())) for node in unit.total.walk())
        assert tuple(text.encode() for text in found.nodes[unit.unit]) == alone
