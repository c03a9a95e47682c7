"""风向标: what moved most since the session before, and on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luoshi.web.appraisal.heard import CommentLine, comment_lines
from luoshi.web.arena.board import Board, Group, Row

MOST = 3
"""Units told of on each side of a group: the page is one sheet of paper."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A criterion on which a unit's number changed: ``by`` points of the whole, told to
    ``places`` decimals, as the rules of the latest session publish."""

    name: str
    by: Decimal
    places: int

    @property
    def text(self) -> str:
        """The change with its sign."""
        return f"{self.by:+.{self.places}f}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit that moved, on what, and what was said of it in the room."""

    row: Row
    by: Decimal | None
    causes: Sequence[Cause]
    places: int
    comments: Sequence[CommentLine]

    @property
    def change(self) -> str:
        """The change of its total, with its sign; empty where the totals are of other rules."""
        return "" if self.by is None else f"{self.by:+.{self.places}f}"


@dataclass(frozen=True, slots=True)
class Vane:
    """A group with who gained and who lost most; ``tied``: how many share a place now."""

    group: Group
    up: Sequence[Moved]
    down: Sequence[Moved]
    still: int
    tied: int


def vane_of(board: Board) -> list[Vane]:
    """Group by group: one query beside those of the board. Empty before two released sessions."""
    if len(board.released) < 2:
        return []
    before, now = board.released[-2].session.rules, board.released[-1].session.rules
    names = _comparable(before, now)
    said: dict[str, list[CommentLine]] = {}
    for line in comment_lines(board.released[-1].session):
        said.setdefault(line.unit, []).append(line)
    return [_vane(group, names, said) for group in board.groups]


def _comparable(before: Any, now: Any) -> Mapping[str, str]:
    """Criteria by key where both sessions had the same, with the same maximum; else none."""
    then = {each["key"]: each["maximum"] for each in before["criteria"]}
    same = {each["key"]: each["maximum"] for each in now["criteria"]} == then
    return {each["key"]: each["name"] for each in now["criteria"]} if same else {}


def _vane(
    group: Group, names: Mapping[str, str], said: Mapping[str, Sequence[CommentLine]]
) -> Vane:
    moved = [row for row in group.rows if row.gained]
    rows = sorted(
        moved, key=lambda row: (-abs(row.gained or Decimal(0)), row.unit.position, row.unit.code)
    )
    told = [_moved(row, names, said.get(row.unit.short_name, ())) for row in rows]
    up = [each for each in told if (each.row.gained or 0) > 0]
    down = [each for each in told if (each.row.gained or 0) < 0]
    still = sum(row.gained == 0 for row in group.rows)
    tied = sum(row.last is not None and row.last.tied for row in group.rows)
    return Vane(group, up[:MOST], down[:MOST], still, tied)


def _moved(row: Row, names: Mapping[str, str], comments: Sequence[CommentLine]) -> Moved:
    now, then = row.last, row.before
    assert now
    assert then
    changes = [
        Cause(name, now.criteria[key] - then.criteria[key], now.places)
        for key, name in names.items()
        if key in now.criteria and key in then.criteria
    ]
    causes = sorted(changes, key=lambda each: -abs(each.by))[:2]
    comparable = names and now.total is not None and then.total is not None
    by = now.total - then.total if comparable and now.total and then.total else None
    return Moved(row, by, [each for each in causes if each.by], now.places, comments)
