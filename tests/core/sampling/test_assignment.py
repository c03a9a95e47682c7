"""Who verifies what: never a barred unit, as even as can be, from the seed alone."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.core.errors import Refused
from luoshi.core.sampling import Verifier, assign

ITEMS = {f"{unit}{n}": unit for unit in "ABC" for n in range(4)}
VERIFIERS = [Verifier(f"v{unit}", frozenset(unit)) for unit in "ABC"]


def squares(loads: Counter[str]) -> int:
    return sum(load * load for load in loads.values())


def test_nobody_verifies_a_barred_unit_and_the_loads_are_even() -> None:
    given_to = assign(ITEMS, VERIFIERS, seed="s")
    assert list(given_to) == sorted(ITEMS)
    assert [item for item, who in given_to.items() if who == f"v{ITEMS[item]}"] == []
    assert Counter(given_to.values()) == {"vA": 4, "vB": 4, "vC": 4}


def test_a_first_choice_is_taken_back_where_the_loads_ask_for_it() -> None:
    items = {"a": "X", "b": "X", "c": "Y", "d": "Y", "e": "Y", "f": "Y"}
    verifiers = [Verifier("both", frozenset()), Verifier("only-y", frozenset("X"))]
    assert Counter(assign(items, verifiers, seed="s").values()) == {"both": 3, "only-y": 3}


def test_an_item_that_nobody_may_verify_is_refused() -> None:
    verifiers = [Verifier("v1", frozenset("AB")), Verifier("v2", frozenset("B"))]
    with pytest.raises(Refused) as refused:
        assign({"a1": "A", "b2": "B", "b1": "B"}, verifiers, seed="s")
    assert (refused.value.code, refused.value.params) == ("no-eligible-verifier", {"item": "b1"})


def test_without_verifiers_only_an_empty_draw_is_assigned() -> None:
    assert assign({}, [], seed="s") == {}
    with pytest.raises(Refused):
        assign({"a1": "A"}, [], seed="s")


def test_another_seed_assigns_otherwise() -> None:
    found = {tuple(assign(ITEMS, VERIFIERS, seed=str(n)).values()) for n in range(10)}
    assert len(found) > 1


problems = st.tuples(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("XYZ"), max_size=6),
    st.lists(st.frozensets(st.sampled_from("XYZ"), max_size=2), min_size=1, max_size=3),
)


@given(problems, st.randoms(use_true_random=False))
def test_the_order_of_the_verifiers_does_not_matter(
    problem: tuple[dict[str, str], list[frozenset[str]]], chance: random.Random
) -> None:
    items, bars = problem
    verifiers = [Verifier(str(n), barred) for n, barred in enumerate(bars)]
    assume(all(any(unit not in barred for barred in bars) for unit in items.values()))
    shuffled = verifiers.copy()
    chance.shuffle(shuffled)
    assert assign(items, shuffled, seed="s") == assign(items, verifiers, seed="s")


@given(problems)
def test_no_other_assignment_is_more_even(
    problem: tuple[dict[str, str], list[frozenset[str]]],
) -> None:
    items, bars = problem
    choices = [
        [str(n) for n, barred in enumerate(bars) if unit not in barred] for unit in items.values()
    ]
    assume(all(choices))
    found = assign(items, [Verifier(str(n), b) for n, b in enumerate(bars)], seed="s")
    best = min(squares(Counter(way)) for way in itertools.product(*choices))
    assert squares(Counter(found.values())) == best
