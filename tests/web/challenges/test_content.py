"""What a bid may say, and that it belongs to one challenge and one unit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.web.challenges.content import PLAN, TEAM, BidContent, read, written
from tests.web.challenges.build import CONTENT, STEPS

SPAN = (date(2026, 4, 1), date(2026, 11, 30), Decimal(1200))
LAST = ("完工", date(2026, 11, 30), Decimal("0.9"))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({}, "", None),
        ({"price": Decimal(1200)}, "", None),
        ({"price": Decimal(0)}, "", None),
        ({"plan": "长" * PLAN}, "", None),
        ({"plan": "长" * (PLAN + 1)}, "bid-part-long", "plan"),
        ({"team": "长" * (TEAM + 1)}, "bid-part-long", "team"),
        ({"plan": " \n"}, "bid-part-missing", "plan"),
        ({"team": ""}, "bid-part-missing", "team"),
        ({"price": Decimal("1200.01")}, "bid-over-budget", "price"),
        ({"price": Decimal(-1)}, "bid-over-budget", "price"),
        ({"partners": tuple(range(7))}, "bid-partners-many", "partners"),
        ({"steps": ()}, "bid-steps-missing", None),
        ({"steps": STEPS * 7}, "bid-steps-many", None),
        ({"steps": ((" ", *STEPS[0][1:]),)}, "milestone-untitled", None),
        ({"steps": (STEPS[0], STEPS[0])}, "milestone-twice", None),
        ({"steps": (LAST,)}, "milestone-not-whole", None),
        ({"steps": (("早", date(2026, 3, 31), Decimal("0.1")),)}, "milestone-outside", None),
    ],
)
def test_what_a_bid_may_say(change: dict[str, Any], code: str, field: str | None) -> None:
    content = replace(CONTENT, **change)
    if not code:
        content.check(*SPAN)
        return
    with pytest.raises(Invalid) as refused:
        content.check(*SPAN)
    assert (refused.value.code, refused.value.params.get("field")) == (code, field)


def test_it_comes_out_as_it_went_in() -> None:
    content = replace(CONTENT, partners=(3, 9))
    assert read(written(content, challenge=5, unit=7), challenge=5, unit=7) == content


@pytest.mark.parametrize(("challenge", "unit"), [(6, 7), (5, 8)])
def test_a_bid_of_another_unit_or_challenge_is_none(challenge: int, unit: int) -> None:
    with pytest.raises(Invalid) as refused:
        read(written(CONTENT, challenge=challenge, unit=unit), challenge=5, unit=7)
    assert refused.value.code == "bid-damaged"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff", b'{"version":1,"challenge":5,"unit":7}']
)
def test_what_is_no_bid_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read(data, challenge=5, unit=7)
    assert refused.value.code == "bid-damaged"


@pytest.mark.parametrize("key", ["team", "plan", "price", "partners", "steps"])
def test_a_part_that_is_missing_is_damage(key: str) -> None:
    data = CONTENT.as_json()
    del data[key]
    with pytest.raises(Invalid):
        BidContent.of_json(data)
