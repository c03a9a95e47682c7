"""A list as a workbook that is edited offline and comes back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from django.utils.translation import gettext as _

from luoshi.core.exchange import Kept
from luoshi.core.listtype import CellType
from luoshi.render.roundbook import Allows, BookColumn, BookRow, RoundBook, write_roundbook
from luoshi.render.sheet import Cell, Kind
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.lines import Line
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.rows import JUDGED, STATES, shown_of
from luoshi.web.commitments.terms import typed
from luoshi.web.exchange.fields import SheetField
from luoshi.web.exchange.ids import id_of, signature_of
from luoshi.web.exchange.models import SheetOut

KINDS: dict[CellType, Kind] = {CellType.NUMBER: "decimal", CellType.DATE: "date"}
CHECKS: dict[CellType, Allows] = {
    CellType.NUMBER: "number",
    CellType.DATE: "date",
    CellType.CHOICE: "list",
    CellType.YES_NO: "list",
    CellType.TEXT: "text",
}
LEAD = 2
"""Locked columns before those that may be edited: the id and the number."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What may be edited: which columns at all, and in which rows nothing of the commitment."""

    keys: frozenset[str]
    item_keys: frozenset[str]
    shut: frozenset[int]


def id_head() -> str:
    """The head over the ids."""
    return _("编号（勿改）")


def number_head() -> str:
    """The head over the numbers of the list."""
    return _("序号")


def write_book(
    stream: IO[bytes],
    out: SheetOut,
    fields: Sequence[SheetField],
    lines: Iterable[Line],
    kept: Mapping[str, Kept],
    opened: Opened,
) -> None:
    """Every line of an export as a row; what may not be edited is locked."""
    writer = _Rows(out, fields, kept, opened)
    book = RoundBook(
        title=out.list.title,
        name=_("事项"),
        columns=[*_lead(), *(_column(each, opened) for each in fields), *_state()],
        rows=(writer.row(line) for line in lines),
        count=out.rows,
        help_name=_("填写说明"),
        help=_help(out.list),
        meta=("luoshi", str(out.pk), out.sha256, signature_of(out)),
        error_title=_("填写有误"),
        error_text=_("请从下拉列表中选择，或按本栏的类型填写。"),
    )
    write_roundbook(stream, book)


def _help(lst: CommitmentList) -> list[str]:
    return [
        _("怎样离线修改“%(title)s”") % {"title": lst.title},
        _("一、只改浅蓝色表头的栏目；灰色的栏目由系统计算，已锁定，改了也不会采用。"),
        _("二、不要改“编号”。编号用来认出每一行；改了、重了的行不会采用，会在预览里列出。"),
        _("三、新增事项写在最后一行下面，编号留空，“事项”和必填栏目都要填。导入后为待交办。"),
        _("四、删掉一行不会删除事项。不再办理的事项，请在系统里撤销。"),
        _(
            "五、单位、种类、比较等从下拉列表选择；几个配合单位之间用顿号隔开；日期写 2026-03-31，"
            "也可以写 12月底；“同上”和“〃”取上一行的。"
        ),
        _("六、公式只取 Excel 已算出的值，导入时逐格确认；系统不会重新计算。"),
        _("七、几个人可以同时改各自的文件，先后导入。两人改了同一格而内容不同，导入时逐格选择。"),
        _("八、导入前先预览，确认后才保存；导入后可以撤销。"),
    ]


def _lead() -> list[BookColumn]:
    return [BookColumn(id_head(), width=16), BookColumn(number_head(), "whole", width=7)]


def _column(each: SheetField, opened: Opened) -> BookColumn:
    column = each.field.column
    return BookColumn(
        each.head,
        KINDS.get(column.kind, "text"),
        width=each.width,
        is_open=each.key in opened.keys | opened.item_keys,
        allows="text" if each.field.many else CHECKS[column.kind],
        choices=each.offered,
        low=column.low if column.kind in KINDS else None,
        high=column.high if column.kind in KINDS else None,
        hint=each.hint,
    )


def _state() -> list[BookColumn]:
    return [
        BookColumn(_("状态"), width=9),
        BookColumn(_("亮灯"), width=11, is_light=True),
        BookColumn(_("依据"), width=24),
        BookColumn(_("亮灯规则"), width=16),
        BookColumn(_("计划进度"), "percent", width=9),
        BookColumn(_("说：自报值"), "decimal", width=11),
        BookColumn(_("说：自报进度"), "percent", width=9),
        BookColumn(_("做：佐证件数"), "whole", width=9),
        BookColumn(_("成：核实值"), "decimal", width=11),
        BookColumn(_("成：核实进度"), "percent", width=9),
        BookColumn(_("成：核验结论"), width=11),
        BookColumn(_("成：核实截至"), "date", width=12),
        BookColumn(_("冻结时目标值"), "decimal", width=11),
        BookColumn(_("冻结时时限"), "date", width=12),
        BookColumn(_("冻结时牵头单位"), width=14),
    ]


class _Rows:
    def __init__(
        self,
        out: SheetOut,
        fields: Sequence[SheetField],
        kept: Mapping[str, Kept],
        opened: Opened,
    ) -> None:
        self.out, self.kept, self.opened = out, kept, opened
        self.read = [(each.key, _reader(each)) for each in fields]
        self.states, self.judged = STATES.now(), JUDGED.now()
        self.colours = {code: str(words) for code, words in COLOURS.items()}
        self.shut = frozenset(
            LEAD + at for at, each in enumerate(fields) if each.key in opened.keys
        )
        self.nothing: frozenset[int] = frozenset()

    def row(self, line: Line) -> BookRow:
        cells: list[Cell | tuple[str, str]] = [id_of(self.out, line.pk), line.number]
        own = self.kept[str(line.pk)].cells
        cells += [read(own[key]) for key, read in self.read]
        cells += self._stands(line)
        return BookRow(cells, self.shut if line.pk in self.opened.shut else self.nothing)

    def _stands(self, line: Line) -> list[Cell | tuple[str, str]]:
        shown, was = shown_of(line), line.original
        return [
            self.states[line.state],
            (shown.light, f"{self.colours[shown.light]} {shown.accepted}".rstrip()),
            shown.label,
            shown.rule,
            line.planned_share,
            line.said_value,
            line.said_share,
            line.evidence_count or 0,
            line.achieved_value,
            line.achieved_share,
            self.judged.get(line.finding),
            line.achieved_on,
            typed("target", was["target"]) if "target" in was else None,
            typed("due_on", was["due_on"]) if "due_on" in was else None,
            was.get("lead_unit_name", ""),
        ]


def _words(each: SheetField) -> Mapping[str, str]:
    """What is written for a kept choice."""
    column = each.field.column
    if column.kind == CellType.YES_NO:
        return {"yes": _("是"), "no": _("否")}
    named = column.choices
    if each.offered and len(each.offered) == len(named):
        return {choice.key: words for choice, words in zip(named, each.offered, strict=True)}
    return {choice.key: choice.zh for choice in reversed(named)}


Reading = Callable[[str | None], Cell]


def _reader(each: SheetField) -> Reading:
    """What makes a cell of what is kept in that column."""
    kind, words = each.field.column.kind, _words(each)
    if each.field.many:
        return _written(lambda kept: "、".join(words.get(key, key) for key in kept.split(",")))
    if kind == CellType.NUMBER:
        return _written(Decimal)
    if kind == CellType.DATE:
        return _written(date.fromisoformat)
    return _written(lambda kept: words.get(kept, kept))


def _written(made: Callable[[str], Cell]) -> Reading:
    def read(kept: str | None) -> Cell:
        if not kept:
            return None if kept == "" else _("（文字过长，请在系统里修改）")
        try:
            return made(kept)
        except (ValueError, ArithmeticError):
            return kept

    return read
