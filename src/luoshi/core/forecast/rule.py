"""The numbers of a forecast, as data."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoshi.core.errors import Invalid
from luoshi.core.node import Node

KEYS = (
    *("zh", "en", "text", "text_en", "prior", "recent", "tag", "source", "note"),
    *("least_finished", "least_each", "least_alike", "settle_days"),
    *("time_bands", "reach_bands", "shown_bands"),
)


@dataclass(frozen=True, slots=True)
class ForecastRule:
    """``least_finished``: finished commitments without which nothing is said; ``least_each``: of
    both outcomes; ``least_alike``: in the same place. ``settle_days``: after the due day, until
    a missing last report counts as not done. ``prior``: how many commitments the wider group
    weighs. ``recent``: weight (0 … 1) of the last stretch in the own pace. Bands are upper
    limits, ascending; what is equal to one belongs to the next."""

    least_finished: int
    least_each: int
    least_alike: int
    settle_days: int
    prior: Fraction
    recent: Fraction
    time_bands: tuple[Decimal, ...]
    reach_bands: tuple[Decimal, ...]
    shown_bands: tuple[Decimal, ...]


def forecast_rule_from(data: object, path: str) -> ForecastRule:
    """The rule that a mapping of rule data describes.

    Raises Invalid with ``path``; ``forecast-bands`` for bands that do not rise.
    """
    node = Node.of(data, path, KEYS)
    return ForecastRule(
        least_finished=node.whole("least_finished", 1, 10_000),
        least_each=node.whole("least_each", 1, 10_000),
        least_alike=node.whole("least_alike", 1, 10_000),
        settle_days=node.whole("settle_days", 0, 366),
        time_bands=_bands(node, "time_bands"),
        reach_bands=_bands(node, "reach_bands"),
        shown_bands=_bands(node, "shown_bands"),
        prior=Fraction(node.number("prior", "0.1", "1000")),
        recent=Fraction(node.number("recent", "0", "1")),
    )


def _bands(node: Node, name: str) -> tuple[Decimal, ...]:
    given = node.data.get(name)
    if not isinstance(given, list) or not given:
        raise Invalid("forecast-bands", path=node.at(name))
    found = tuple(Node({"limit": each}, node.at(name)).number("limit", "0", "2") for each in given)
    if list(found) != sorted(set(found)):
        raise Invalid("forecast-bands", path=node.at(name))
    return found
