"""A sheet that nobody made for us: which column is what, which rows are none, what cells mean."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.listtype import CellType, Column, Named, read_cell
from luoshi.core.listtype.definition import LONGEST_TITLE, LONGEST_UNIT

NEW = "new"
"""A column that nothing known fits: it may become one of a new list type."""
LEFT = ""
FULL = str.maketrans("０１２３４５６７８９．，％（）：", "0123456789.,%():")
PARENTHESIS = re.compile(r"\(([^()]*)\)")
UNIT_WORD = re.compile(r"(?:单位[::]?)?\s*([^\s\d,、;；/]{1,8})")
LEAST_REPEATS = 2
"""A choice names each of its values so often on average."""
MOST_CHOICES = 12
LONGEST_CHOICE = 12
QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:前|之前|以前)?")
MONTH = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})月?(?:底|末|份|底前|末前|前)?")
QUARTER = re.compile(r"(?:(\d{4})年)?第?([一二三四1-4])季度(?:末|底|末前|底前|前)?")
HALF = re.compile(r"(?:(\d{4})年)?([上下])半年(?:末|底|前)?")
THIRD = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})月份?([上中下])旬(?:底|末)?(?:之?前|以前)?")
THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
YEAR = re.compile(r"(?:(\d{4})年?|年)(?:度|底|末|内|底前|末前|全年)?|全年|长期")
AMOUNT = re.compile(
    r"(?P<sign>≥|≧|>=|不低于|不少于|达到|确保|>|≤|≦|<=|不超过|不高于|<|=|约|≈)?"
    r"\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s,，。;；]{0,12}?)(?P<more>以上|以下|左右|以内)?"
)
SIGNS = {
    "≥": ">=", "≧": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "确保": ">=",
    ">": ">", "≤": "<=", "≦": "<=", "<=": "<=", "不超过": "<=", "不高于": "<=", "<": "<",
    "=": "=", "约": "~", "≈": "~", "以上": ">=", "以下": "<=", "以内": "<=", "左右": "~",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column may be. ``key``: a known field, ``new``, or empty to leave it out.

    ``unit`` stands in the head; ``kind`` and ``choices`` are those of a new column.
    """

    label: str
    key: str
    unit: str = ""
    kind: CellType = CellType.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A target as sheets write it: number, comparator and unit as far as they are there."""

    number: Decimal
    comparator: str = ""
    unit: str = ""


def plain(text: str) -> str:
    """One line without blanks between Hanzi, digits and brackets in half width."""
    return "".join(text.translate(FULL).split())


def bare(label: str) -> str:
    """A head without what stands in brackets."""
    return PARENTHESIS.sub("", plain(label))


def unit_in(label: str) -> str:
    """The unit that a head names in brackets, as in 投资(万元); empty without one."""
    for told in PARENTHESIS.findall(plain(label)):
        found = UNIT_WORD.fullmatch(told)
        if found and not told.isdigit():
            return str(found[1])[:LONGEST_UNIT]
    return ""


def guesses(
    labels: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: Mapping[str, Iterable[str]],
    skipped: Iterable[str] = (),
) -> list[Guess]:
    """One guess for each column. ``words``: field → heads under which sheets have it, the usual
    first; ``skipped``: heads of columns that hold nothing to keep. No field is given twice: the
    head that is the word goes before one that only ends in it.
    """
    heads = [bare(label) for label in labels]
    taken: dict[int, str] = {}
    for fits in (_is, _ends):
        for key, known in words.items():
            if key in taken.values():
                continue
            for word in known:
                at = next((i for i, h in enumerate(heads) if i not in taken and fits(h, word)), -1)
                if at >= 0:
                    taken[at] = key
                    break
    none = {bare(word) for word in skipped}
    return [
        _guess(label, taken.get(at, ""), heads[at] in none, [row[at] for row in rows])
        for at, label in enumerate(labels)
    ]


def _is(head: str, word: str) -> bool:
    return head == bare(word)


def _ends(head: str, word: str) -> bool:
    return len(word) > 1 and (head.endswith(bare(word)) or head.startswith(bare(word)))


def _guess(label: str, key: str, is_none: bool, cells: Sequence[str]) -> Guess:
    filled = [plain(cell) for cell in cells if cell.strip()]
    unit = unit_in(label)
    if key:
        return Guess(label, key, unit)
    if is_none or not filled or not bare(label):
        return Guess(label, LEFT, unit)
    kind, choices = kind_of(filled, unit)
    return Guess(label, NEW, unit, kind, choices)


def kind_of(filled: Sequence[str], unit: str = "") -> tuple[CellType, tuple[str, ...]]:
    """What cells like these hold, and the choices of a choice."""
    for kind in (CellType.YES_NO, CellType.NUMBER, CellType.DATE):
        column = Column("c", "c", "c", kind, unit=unit if kind == CellType.NUMBER else "")
        if all(_reads(column, cell) for cell in filled):
            return kind, ()
    different = tuple(dict.fromkeys(filled))
    if (
        2 <= len(different) <= MOST_CHOICES
        and len(filled) >= LEAST_REPEATS * len(different)
        and max(map(len, different)) <= LONGEST_CHOICE
    ):
        return CellType.CHOICE, different
    return CellType.TEXT, ()


def _reads(column: Column, cell: str) -> bool:
    if column.kind == CellType.YES_NO and cell.isdigit():
        return False
    try:
        read_cell(column, cell)
    except Invalid:
        return False
    return True


def column_of(guess: Guess, number: int) -> Column:
    """The column of a new list type; its key is ``c`` with its number."""
    name = bare(guess.label)[:LONGEST_TITLE]
    choices = tuple(Named(f"v{at}", text, text) for at, text in enumerate(guess.choices, 1))
    return Column(
        f"c{number}",
        name,
        name,
        guess.kind,
        unit=guess.unit if guess.kind == CellType.NUMBER else "",
        choices=choices if guess.kind == CellType.CHOICE else (),
    )


def is_note(cells: Sequence[str], words: Iterable[str]) -> bool:
    """Whether a row is a remark under the table or a heading within it: one text, over all cells,
    or two at most of which the first begins with such a word.
    """
    filled = list(dict.fromkeys(plain(cell) for cell in cells if cell.strip()))
    if not filled:
        return True
    begins = filled[0].startswith(tuple(words))
    return (len(filled) == 1 and (begins or len(cells) > 1)) or (len(filled) == 2 and begins)


def planned_day(text: str, year: int, *, begins: bool = False) -> date | None:
    """The last day that a cell means: a day, ten days, a month, a quarter, half a year, a year.

    None where it means none. ``year`` is that of cells which name none. ``begins``: of a column of
    first days, the first day instead, unless the cell says 底 or 末.
    """
    told = plain(text)
    try:
        span = _span(told, year)
    except ValueError:
        return None
    if span is None:
        return None
    return span[0] if begins and not re.search("[底末]", told) else span[1]


def _span(told: str, year: int) -> tuple[date, date] | None:
    """The first and the last day. Raises ValueError for a day that no calendar has."""
    if found := DAY.fullmatch(told):
        day = date(int(found[1] or year), int(found[2]), int(found[3]))
        return day, day
    if found := THIRD.fullmatch(told):
        first, last = THIRDS[found[3]]
        _begin, end = _months(found[1], year, int(found[2]), 1)
        return end.replace(day=first), end.replace(day=min(last, end.day))
    if found := MONTH.fullmatch(told):
        return _months(found[1], year, int(found[2]), 1)
    if found := QUARTER.fullmatch(told):
        return _months(found[1], year, QUARTERS[found[2]], 3)
    if found := HALF.fullmatch(told):
        return _months(found[1], year, 6 if found[2] == "上" else 12, 6)
    if found := YEAR.fullmatch(told):
        return _months(found[1], year, 12, 12)
    return None


def _months(named: str | None, year: int, last: int, count: int) -> tuple[date, date]:
    """So many months, of which the last is given."""
    at = int(named or year)
    return date(at, last - count + 1, 1), date(at, last, monthrange(at, last)[1])


def amount_in(text: str) -> Amount | None:
    """A target like ≥60公里, 不低于１，２００万元 or 7.5%以上; None for anything else."""
    found = AMOUNT.fullmatch(plain(text))
    if found is None:
        return None
    sign = SIGNS.get(found["sign"] or found["more"] or "", "")
    return Amount(Decimal(found["number"].replace(",", "")), sign, found["unit"][:LONGEST_UNIT])
