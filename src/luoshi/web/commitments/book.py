"""A table of commitments as an Excel workbook: said, did and achieved in columns of their own."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.commitments.columns import Column
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.lines import Line
from luoshi.web.commitments.rows import JUDGED, STATES, shown_of
from luoshi.web.commitments.terms import typed
from luoshi.web.commitments.wording import comparator_text


def workbook(lines: Iterable[Line], columns: Sequence[Column]) -> bytes:
    """One row a commitment, in the order given; values and shares as numbers."""
    sheet = Sheet(_("事项"), _heads(columns), (_cells(line, columns) for line in lines))
    return xlsx([sheet])


def _heads(columns: Sequence[Column]) -> list[SheetColumn]:
    return [
        SheetColumn(_("序号"), "whole"),
        SheetColumn(_("事项"), width=48),
        SheetColumn(_("语气")),
        *(SheetColumn(column.label) for column in columns),
        SheetColumn(_("牵头单位")),
        SheetColumn(_("责任领导")),
        SheetColumn(_("比较")),
        SheetColumn(_("目标值"), "decimal"),
        SheetColumn(_("计量单位")),
        SheetColumn(_("时限"), "date"),
        SheetColumn(_("权重"), "decimal"),
        SheetColumn(_("计划进度"), "percent"),
        SheetColumn(_("说：自报值"), "decimal"),
        SheetColumn(_("说：自报进度"), "percent"),
        SheetColumn(_("做：佐证件数"), "whole"),
        SheetColumn(_("成：核实值"), "decimal"),
        SheetColumn(_("成：核实进度"), "percent"),
        SheetColumn(_("成：核验结论")),
        SheetColumn(_("成：核实截至"), "date"),
        SheetColumn(_("亮灯")),
        SheetColumn(_("依据"), width=30),
        SheetColumn(_("亮灯规则")),
        SheetColumn(_("状态")),
        SheetColumn(_("冻结时目标值"), "decimal"),
        SheetColumn(_("冻结时时限"), "date"),
        SheetColumn(_("冻结时牵头单位")),
    ]


def _cells(line: Line, columns: Sequence[Column]) -> list[Cell]:
    shown = shown_of(line)
    return [
        line.number,
        line.text,
        line.modality,
        *(column.text(line.extra.get(column.key)) for column in columns),
        line.lead_unit or "",
        line.leader,
        comparator_text(line.comparator),
        line.target,
        line.unit_of_measure,
        line.due_on,
        line.weight,
        line.planned_share,
        line.said_value,
        line.said_share,
        line.evidence_count or 0,
        line.achieved_value,
        line.achieved_share,
        JUDGED.get(line.finding),
        line.achieved_on,
        str(COLOURS[shown.light]),
        shown.label,
        shown.rule,
        STATES[line.state],
        typed("target", line.original.get("target", "")),
        typed("due_on", line.original.get("due_on", "")),
        line.original.get("lead_unit_name", ""),
    ]
