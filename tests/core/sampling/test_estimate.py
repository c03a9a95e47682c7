"""The true-account rate: counts, the interval against its equation, laws."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.sampling import Finding, TrueAccount, true_account


def account(confirmed: int, partly: int, refuted: int, unseen: int) -> TrueAccount:
    findings: list[Finding | None] = [Finding.CONFIRMED] * confirmed
    findings += [Finding.PARTLY] * partly
    findings += [Finding.REFUTED] * refuted
    findings += [None] * unseen
    return true_account(findings)


def test_the_counts_and_the_rate() -> None:
    assert account(7, 2, 1, 30) == TrueAccount(
        40, 10, 7, 2, 1, Decimal("0.7000"), Decimal("0.4417"), Decimal("0.8731")
    )


@pytest.mark.parametrize("unseen", [0, 12])
def test_nothing_sampled_has_no_rate(unseen: int) -> None:
    assert account(0, 0, 0, unseen) == TrueAccount(unseen, 0, 0, 0, 0, None, None, None)


@pytest.mark.parametrize(
    ("confirmed", "sampled", "low", "high"),
    [
        (0, 1, "0.0000", "0.7301"),
        (1, 1, "0.2699", "1.0000"),
        (5, 5, "0.6489", "1.0000"),
        (18, 20, "0.7383", "0.9663"),
    ],
)
def test_intervals(confirmed: int, sampled: int, low: str, high: str) -> None:
    found = account(confirmed, 0, sampled - confirmed, 0)
    assert (str(found.low), str(found.high)) == (low, high)


def test_partly_does_not_stand() -> None:
    assert account(3, 2, 0, 0).rate == account(3, 0, 2, 0).rate == Decimal("0.6000")


findings = st.lists(st.none() | st.sampled_from(Finding), min_size=1, max_size=200)


@given(findings)
def test_the_ends_of_the_interval_solve_wilsons_equation(found: Sequence[Finding | None]) -> None:
    result = true_account(found)
    if result.rate is None or result.low is None or result.high is None:
        assert result.sampled == 0
        return
    assert 0 <= result.low <= result.rate <= result.high <= 1
    rate, z = result.confirmed / result.sampled, NormalDist().inv_cdf(0.95)
    for end in (float(result.low), float(result.high)):
        expected = z * z * end * (1 - end) / result.sampled
        assert (rate - end) ** 2 == pytest.approx(expected, abs=3e-4)


@given(findings)
def test_one_more_confirmed_claim_never_lowers_the_rate(found: Sequence[Finding | None]) -> None:
    before, after = true_account(found), true_account([*found, Finding.CONFIRMED])
    if before.rate is not None and after.rate is not None:
        assert before.rate <= after.rate


@given(findings)
def test_claims_not_verified_change_only_the_count(found: Sequence[Finding | None]) -> None:
    before, after = true_account(found), true_account([*found, None])
    assert after.claimed == before.claimed + 1
    assert (after.rate, after.low, after.high) == (before.rate, before.low, before.high)
