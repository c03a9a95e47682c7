"""Sealed bids are all of one length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.challenge import pad, unpad
from luoshi.core.errors import Invalid

BLOCK = 64


@given(st.binary(max_size=300))
def test_round_trip(data: bytes) -> None:
    padded = pad(data, BLOCK)
    assert unpad(padded) == data
    assert len(padded) % BLOCK == 0
    assert len(padded) - len(data) - 4 < BLOCK


def test_every_length_up_to_a_block_looks_the_same() -> None:
    assert {len(pad(bytes(n), BLOCK)) for n in range(BLOCK - 3)} == {BLOCK}
    assert len(pad(bytes(BLOCK - 3), BLOCK)) == 2 * BLOCK


@pytest.mark.parametrize(
    "wrong", [b"\0\0\0\5abc", b"\0\0\0\1ab", b"\xff\xff\xff\xff", pad(b"abc", BLOCK)[:-1] + b"x"]
)
def test_what_was_not_padded_is_refused(wrong: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        unpad(wrong)
    assert refused.value.code == "bid-damaged"
