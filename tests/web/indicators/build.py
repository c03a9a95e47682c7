"""Indicators of a small city and files of their numbers, through the product's own actions."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from luoshi.web.indicators.actions import (
    IndicatorDraft,
    SheetDraft,
    indicator_create,
    peer_add,
    statistics_apply,
    statistics_take,
)
from luoshi.web.indicators.models import Indicator, Peer, StatisticsFile
from luoshi.web.indicators.reading import preview_of
from tests.factories import NOW, City

LATER = NOW + timedelta(days=30)


def an_indicator(city: City, **fields: Any) -> Indicator:
    """The growth of industry, a monthly statistic of the transport department."""
    values = {
        "code": "industry", "name": "工业增速", "direction": "higher", "frequency": "month",
        "authority": city.transport, "unit_of_measure": "%",
    }  # fmt: skip
    draft = IndicatorDraft(**(values | fields))  # type: ignore[arg-type]
    return indicator_create(
        jurisdiction=city.unit, draft=draft, by=city.actor("supervisor"), at=NOW
    )


def a_peer(city: City, name: str = "邻市", *, level: str = "city", mean: bool = False) -> Peer:
    """A place to compare with."""
    by = city.actor("supervisor")
    return peer_add(
        jurisdiction=city.unit, name=name, level=level, is_benchmark=mean, by=by, at=NOW
    )


def take(city: City, text: str, **fields: Any) -> StatisticsFile:
    """A csv file that the statistics unit uploads on ``at``."""
    at: datetime = fields.pop("at", NOW)
    by = fields.pop("by", None) or city.actor("contact", city.transport)
    name, data = fields.pop("name", "二月.csv"), fields.pop("data", text.encode())
    values = {"vintage": "flash", "published_on": date(2026, 2, 20), "source": "统计月报"}
    return statistics_take(
        jurisdiction=city.unit,
        name=name,
        data=data,
        draft=SheetDraft(**(values | fields)),  # type: ignore[arg-type]
        by=by,
        at=at,
    )


def bring(city: City, text: str, **fields: Any) -> StatisticsFile:
    """The same, brought in at once."""
    at: datetime = fields.get("at", NOW)
    by = fields.get("by") or city.actor("contact", city.transport)
    file = take(city, text, **fields)
    statistics_apply(file=file, seen=preview_of(file, by, at).seen, by=by, at=at)
    file.refresh_from_db()
    return file


def values(table: dict[tuple[str, date], Any], end: date) -> dict[str, Decimal]:
    """The values of a period by place."""
    return {place: row.value for (place, day), row in table.items() if day == end}
