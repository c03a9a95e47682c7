"""How many claims are verified: a rule of the field, as data."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from luoshi.core.node import Node

MANY = 100_000
KEYS = ("zh", "en", "text", "text_en", "minimum", "share", "each_stratum", "certain_weight")


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """Certain: every claim of being done whose weight is at least ``certain_weight``.

    Random, from the rest: ``share`` of it, at least ``minimum``, and at least
    ``each_stratum`` of every stratum.
    """

    key: str
    label: str
    minimum: int
    share: Decimal
    each_stratum: int
    certain_weight: Decimal
    source: str

    def size(self, pool: int) -> int:
        """How many of ``pool`` claims are drawn at random: max(minimum, share, rounded up)."""
        wanted = int((self.share * pool).to_integral_value(ROUND_CEILING))
        return min(max(self.minimum, wanted), pool)


def sampling_rule_from(key: str, data: object, path: str) -> SamplingRule:
    """The rule that a mapping of rule data describes.

    Keys: zh, en (name), text, text_en (the rule in words), minimum, share (0 … 1),
    each_stratum, certain_weight, tag, source, note.
    Raises Invalid with the ``path`` of the node at fault.
    """
    node = Node.of(data, path, (*KEYS, "tag", "source", "note"))
    return SamplingRule(
        key,
        node.text("zh"),
        node.whole("minimum", 0, MANY),
        node.number("share", "0", "1"),
        node.whole("each_stratum", 0, MANY),
        node.number("certain_weight", "0", str(MANY)),
        node.text("source"),
    )
