"""The chart as a PDF."""

from collections.abc import Sequence

from luoshi.render.vector import svg_pdf
from luoshi.render.wall.paper import Paper


def wall_pdf(pages: Sequence[str], paper: Paper, *, timeout: float = 120) -> bytes:
    """The pages as a PDF whose text stays text; raises as :func:`svg_pdf`."""
    return svg_pdf(pages, paper.width, paper.height, timeout=timeout)
