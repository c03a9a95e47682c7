"""A table of commitments as an Excel workbook: said, did and achieved in columns of their own."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.commitments.columns import Column
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.lines import Line
from luoshi.web.commitments.rows import JUDGED, STATES, shown_of
from luoshi.web.commitments.table import OWN
from luoshi.web.commitments.terms import typed
from luoshi.web.commitments.wording import comparator_text


def workbook(lines: Iterable[Line], columns: Sequence[Column], chosen: Sequence[str] = ()) -> bytes:
    """One row a commitment, in the order given; values and shares as numbers.

    ``chosen``: the keys of ``table`` whose columns are wanted, in their order; none for all.
    """
    heads = _heads(columns)
    places = _places([key for key, _head in heads], chosen)
    rows = (_cells(line, columns) for line in lines)
    if places:
        rows = ([cells[place] for place in places] for cells in rows)
    kept = [heads[place][1] for place in places] or [head for _key, head in heads]
    return xlsx([Sheet(_("事项"), kept, rows)])


def _places(keys: Sequence[str], chosen: Sequence[str]) -> list[int]:
    """Where the chosen columns stand; none where nothing of the chosen is there."""
    found = [at for want in dict.fromkeys(chosen) for at, key in enumerate(keys) if key == want]
    return [at for at, key in enumerate(keys) if not key] + found if found else []


def _heads(columns: Sequence[Column]) -> list[tuple[str, SheetColumn]]:
    """Every head with the key of the table's column that it belongs to; none: always there."""
    return [
        ("", SheetColumn(_("序号"), "whole")),
        ("", SheetColumn(_("事项"), width=48)),
        ("", SheetColumn(_("语气"))),
        *((OWN + column.key, SheetColumn(column.label)) for column in columns),
        ("lead", SheetColumn(_("牵头单位"))),
        ("leader", SheetColumn(_("责任领导"))),
        ("target", SheetColumn(_("比较"))),
        ("target", SheetColumn(_("目标值"), "decimal")),
        ("target", SheetColumn(_("计量单位"))),
        ("due", SheetColumn(_("时限"), "date")),
        ("weight", SheetColumn(_("权重"), "decimal")),
        ("planned", SheetColumn(_("计划进度"), "percent")),
        ("said", SheetColumn(_("说：自报值"), "decimal")),
        ("said", SheetColumn(_("说：自报进度"), "percent")),
        ("did", SheetColumn(_("做：佐证件数"), "whole")),
        ("achieved", SheetColumn(_("成：核实值"), "decimal")),
        ("achieved", SheetColumn(_("成：核实进度"), "percent")),
        ("achieved", SheetColumn(_("成：核验结论"))),
        ("achieved", SheetColumn(_("成：核实截至"), "date")),
        ("light", SheetColumn(_("亮灯"))),
        ("light", SheetColumn(_("依据"), width=30)),
        ("light", SheetColumn(_("亮灯规则"))),
        ("light", SheetColumn(_("滞后理由认可"), width=24)),
        ("state", SheetColumn(_("状态"))),
        ("target", SheetColumn(_("冻结时目标值"), "decimal")),
        ("due", SheetColumn(_("冻结时时限"), "date")),
        ("lead", SheetColumn(_("冻结时牵头单位"))),
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
        shown.accepted,
        STATES[line.state],
        typed("target", line.original.get("target", "")),
        typed("due_on", line.original.get("due_on", "")),
        line.original.get("lead_unit_name", ""),
    ]
