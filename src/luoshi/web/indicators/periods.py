"""Periods and numbers of statistics in words."""

from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from luoshi.core.ranking import published
from luoshi.web.indicators.models import Frequency, Indicator
from luoshi.web.quarters import quarter_text


def period_text(end: date, indicator: Indicator) -> str:
    """2026年1-3月, 2026年3月, 2026年1-2季度, 2026年二季度, 2026年."""
    month = str(MONTHS_3[end.month]).capitalize()
    quarter = end.month // 3
    told: dict[str, object] = {"year": end.year, "n": end.month, "month": month}
    if indicator.frequency == Frequency.YEAR:
        return _("%(year)s年") % told
    if indicator.frequency == Frequency.QUARTER:
        told["n"] = quarter
        if indicator.cumulative and quarter > 1:
            return _("%(year)s年1-%(n)s季度") % told
        return quarter_text(end.year, quarter)
    if indicator.cumulative and end.month > 1:
        return _("%(year)s年1-%(n)s月") % told
    return _("%(year)s年%(n)s月") % told


def number_text(value: Decimal, indicator: Indicator, *, sign: bool = False) -> str:
    """With the decimals of the indicator; ``sign``: with + or −."""
    shown = published(value, indicator.places)
    text = f"{shown:+,f}" if sign else f"{shown:,f}"
    return text.replace("-", "−")


def measured(value: Decimal, indicator: Indicator) -> str:
    """The number with its unit of measure."""
    unit = indicator.unit_of_measure
    gap = "" if unit.startswith("%") else " "
    return f"{number_text(value, indicator)}{gap}{unit}".strip()
