from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.ranking import published

numbers = st.decimals(min_value=-1000, max_value=1000, places=6)


@pytest.mark.parametrize(
    ("points", "places", "mode", "expected"),
    [
        pytest.param("84.995", 2, "half_up", "85.00", id="tie-goes-up"),
        pytest.param("-84.995", 2, "half_up", "-85.00", id="tie-goes-away-from-zero"),
        pytest.param("84.985", 2, "half_even", "84.98", id="tie-goes-to-even"),
        pytest.param("84.999", 2, "down", "84.99", id="cut-off"),
        pytest.param("-84.999", 2, "down", "-84.99", id="cut-off-toward-zero"),
        pytest.param("84.99499999999999999999999999", 2, "half_up", "85.00", id="noise-removed"),
        pytest.param("84.994999999999", 2, "half_up", "84.99", id="not-noise"),
        pytest.param("84.9999999999999999", 2, "down", "85.00", id="noise-removed-before-cut"),
        pytest.param("-0.001", 2, "half_up", "0.00", id="no-negative-zero"),
        pytest.param("999999999999999999", 1, "half_up", "999999999999999999.0", id="big"),
        pytest.param("2.5", 0, "half_up", "3", id="no-decimals"),
    ],
)
def test_published_number(points: str, places: int, mode: str, expected: str) -> None:
    assert str(published(Decimal(points), places, mode)) == expected


@pytest.mark.parametrize("points", ["NaN", "Infinity", "-Infinity", "1E18", "-1E18", "1E999999"])
def test_number_that_cannot_be_published(points: str) -> None:
    with pytest.raises(Invalid, match=r"^number-out-of-range$"):
        published(Decimal(points), 2)


@pytest.mark.parametrize(("places", "mode"), [(2, "up"), (-1, "half_up"), (11, "half_up")])
def test_rounding_that_does_not_exist(places: int, mode: str) -> None:
    with pytest.raises(Invalid) as caught:
        published(Decimal(1), places, mode)
    assert caught.value.code == "rounding-unknown"
    assert caught.value.params == {"mode": mode, "places": places}


@given(numbers, st.integers(0, 6), st.sampled_from(["half_up", "half_even", "down"]))
def test_rounding_twice_changes_nothing(points: Decimal, places: int, mode: str) -> None:
    once = published(points, places, mode)
    assert published(once, places, mode) == once
    assert abs(once - points) <= Decimal(1).scaleb(-places)


@given(numbers)
def test_callers_context_does_not_matter(points: Decimal) -> None:
    expected = published(points, 2)
    with localcontext() as context:
        context.prec = 3
        context.rounding = "ROUND_UP"
        assert published(points, 2) == expected
