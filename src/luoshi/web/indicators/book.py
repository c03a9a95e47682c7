"""The library of indicators as an Excel workbook, as its page shows it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.indicators.lists import LibraryLine


def workbook(lines: Sequence[LibraryLine]) -> bytes:
    """A row an indicator: what it is, the jurisdiction's newest number and standing, targets."""
    columns = [
        SheetColumn(_("代码")), SheetColumn(_("统计指标"), width=30), SheetColumn(_("计量单位")),
        SheetColumn(_("最新一期")), SheetColumn(_("本级"), "decimal"), SheetColumn(_("数据版本")),
        SheetColumn(_("位次"), "whole"), SheetColumn(_("参加排位"), "whole"),
        SheetColumn(_("进位"), "whole"), SheetColumn(_("目标"), width=40),
        SheetColumn(_("方向")), SheetColumn(_("频率")), SheetColumn(_("数据主管单位")),
        SheetColumn(_("口径和来源"), width=40),
    ]  # fmt: skip
    return xlsx([Sheet(_("指标库"), columns, [_row(line) for line in lines])])


def _row(line: LibraryLine) -> list[Cell]:
    one, cell, standing, moved = line.indicator, line.cell, line.standing, line.moved
    return [
        one.code, one.name, one.unit_of_measure, line.period,
        standing.value if standing else (cell.text if cell else ""), cell.title if cell else "",
        standing.rank if standing else None, standing.of if standing else None,
        moved.gained if moved else None, "；".join(each.text for each in line.reached),
        str(one.get_direction_display()), str(one.get_frequency_display()),
        one.authority.short_name, one.definition,
    ]  # fmt: skip
