"""A look-back on paper and in Excel: the same rows as on the screen."""

from collections.abc import Iterable, Sequence

from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from luoshi.render.landscape import Landscape, landscape_docx
from luoshi.render.paper import Column, Run, Table
from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.lookback.models import LookBack
from luoshi.web.lookback.queries import Line

DASH = "—"


def look_back_docx(look_back: LookBack, lines: Sequence[Line], head: str) -> bytes:
    """The look-back as .docx on A4 landscape. Equal look-backs give equal bytes."""
    columns = (
        Column("序号", 2),
        Column("事项", 9, "left"),
        Column("牵头单位", 4),
        Column("目标", 5, "left"),
        Column("说：自报", 4),
        Column("做：佐证", 2),
        Column("成：核实", 4),
        Column("变化", 8, "left"),
        Column("经验教训", 8, "left"),
        Column("下一步", 8, "left"),
        Column("签发", 4),
    )
    rows = tuple(
        tuple(Run(text) for text in _texts(number, line)) for number, line in enumerate(lines, 1)
    )
    return landscape_docx(
        Landscape(
            title=look_back.title,
            lead=head,
            table=Table(columns, rows),
            author=look_back.list.jurisdiction.name,
            dated_on=look_back.as_of,
        )
    )


def _texts(number: int, line: Line) -> list[str]:
    facts, entry = line.facts, line.entry
    was = [f"（原 {facts.frozen}）"] if facts.frozen else []
    was += [f"（原时限 {facts.frozen_due}）"] if facts.frozen_due else []
    signed = f"{entry.signed_by.name} {localdate(entry.signed_at)}" if entry.signed_by else "未签发"
    return [
        str(number),
        facts.commitment.text,
        entry.unit.short_name,
        "".join([facts.target or str(facts.due_on), *was]),
        facts.said or DASH,
        f"{facts.evidence}件" if facts.evidence else DASH,
        " ".join(part for part in (facts.achieved, facts.finding, facts.found_as_of) if part)
        or DASH,
        entry.changed or DASH,
        entry.lessons or DASH,
        entry.onward or DASH,
        signed,
    ]


def look_back_xlsx(lines: Iterable[Line]) -> bytes:
    """One row a commitment; values as numbers."""
    heads = [
        SheetColumn(_("序号"), "whole"),
        SheetColumn(_("事项"), width=40),
        SheetColumn(_("牵头单位")),
        SheetColumn(_("目标"), width=18),
        SheetColumn(_("冻结时目标"), width=18),
        SheetColumn(_("时限"), "date"),
        SheetColumn(_("冻结时时限")),
        SheetColumn(_("说：自报"), width=18),
        SheetColumn(_("说：自报值"), "decimal"),
        SheetColumn(_("做：佐证件数"), "whole"),
        SheetColumn(_("成：核实"), width=18),
        SheetColumn(_("成：核实值"), "decimal"),
        SheetColumn(_("成：核验结论")),
        SheetColumn(_("变化"), width=36),
        SheetColumn(_("经验教训"), width=36),
        SheetColumn(_("下一步"), width=36),
        SheetColumn(_("状态")),
        SheetColumn(_("签发人")),
        SheetColumn(_("签发时间"), "time"),
    ]
    rows = [_cells(number, line) for number, line in enumerate(lines, 1)]
    return xlsx([Sheet(_("回头看"), heads, rows, get_current_timezone())])


def _cells(number: int, line: Line) -> list[Cell]:
    facts, entry = line.facts, line.entry
    return [
        number,
        facts.commitment.text,
        entry.unit.short_name,
        facts.target,
        facts.frozen,
        facts.due_on,
        facts.frozen_due,
        facts.said,
        facts.said_value,
        facts.evidence,
        facts.achieved,
        facts.achieved_value,
        facts.finding,
        entry.changed,
        entry.lessons,
        entry.onward,
        str(entry.get_state_display()),
        entry.signed_by.name if entry.signed_by else "",
        entry.signed_at,
    ]
