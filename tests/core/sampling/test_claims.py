"""A claim of being done is counted once, however often it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.sampling import Finding, each_claim

YES, NO, HALF = Finding.CONFIRMED, Finding.REFUTED, Finding.PARTLY


@pytest.mark.parametrize(
    ("steps", "claims"),
    [
        ([], []),
        ([(False, None)], []),
        ([(True, None), (True, None), (True, None)], [None]),
        ([(True, None), (True, YES), (True, None)], [YES]),
        ([(True, NO), (True, None)], [NO, None]),
        ([(True, HALF), (True, YES)], [HALF, YES]),
        ([(True, None), (False, None), (True, YES)], [None, YES]),
    ],
)
def test_a_claim_said_again_is_one_claim(
    steps: list[tuple[bool, Finding | None]], claims: list[Finding | None]
) -> None:
    assert list(each_claim(steps)) == claims


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([None, YES, NO, HALF]))))
def test_every_denial_of_a_claim_counts_once(steps: list[tuple[bool, Finding | None]]) -> None:
    denied = [found for claimed, found in steps if claimed and found in (NO, HALF)]
    assert [found for found in each_claim(steps) if found in (NO, HALF)] == denied
