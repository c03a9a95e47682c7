"""Which lines of a long trace are drawn: the first level, and the part that was opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.web.assessment.models import ScoreNode

LONG = 60
"""A trace of more lines than this is folded: nobody reads two hundred at once."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``nodes`` are drawn; ``hidden`` counts by path of the first level what lies below it
    undrawn; ``total`` are all lines. Nothing is hidden where the trace is short or wanted whole."""

    nodes: tuple[ScoreNode, ...]
    hidden: dict[str, int]
    total: int


def folded(nodes: Sequence[ScoreNode], part: str, *, whole: bool) -> Folded:
    """``part`` is the path of the first level that was opened."""
    if whole or len(nodes) <= LONG:
        return Folded(tuple(nodes), {}, len(nodes))
    shown, hidden = [], dict[str, int]()
    for node in nodes:
        top = node.path.partition(".")[0]
        if node.depth <= 1 or top == part:
            shown.append(node)
        else:
            hidden[top] = hidden.get(top, 0) + 1
    return Folded(tuple(shown), hidden, len(nodes))
