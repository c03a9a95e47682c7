"""Who keeps the library, brings statistics in, and enters figures: rows of the table of rights."""

from luoshi.web.accounts.models import Role
from luoshi.web.indicators.models import Figure, Indicator, StatisticsFile
from tests.web.places import (
    ALL,
    JURISDICTION,
    REACH,
    SOMEBODY_ELSE,
    Place,
    Row,
    Thing,
    area,
)


def indicator(place: Place) -> Indicator:
    return Indicator(jurisdiction_id=place.area, authority_id=place.unit.pk)


def file(*, own: bool = False) -> Thing:
    return lambda place: StatisticsFile(
        jurisdiction_id=place.area, applied_by_id=place.asker if own else SOMEBODY_ELSE
    )


def figure(place: Place) -> Figure:
    return Figure(jurisdiction_id=place.area, unit_id=place.unit.pk)


KEEPERS = {"supervisor": JURISDICTION, "assessor": JURISDICTION}

INDICATORS: dict[str, Row] = {
    "indicators.can_keep_indicators": Row(area, KEEPERS),
    "indicators.can_keep_any_indicator": Row(None, dict.fromkeys(KEEPERS, ALL)),
    "indicators.can_import_statistics": Row(
        indicator, {"supervisor": JURISDICTION, "contact": REACH, "unit_leader": REACH}
    ),
    "indicators.can_withdraw_statistics": Row(file(), {"supervisor": JURISDICTION}),
    "indicators.can_withdraw_statistics/own": Row(file(own=True), dict.fromkeys(Role.values, ALL)),
    "indicators.can_enter_figures": Row(area, {"assessor": JURISDICTION}),
    "indicators.can_withdraw_figure": Row(figure, {"assessor": JURISDICTION}),
}
