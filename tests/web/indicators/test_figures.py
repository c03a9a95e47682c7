"""Figures entered by hand rest on a document, and are taken back, never edited."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.indicators.actions import FigureDraft, figure_enter, figure_withdraw
from luoshi.web.indicators.models import Figure
from tests.factories import NOW, City

PAPER = Paper("表彰决定.txt", "东区获评先进".encode())


def draft(city: City, **fields: Any) -> FigureDraft:
    """One honour of the eastern county."""
    return replace(
        FigureDraft(
            unit=city.east, name="表彰奖励", day=date(2026, 2, 1), value=Decimal(1),
            note="省级表彰一次", paper=PAPER,
        ),
        **fields,
    )  # fmt: skip


def enter(city: City, role: str = "assessor", **fields: Any) -> Figure:
    """The assessment office enters it."""
    made = draft(city, **fields)
    return figure_enter(jurisdiction=city.unit, draft=made, by=city.actor(role), at=NOW)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"paper": None}, "figure-document"),
        ({"paper": Paper("空.txt", b"")}, "figure-document"),
        ({"name": " "}, "figure-name"),
        ({"note": ""}, "figure-note"),
        ({"day": date(2026, 3, 3)}, "figure-future"),
    ],
)
def test_a_figure_without_its_ground_is_refused(
    city: City, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(city, **fields)
    assert (refused.value.code, Figure.objects.count()) == (code, 0)


def test_a_figure_is_taken_back_once_with_a_reason(city: City) -> None:
    figure, by, later = enter(city), city.actor("assessor"), NOW + timedelta(days=1)
    with pytest.raises(Invalid):
        figure_withdraw(figure=figure, reason=" ", by=by, at=later)
    figure_withdraw(figure=figure, reason="重复录入", by=by, at=later)
    with pytest.raises(Refused):
        figure_withdraw(figure=figure, reason="再撤", by=by, at=later)
    figure.refresh_from_db()
    assert (figure.value, figure.withdrawn_at) == (1, later)


def test_only_the_assessment_office_of_the_place_enters_figures(
    city: City, other_city: City
) -> None:
    with pytest.raises(Forbidden):
        enter(city, "supervisor")
    with pytest.raises(Invalid) as refused:
        enter(city, unit=other_city.east)
    assert refused.value.code == "figure-unit"
