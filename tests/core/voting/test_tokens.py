"""Tokens as printed, typed and kept."""

import re

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.voting import ballot_key, new_receipt, new_token, read_token, registry_digest


def test_a_token_is_printed_in_groups_and_never_twice() -> None:
    made = {new_token() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", t) for t in made)
    assert re.fullmatch(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}", new_receipt())


@pytest.mark.parametrize(
    "typed", ["7k3m 9q2x-0a1b cdef", "7K3M9Q2XOAIBCDEF", " 7k3m–9q2x–oalb–cdef\n"]
)
def test_a_token_is_read_as_people_type_it(typed: str) -> None:
    assert read_token(typed) == "7K3M9Q2X0A1BCDEF"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7K3M9Q2X0A1BCDE",
        "7K3M9Q2X0A1BCDEFG",
        "7K3M9Q2X0A1BCDEU",
        "票据票据票据票据票据票据票据票据",
    ],
)
def test_what_cannot_be_a_token_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="token-unreadable"):
        read_token(typed)


def test_registry_and_box_know_a_token_under_different_names() -> None:
    letters = read_token(new_token())
    known = registry_digest(letters), ballot_key(letters, "7"), ballot_key(letters, "8")
    assert {len(each) for each in known} == {32}
    assert len(set(known)) == 3
    assert ballot_key(letters, "7") == known[1]
