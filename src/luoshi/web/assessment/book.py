"""A run as an Excel workbook: one sheet a group, and one that says where it comes from."""

import re
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.standing import Table, tables_of

EVERY_LEVEL = 12
REFUSED = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 24


def workbook(run: ScoreRun) -> bytes:
    """Every node of every unit, and the digests that prove the run."""
    tables = tables_of(run, depth=EVERY_LEVEL)
    return xlsx([*(_group(number, table) for number, table in enumerate(tables, 1)), _origin(run)])


def _group(number: int, table: Table) -> Sheet:
    heads = [
        SheetColumn(f"{head.title} ({head.weight})" if head.weight else head.title, "decimal")
        for head in table.heads
    ]
    columns = [
        SheetColumn(_("位次"), "decimal"),
        SheetColumn(_("单位")),
        SheetColumn(_("得分"), "decimal"),
        SheetColumn(_("并列单位数"), "whole"),
        *heads,
    ]
    rows: list[list[Cell]] = [
        [
            _number(place.rank), place.unit, _number(place.points), place.tied,
            *(_number(cell.points) for cell in place.cells),
        ]
        for place in table.places
    ]  # fmt: skip
    title = REFUSED.sub(" ", table.title)[:LONGEST_NAME]
    return Sheet(f"{number} {title}", columns, rows)


def _origin(run: ScoreRun) -> Sheet:
    rules = rules_of(run.version)
    named = {"title": rules.title, "n": run.version.number}
    facts: list[tuple[str, str]] = [
        (_("考核轮"), run.title),
        (_("考核办法"), _("%(title)s 第 %(n)s 版") % named),
        (_("依据文件"), rules.source),
        (_("期间"), f"{run.period_start} – {run.period_end}"),
        (_("数据截至"), f"{localtime(run.known_at):%Y-%m-%d %H:%M}"),
        (_("对照目标"), str(run.get_against_display())),
        (_("状态"), _("已定稿") if run.finalised_at else _("未定稿")),
        (_("办法摘要"), run.version.digest),
        (_("输入摘要"), run.inputs_digest),
        (_("结果摘要"), run.result_digest),
    ]
    return Sheet(
        _("出处"),
        [SheetColumn(pgettext("scheme", "项目")), SheetColumn(_("内容"), width=60)],
        facts,
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
