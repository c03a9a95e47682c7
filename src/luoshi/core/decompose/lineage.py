"""Parents: a tree, never a circle, and not deeper than there are levels."""

from collections.abc import Mapping

from luoshi.core.errors import Invalid

DEEPEST = 6
"""Province, city, county, town, village, and one to spare."""


def check_parent(above: Mapping[str, str | None], child: str, parent: str) -> None:
    """``above`` names the parent of every commitment from ``parent`` upwards.

    Raises Invalid ``parent-cycle`` where the child stands above the parent, or is it, and
    ``parent-too-deep`` beyond six levels; both with ``field``.
    """
    step: str | None = parent
    for _ in range(DEEPEST):
        if step == child:
            raise Invalid("parent-cycle", field="parent")
        step = above.get(step) if step else None
        if step is None:
            return
    raise Invalid("parent-too-deep", field="parent")
