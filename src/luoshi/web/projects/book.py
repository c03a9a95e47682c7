"""The table of projects as an Excel workbook: said, did and achieved in columns of their own."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.projects.models import Project
from luoshi.web.projects.queries.figures import Sums
from luoshi.web.projects.queries.thresholds import Keys
from luoshi.web.projects.rows import row_of


def workbook(
    projects: Iterable[Project], keys: Keys, sums: Mapping[int, Sums], today: date
) -> bytes:
    """One row a project, in the order given; amounts in 亿元 as numbers."""
    rows = (_cells(project, keys, sums, today) for project in projects)
    return xlsx([Sheet(_("三个一批项目"), _heads(today.year), rows)])


def _heads(year: int) -> list[SheetColumn]:
    named = {"year": year}
    return [
        SheetColumn(_("项目编号"), "whole"),
        SheetColumn(_("项目名称"), width=40),
        SheetColumn(_("签约批次")),
        SheetColumn(_("责任单位")),
        SheetColumn(_("所在县区")),
        SheetColumn(_("领域")),
        SheetColumn(_("总投资（亿元）"), "decimal"),
        SheetColumn(_("%(year)s年计划投资（亿元）") % named, "decimal"),
        SheetColumn(_("说：%(year)s年自报投资（亿元）") % named, "decimal"),
        SheetColumn(_("成：%(year)s年统计投资（亿元）") % named, "decimal"),
        SheetColumn(_("计划开工时间"), "date"),
        SheetColumn(_("计划投产时间"), "date"),
        SheetColumn(_("计划达效时间"), "date"),
        SheetColumn(_("说：自报阶段")),
        SheetColumn(_("做：佐证到达阶段")),
        SheetColumn(_("成：核实阶段")),
        SheetColumn(_("提示")),
    ]


def _cells(project: Project, keys: Keys, sums: Mapping[int, Sums], today: date) -> list[Cell]:
    row = row_of(project, keys, today)
    return [
        project.pk,
        row.name,
        row.cohort,
        row.owner,
        row.place,
        row.sector,
        project.commitment.target,
        *sums.get(project.pk, (None, None, None)),
        project.started_on,
        project.producing_on,
        project.capacity_on,
        row.said,
        row.did,
        row.achieved,
        _("、").join(words for _code, words in row.marks),
    ]
