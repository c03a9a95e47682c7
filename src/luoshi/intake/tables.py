"""Tables of any source as a grid, and where its header and sums are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from luoshi.core.errors import Invalid
from luoshi.intake.clauses import Header, clause
from luoshi.intake.limits import Limits
from luoshi.intake.reading import BlockKind, Draft

HEADER_WORD = re.compile(
    "(?:序号|编号|代码|项次|名称|指标|任务|事项|项目|内容|工作|目标|举措|措施|要求|标准|数量|次数|"
    "目标值|指标值|完成值|单位|部门|主体|时限|时间|日期|期限|节点|进度|进展|情况|责任人|联系人|领导|"
    "负责人|电话|备注|说明|分值|得分|权重|类别|分类|类型|领域|板块|金额|投资|资金|规模|地点|位置|起点|"
    "终点|时长|里程|用户|主题|详情|意见|问题|来源|依据|点赞数|反对数|增速|增长|计划|实绩|完成|季度|"
    "上半年|全年|年度|等级|排名|位次|河长)$"
)
SUM_WORDS = frozenset({"合计", "总计", "小计", "共计", "累计", "总合计"})
SENTENCE_END = tuple("。；！？;")
NUMBER = re.compile(r"[≥≤><≧≦＞＜=约±+\-]*[\d,]+(?:\.\d+)?[%％‰]?")
PARENTHESIS = re.compile(r"[（(][^（）()]*[)）]")
LONGEST_LABEL = 30
HEADER_WITHIN = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its source has it: text, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid; ``across`` and ``down`` mark the further places of a spanning cell."""

    text: str = ""
    heading: bool = False
    across: bool = False
    down: bool = False


EMPTY = Slot()
Grid = Sequence[Sequence[Slot]]


def expand(rows: Sequence[Sequence[Cell]], limits: Limits) -> list[list[Slot]]:
    """The grid of rows whose cells may span, laid out as HTML 4.9.12 forms a table.

    Spans are cut at ``limits.columns`` and at the last row. Raises Invalid ``sheet-too-large``.
    """
    placed: dict[tuple[int, int], Slot] = {}
    for y, cells in enumerate(rows):
        x = 0
        for cell in cells:
            while (y, x) in placed:
                x += 1
            width = max(1, min(cell.columns, limits.columns - x))
            height = max(1, min(cell.rows, len(rows) - y))
            check_cells(len(placed) + width * height, limits)
            for dy, dx in product(range(height), range(width)):
                slot = Slot(cell.text, cell.heading, dx > 0, dy > 0)
                placed.setdefault((y + dy, x + dx), slot)
            x += width
    width = max((x for _, x in placed), default=-1) + 1
    check_cells(width * len(rows), limits)
    return [[placed.get((y, x), EMPTY) for x in range(width)] for y in range(len(rows))]


def check_cells(count: int, limits: Limits, table: int = 1) -> None:
    if count > limits.table_cells:
        raise Invalid("sheet-too-large", sheet=table, limit=limits.table_cells)


def tidy(text: str) -> str:
    """One line: runs of white space become one space, and none between two Hanzi."""
    return WRAPPED.sub("", " ".join(text.split()))


WIDE = "[\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff01-\uffee]"
WRAPPED = re.compile(f"(?<={WIDE}) (?={WIDE})")


def filled(row: Sequence[Slot]) -> list[Slot]:
    """The cells of a row that have text, each spanning cell once."""
    return [slot for slot in row if is_filled(slot)]


def is_filled(slot: Slot) -> bool:
    return not slot.across and bool(slot.text.strip())


def is_label(slot: Slot) -> bool:
    text = "".join(slot.text.split())
    return (
        len(text) <= LONGEST_LABEL
        and not text.endswith(SENTENCE_END)
        and NUMBER.fullmatch(text) is None
    )


def is_header(row: Sequence[Slot]) -> bool:
    """Whether a row names columns: two labels or more, most of them ending in a header word."""
    cells = filled(row)
    if len(cells) < 2 or not all(map(is_label, cells)):
        return False
    if all(cell.heading for cell in cells):
        return True
    bare = (PARENTHESIS.sub("", "".join(cell.text.split())) for cell in cells)
    named = sum(HEADER_WORD.search(text) is not None for text in bare)
    return 2 * named > len(cells)


def is_data(row: Sequence[Slot]) -> bool:
    """Whether a row of three cells or more already holds a bare number, as a header never does."""
    cells = filled(row)
    return len(cells) >= 3 and any(NUMBER.fullmatch(cell.text.strip()) for cell in cells)


def is_sum(row: Sequence[Slot]) -> bool:
    """Whether one of the first two filled cells says 合计 or the like."""
    return any("".join(cell.text.split()) in SUM_WORDS for cell in filled(row)[:2])


def header_rows(grid: Grid) -> range | None:
    """The rows that name the columns, under any title rows; None when there are none.

    A header is as deep as the rows its vertical spans reach; a header cell over several columns
    takes the row below it in as well.
    """
    for y, row in enumerate(grid[:HEADER_WITHIN]):
        if is_header(row):
            end = y + 1
            while end < len(grid) and continues(grid, y, end):
                end += 1
            return range(y, end)
        if is_data(row):
            return None
    return None


def continues(grid: Grid, first: int, y: int) -> bool:
    if any(slot.down and slot.text for slot in grid[y]):
        return all(is_label(slot) for slot in filled(grid[y])) and not is_data(grid[y])
    grouped = any(slot.across and slot.text for slot in grid[y - 1])
    return grouped and y == first + 1 and (is_header(grid[y]) or parts_groups(grid, y))


def parts_groups(grid: Grid, y: int) -> bool:
    """Whether a row has labels under every header cell over several columns, and nothing else."""
    above = [slot.across and bool(slot.text) for slot in grid[y - 1]]
    under = [here or after for here, after in pairwise([*above, False])]
    cells = filled(grid[y])
    return [is_filled(slot) for slot in grid[y]] == under and all(map(is_label, cells))


def column_labels(grid: Grid, rows: range) -> Header:
    """For each column, its header texts from top to bottom, each once."""
    width = len(grid[0])
    columns = (dict.fromkeys(tidy(grid[y][x].text) for y in rows) for x in range(width))
    return Header(tuple("".join(text for text in texts if text) for texts in columns))


def add_table(
    draft: Draft, grid: Grid, number: int, header: range | None, first_row: int = 1
) -> None:
    """Write a grid into a draft, one line per row.

    Rows above the header are titles; under a header each row reads as one clause, without one
    its cells stand apart by tabs. The header itself is left out where rows follow, since each
    clause carries its labels. Sums are counted and left out.
    """
    begin = 0
    labels = None
    if header is not None:
        begin, labels = header.stop, column_labels(grid, header)
        bare = not any(map(filled, grid[begin:]))
        for y in range(header.stop if bare else header.start):
            kind: BlockKind = "title" if y < header.start else "header"
            draft.add(spaced(grid[y]), kind, number, first_row + y)
    for y in range(begin, len(grid)):
        if is_sum(grid[y]):
            draft.totals_left_out += 1
        else:
            draft.add(row_text(labels, grid[y]), "row", number, first_row + y)


def row_text(labels: Header | None, row: Sequence[Slot]) -> str:
    if labels is None or len(filled(row)) < 2:
        return spaced(row)
    return clause(labels, ["" if slot.across else slot.text for slot in row])


def spaced(row: Sequence[Slot]) -> str:
    return "\t".join(tidy(slot.text) for slot in filled(row))
