"""The least investment that makes a project count, by sector: it differs from place to place."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.node import Node

SECTORS = ("manufacturing", "emerging", "infrastructure", "services", "livelihood")
KEYS = ("zh", "en", "least", "least_attracted", "tag", "source", "note")
LARGEST = "100000"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Least investments in 亿元 by sector; ``attracted`` goes before for capital from outside."""

    key: str
    least: Mapping[str, Decimal]
    attracted: Mapping[str, Decimal]
    source: str

    def least_for(self, sector: str, *, attracted: bool) -> Decimal | None:
        """The least investment of that sector in 亿元; None where the rule names none."""
        lower = self.attracted.get(sector) if attracted else None
        return self.least.get(sector) if lower is None else lower

    def met(self, sector: str, investment: Decimal | None, *, attracted: bool) -> bool | None:
        """Whether the investment is enough (equal is); None where either side is not known."""
        least = self.least_for(sector, attracted=attracted)
        return None if least is None or investment is None else investment >= least


def threshold_from(key: str, data: object, path: str) -> Threshold:
    """The thresholds of a mapping of rule data. Raises Invalid with the ``path`` at fault."""
    node = Node.of(data, path, KEYS)
    return Threshold(
        key, _amounts(node, "least"), _amounts(node, "least_attracted"), node.text("source")
    )


def _amounts(node: Node, key: str) -> Mapping[str, Decimal]:
    least = node.child(key, SECTORS)
    return {sector: least.number(sector, "0", LARGEST) for sector in least.data}
