"""The record as an Excel workbook."""

import tempfile
from collections.abc import Iterable
from typing import IO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext

from luoshi.web.audit.models import Entry
from luoshi.web.audit.words import told

MOST_ROWS = 1_000_000
"""Below Excel's own limit of 1,048,576 rows a sheet."""

WIDTHS = (9, 20, 16, 14, 22, 24, 70, 34, 66)


def workbook(entries: Iterable[Entry]) -> IO[bytes]:
    """An open file at its start: one row an entry, in the order given, every cell plain text."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(gettext("审计记录"))
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, heads(), bold)
        for number, entry in enumerate(entries, start=1):
            sheet.write_row(number, 0, row(entry))
    stream.seek(0)
    return stream


def heads() -> list[str]:
    """The headings in the reader's language."""
    return [
        gettext("序号"),
        gettext("操作时间"),
        gettext("操作人"),
        gettext("身份"),
        gettext("动作"),
        gettext("对象"),
        gettext("变更"),
        gettext("请求编号"),
        gettext("哈希"),
    ]


def row(entry: Entry) -> list[str | int]:
    """One entry as cells; the time is local."""
    return [
        entry.seq,
        timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        entry.actor.name if entry.actor else "",
        entry.role,
        entry.verb,
        f"{entry.object_type}:{entry.object_id}",
        told(entry),
        entry.request,
        entry.hash,
    ]
