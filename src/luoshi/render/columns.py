"""How wide the columns of a table are: no figure is broken while another column has room."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from luoshi.render.layout import layout
from luoshi.render.paper import Column, Table

MARKS = frozenset(".,:;'|! ")
"""Narrow marks in every font."""
CELL_MARGIN = 85
"""Twips left free on each side of a cell."""


def column_widths(table: Table, total: int) -> list[int]:
    """Twips by column, ``total`` in all.

    Each gets what its widest cell needs in the widest of the usual fonts; heads are broken in
    two where that is too much. What is left goes by share. Where even that does not suffice,
    the widest columns are cut to one width, so that what breaks is a name and not a figure.
    """
    for lines in (1, 2):
        needs = [_need(table, at, lines) for at in range(len(table.columns))]
        if sum(needs) <= total:
            return _shared(table.columns, needs, total)
    return _cut(needs, total)


def ink_width(text: str) -> Decimal:
    """The room that the text takes in full characters, where digits are broad."""
    numbers = layout().choices
    narrow = sum(char in MARKS for char in text)
    half = sum(char.isascii() for char in text) - narrow
    wide = len(text) - narrow - half
    return wide + half * numbers["table.digit"] + narrow * numbers["table.point"]


def _need(table: Table, at: int, lines: int) -> int:
    head = ink_width(table.columns[at].title) / lines
    if lines > 1:
        head = head.to_integral_value(ROUND_CEILING)
    widest = max([head, *(ink_width(row[at].text) for row in table.rows)])
    size = layout().choices["table.size"] * 20
    return int((widest * size).to_integral_value(ROUND_CEILING)) + 2 * CELL_MARGIN


def _shared(columns: Sequence[Column], needs: Sequence[int], total: int) -> list[int]:
    """What is left goes by share, whole twips, what rounding leaves to the last column."""
    left = total - sum(needs)
    shares = sum(column.share for column in columns)
    widths = [
        need + left * column.share // shares for need, column in zip(needs, columns, strict=True)
    ]
    widths[-1] += total - sum(widths)
    return widths


def _cut(needs: Sequence[int], total: int) -> list[int]:
    """The widest columns at one width, the others as they need."""
    widths, room = list(needs), total
    ranked = sorted(range(len(needs)), key=lambda at: needs[at])
    for done, at in enumerate(ranked):
        widths[at] = min(needs[at], room // (len(needs) - done))
        room -= widths[at]
    return widths
