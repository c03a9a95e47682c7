"""One thing about a decomposition or a list that somebody should look at, and from when on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.core.node import Node

CODES = (
    "unled", "unnumbered-parts", "parts-under", "parts-over", "ceiling-over", "part-over-whole",
    "part-below-whole", "part-due-after", "part-starts-before", "stage-under", "stage-falls",
    "stage-not-whole", "back-loaded", "undivided", "orphan", "due-after-parent",
    "starts-before-parent", "conflicting-dates", "conflicting-targets", "not-above-last-year",
    "below-trend",
)  # fmt: skip
"""Every code there is, in the order in which a page shows them."""
KEYS = (
    "over_share", "over", "last_month_share", "trend_years", "zh", "en", "tag", "source",
)  # fmt: skip
MARK, REFUSE = "mark", "refuse"


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding: ``code`` and ``params`` make the sentence, ``keys`` are what it is about."""

    code: str
    keys: tuple[str, ...]
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagRule:
    """From when on something is flagged.

    ``over_share``: the sum exceeds the whole by more than this share (层层加码). ``over``: whether
    parts beyond the whole are marked (a stretch is allowed) or refused (``mark``, ``refuse``).
    ``last_month_share``: more than this share is planned for the last month.
    ``trend_years``: a trend needs at least this many past years.
    """

    over_share: Decimal
    last_month_share: Decimal
    trend_years: int
    source: str
    over: str = MARK


def flag_rule_from(data: object, path: str) -> FlagRule:
    """The rule that a mapping of rule data describes. Raises Invalid with the ``path`` at fault."""
    node = Node.of(data, path, KEYS)
    return FlagRule(
        node.number("over_share", "0", "10"),
        node.number("last_month_share", "0", "1"),
        node.whole("trend_years", 2, 20),
        node.text("source"),
        node.choice("over", (MARK, REFUSE)),
    )


def plain(number: Decimal) -> str:
    """The number without exponent and trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal) -> str:
    """A share in per cent, at most two places."""
    return plain((share * 100).quantize(Decimal("0.01")))
