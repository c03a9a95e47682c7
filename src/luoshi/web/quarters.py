"""How a quarter is written, the same on every page."""

from django.utils.translation import gettext

NUMERALS = "一二三四"


def quarter_text(year: int, quarter: int) -> str:
    """2026年四季度; ``quarter`` is 1 … 4."""
    told = {"year": year, "quarter": quarter, "numeral": NUMERALS[quarter - 1]}
    return gettext("%(year)s年%(numeral)s季度") % told
