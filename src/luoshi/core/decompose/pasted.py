"""Rows of a division as people copy them out of a sheet: unit, figure, weight, day, stages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_ROWS = 300
TOTALS = ("合计", "总计", "小计", "全市", "total")
GAP = re.compile(r"\t|\s{2,}|(?<=\D)[,，](?=\S)|(?<=\S)[,，](?=\D)")
"""Between cells: a tab, two blanks, or a comma that does not part thousands."""
DAY = re.compile(r"\d{4}\s*[-/.年].*|\d{1,2}月(底|\d{1,2}日)|[一二三四]季度末")
HEADS: Mapping[str, tuple[str, ...]] = {
    "unit": ("单位", "责任单位", "牵头单位", "县区", "县市区", "乡镇", "地区", "unit"),
    "target": ("目标", "目标值", "任务", "任务数", "任务量", "全年", "target"),
    "weight": ("权重", "比例", "weight"),
    "due_on": ("时限", "完成时限", "完成时间", "due"),
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """One line: its number, and its cells by what they are; ``stages`` in their order."""

    line: int
    cells: Mapping[str, str]
    stages: Sequence[str] = field(default_factory=tuple)


def pasted_rows(text: str, measure: str = "") -> tuple[Pasted, ...]:
    """The lines of a pasted block, at most 300; sums and empty lines are left out.

    With a head, cells are what their column says; without, unit, figure, a day where one stands,
    and what is left are stages. Columns that say nothing known are stages too. ``measure`` is
    taken off figures. Nothing is refused here: what a cell holds is judged where it is typed.
    """
    found: list[Pasted] = []
    head: Sequence[str] = ()
    for number, raw in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in GAP.split(raw.strip())]
        if not any(cells):
            continue
        if not found and not head and (head := _head(cells)):
            continue
        row = _row(number, cells, head, measure)
        if row.cells.get("unit", "").replace(" ", "").lower() not in TOTALS:
            found.append(row)
        if len(found) == MOST_ROWS:
            break
    return tuple(found)


def _head(cells: Sequence[str]) -> Sequence[str]:
    """What each column is, where the line is a head: it names the column of units."""
    known = [_column(cell) for cell in cells]
    return known if "unit" in known else ()


def _column(cell: str) -> str:
    bare = re.sub(r"[（(].*[)）]|\s", "", cell).lower()
    if bare in ("序号", "no", "no."):
        return ""
    return next((key for key, words in HEADS.items() if bare in words), "stage")


def _row(number: int, cells: Sequence[str], head: Sequence[str], measure: str) -> Pasted:
    kinds = head or _guessed(cells)
    by_kind: dict[str, str] = {}
    stages: list[str] = []
    for kind, cell in zip(kinds, cells, strict=False):
        if kind == "stage":
            stages.append(_bare(cell, measure))
        elif kind:
            by_kind[kind] = cell if kind in ("unit", "due_on") else _bare(cell, measure)
    return Pasted(number, by_kind, tuple(stages))


def _guessed(cells: Sequence[str]) -> Sequence[str]:
    """A number before the unit is its place in the sheet."""
    kinds = ["", "unit"] if len(cells) > 1 and cells[0].isdecimal() else ["unit"]
    for cell in cells[len(kinds) :]:
        is_day = DAY.fullmatch(cell) and "due_on" not in kinds
        kinds.append("due_on" if is_day else "stage" if "target" in kinds else "target")
    return kinds


def _bare(cell: str, measure: str) -> str:
    return cell.removesuffix(measure).strip() if measure else cell
