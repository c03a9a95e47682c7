"""The written test decides."""

import pytest

from luoshi.core.challenge import Outcome, Verdict, outcome

JUDGES = (1, 2)


def said(*rows: tuple[int, int, bool]) -> Outcome:
    return outcome([Verdict(*row) for row in rows], acceptors=JUDGES, tests=2)


def test_all_passed() -> None:
    found = said((1, 0, True), (1, 1, True), (2, 0, True), (2, 1, True))
    assert found == Outcome((0, 1), (), ())
    assert (found.is_decided, found.is_passed) == (True, True)


def test_one_no_is_enough() -> None:
    found = said((1, 0, True), (1, 1, True), (2, 0, True), (2, 1, False))
    assert found == Outcome((0,), (1,), ())
    assert (found.is_decided, found.is_passed) == (True, False)


def test_silence_leaves_it_open_even_beside_a_no() -> None:
    found = said((1, 0, False), (1, 1, True), (2, 1, True))
    assert found == Outcome((1,), (), (0,))
    assert (found.is_decided, found.is_passed) == (False, False)


def test_a_stranger_does_not_count() -> None:
    assert said((1, 0, True), (1, 1, True), (3, 0, True), (3, 1, True)).open == (0, 1)


@pytest.mark.parametrize(("acceptors", "tests"), [((), 2), ((1,), 0)])
def test_nobody_or_nothing_never_passes(acceptors: tuple[int, ...], tests: int) -> None:
    assert not outcome([], acceptors=acceptors, tests=tests).is_passed
