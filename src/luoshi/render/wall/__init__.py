"""The wall chart (挂图作战): rows down, months across, as SVG for screen and paper."""

from luoshi.render.wall.paper import PAPERS, Paper, pages
from luoshi.render.wall.pdf import wall_pdf
from luoshi.render.wall.strip import (
    Axis,
    Bar,
    Cell,
    Step,
    bar_strip,
    cell_strip,
    grid,
    key,
    month_names,
    today_line,
)
from luoshi.render.wall.values import Block, Row, Wall, Words

__all__ = [
    "PAPERS",
    "Axis",
    "Bar",
    "Block",
    "Cell",
    "Paper",
    "Row",
    "Step",
    "Wall",
    "Words",
    "bar_strip",
    "cell_strip",
    "grid",
    "key",
    "month_names",
    "pages",
    "today_line",
    "wall_pdf",
]
