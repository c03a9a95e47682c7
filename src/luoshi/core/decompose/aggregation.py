"""How the figures of parts make the figure of the whole."""

from enum import StrEnum

RATES = ("growth", "share", "rank", "reduce", "times", "vs")
PER_CENT = ("%", "％", "‰", "百分点")
UNNUMBERED = ("", "all", "by")


class Aggregation(StrEnum):
    """SUM: the parts add up. EACH: every part is held to the whole's own level. WEIGHTED:
    the mean of the parts by given weights."""

    SUM = "sum"
    EACH = "each"
    WEIGHTED = "weighted"


def aggregation_of(comparator: str, unit_of_measure: str) -> Aggregation | None:
    """The kind that fits a target of that comparator and unit; None for one without number.

    Amounts and counts add up. Growth, shares, ranks, reductions, multiples and anything in
    per cent do not: each part is held to them, unless the office chooses weights.
    """
    if comparator in UNNUMBERED:
        return None
    if comparator.startswith(RATES) or unit_of_measure.endswith(PER_CENT):
        return Aggregation.EACH
    return Aggregation.SUM
