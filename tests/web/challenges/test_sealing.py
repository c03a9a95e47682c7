"""The seal: two halves, each of no use alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.web.challenges.sealing import (
    digest,
    fits,
    key_text,
    new_key,
    open_with,
    read_key,
    seal,
    unseal,
)


def halves() -> tuple[bytes, bytes, bytes, bytes]:
    """Private and public part of two halves."""
    (first, first_public), (second, second_public) = new_key(), new_key()
    return read_key(first), first_public, read_key(second), second_public


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_read_as_it_was_printed(key: bytes) -> None:
    text = key_text(key)
    assert [len(group) for group in text.split("-")] == [4] * 13
    assert read_key(text) == key
    assert read_key(f"  {text.lower().replace('-', ' ')}\n") == key


@pytest.mark.parametrize("text", ["", "密钥", "AAAA", "1" * 52, "A" * 51, "A" * 60])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_key(text)
    assert (refused.value.code, refused.value.params) == (
        "opening-key-unreadable",
        {"field": "key"},
    )


def test_two_keys_are_never_the_same_and_each_fits_its_own_public_part() -> None:
    first, first_public, second, second_public = halves()
    assert first != second
    pairs = [(key, public) for key in (first, second) for public in (first_public, second_public)]
    assert [fits(*pair) for pair in pairs] == [True, False, False, True]


@settings(max_examples=20)
@given(st.binary(max_size=500))
def test_both_halves_open_what_was_sealed(data: bytes) -> None:
    first, first_public, second, second_public = halves()
    sealed = seal(data, first_public, second_public)
    assert unseal(sealed, first, second) == data
    assert data not in sealed or len(data) < 4


def test_one_half_opens_nothing() -> None:
    first, first_public, second, second_public = halves()
    sealed = seal(b"our plan", first_public, second_public)
    assert b"our plan" not in open_with(sealed, first)
    for one, other in ((first, first), (second, second), (second, first)):
        with pytest.raises(Invalid) as refused:
            unseal(sealed, one, other)
        assert refused.value.code == "bid-damaged"


def test_a_changed_bit_is_noticed() -> None:
    first, first_public, second, second_public = halves()
    sealed = bytearray(seal(b"our plan", first_public, second_public))
    sealed[-1] ^= 1
    with pytest.raises(Invalid):
        unseal(bytes(sealed), first, second)


def test_the_same_bid_is_sealed_differently_each_time() -> None:
    _, first_public, _, second_public = halves()
    one, other = (seal(b"our plan", first_public, second_public) for _ in range(2))
    assert one != other
    assert digest(one) != digest(other)
    assert len(digest(one)) == 64
