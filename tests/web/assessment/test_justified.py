"""A reason that a named person accepted may count; what was done stays the number it is."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from luoshi.web.assessment.inputs import Window, gather
from luoshi.web.reasons.actions import reason_decide, reason_give
from tests.factories import City, make_commitment, make_list
from tests.web.assessment.build import END, KNOWN, LATER, START
from tests.web.commitments.build import report

SOURCES = ("commitments.completion", "commitments.justified")


@pytest.mark.parametrize(
    ("said", "decided_at", "value"),
    [(10, KNOWN, "1"), (10, LATER, "0"), (90, None, "1")],
)
def test_behind_for_an_accepted_reason(
    city: City, said: int, decided_at: datetime | None, value: str
) -> None:
    lst = make_list(city)
    road = make_commitment(city, city.transport, within=lst)
    report(city, road, value=said)
    if decided_at:
        given = KNOWN - timedelta(hours=4)
        reason = reason_give(
            commitment=road, cause="other", text="停电", remedy="加班",
            until=given.date() + timedelta(days=30), by=city.actor("contact", city.transport),
            at=given,
        )  # fmt: skip
        reason_decide(
            reason=reason, accept=True, note="属实", by=city.actor("principal"), at=decided_at,
        )  # type: ignore[arg-type]  # fmt: skip
    facts = gather([lst], Window(START, END, KNOWN), SOURCES)[city.transport.pk]
    done, justified = facts[SOURCES[0]][0], facts[SOURCES[1]][0]
    assert justified.value == Decimal(value)
    assert (done.value is not None and done.value < 1) == (said == 10)
    assert any(ref.startswith("reason:") for ref in justified.refs) == (
        bool(decided_at) and value == "1"
    )
