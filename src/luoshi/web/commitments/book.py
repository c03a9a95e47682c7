"""A table of commitments as an Excel workbook: said, did and achieved in columns of their own."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.commitments.columns import Column
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.rows import shown_of
from luoshi.web.commitments.wording import FINDINGS, comparator_text


def workbook(commitments: Iterable[Commitment], columns: Sequence[Column]) -> bytes:
    """One row a commitment, in the order given; values and shares as numbers."""
    sheet = Sheet(_("事项"), _heads(columns), (_cells(row, columns) for row in commitments))
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
        SheetColumn(_("亮灯")),
        SheetColumn(_("依据"), width=30),
        SheetColumn(_("亮灯规则")),
        SheetColumn(_("状态")),
    ]


def _cells(commitment: Commitment, columns: Sequence[Column]) -> list[Cell]:
    extra = getattr(commitment, "extra", {})
    shown = shown_of(commitment)
    return [
        getattr(commitment, "number", None),
        commitment.text,
        commitment.modality,
        *(column.text(extra.get(column.key)) for column in columns),
        str(commitment.lead_unit or ""),
        commitment.leader,
        comparator_text(commitment.comparator),
        commitment.target,
        commitment.unit_of_measure,
        commitment.due_on,
        getattr(commitment, "weight", None),
        *_progress(commitment),
        str(COLOURS[shown.light]),
        shown.label,
        shown.rule,
        commitment.get_state_display(),
    ]


def _progress(commitment: Commitment) -> list[Cell]:
    progress = getattr(commitment, "progress", None)
    if progress is None:
        return [None, None, None, 0, None, None, ""]
    return [
        progress.planned_share,
        progress.said_value,
        progress.said_share,
        progress.evidence_count,
        progress.achieved_value,
        progress.achieved_share,
        str(FINDINGS.get(progress.finding, "")),
    ]
