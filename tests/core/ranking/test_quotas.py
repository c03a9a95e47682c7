from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.ranking import Filled, fill_quota, rank

TEN = dict(zip("abcdefghij", (99, 98, 97, 97, 97, 80, 70, 60, 50, 40), strict=True))


def placed(scores: dict[str, int]):
    return rank({key: Decimal(points) for key, points in scores.items()})


@pytest.mark.parametrize(
    ("share", "mode", "expected"),
    [
        pytest.param("0.2", "down", Filled(2, ("a", "b"), ()), id="full-to-the-seat"),
        pytest.param("0.39", "down", Filled(3, ("a", "b"), ("c", "d", "e")), id="tie-at-the-edge"),
        pytest.param("0.5", "down", Filled(5, ("a", "b", "c", "d", "e"), ()), id="tie-fits"),
        pytest.param("0.25", "down", Filled(2, ("a", "b"), ()), id="not-more-than"),
        pytest.param("0.25", "half_up", Filled(3, ("a", "b"), ("c", "d", "e")), id="half-up"),
        pytest.param("0", "down", Filled(0, (), ()), id="no-seat"),
        pytest.param("1", "down", Filled(10, tuple("abcdefghij"), ()), id="everybody"),
    ],
)
def test_quota(share: str, mode: str, expected: Filled) -> None:
    assert fill_quota(placed(TEN), Decimal(share), mode) == expected


@pytest.mark.parametrize("share", ["-0.01", "1.01"])
def test_share_outside_its_range(share: str) -> None:
    with pytest.raises(Invalid) as caught:
        fill_quota(placed(TEN), Decimal(share))
    assert (caught.value.code, caught.value.params) == ("quota-share", {"share": share})


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 4), max_size=20),
    st.decimals(min_value=0, max_value=1, places=2),
)
def test_quota_is_never_exceeded_and_left_open_only_for_a_tie(scores, share) -> None:
    filled = fill_quota(placed(scores), share)
    assert len(filled.inside) <= filled.seats <= share * len(scores)
    assert not set(filled.inside) & set(filled.edge)
    if len(filled.inside) < filled.seats:
        assert len(filled.inside) + len(filled.edge) > filled.seats
    outside = scores.keys() - set(filled.inside) - set(filled.edge)
    for key in (*filled.inside, *filled.edge):
        assert all(scores[key] > scores[other] for other in outside)
