"""Extracted commitments as lines for a terminal, as JSON lines, and as an Excel workbook."""

import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Record = Mapping[str, object]

# field → heading in Chinese and English, and its width in Excel (characters of half width)
FIELDS: dict[str, tuple[str, str, int]] = {
    "doc": ("文件", "File", 24),
    "start": ("起", "Start", 8),
    "end": ("止", "End", 8),
    "kind": ("类型", "Kind", 12),
    "metric": ("指标", "Metric", 28),
    "comparator": ("比较", "Comparator", 12),
    "value": ("目标值", "Value", 10),
    "unit": ("单位", "Unit", 10),
    "period": ("期限", "Period", 14),
    "period_start": ("开始", "From", 12),
    "period_end": ("截止", "To", 12),
    "recurrence": ("频次", "Recurrence", 12),
    "responsible": ("责任单位", "Responsible", 28),
    "modality": ("语气", "Modality", 10),
    "confidence": ("把握", "Confidence", 10),
    "text": ("原文", "Text", 80),
}
KINDS = {
    "target": ("目标", "target"),
    "project": ("项目", "project"),
    "qualitative-task": ("任务", "task"),
}
CONSOLE = ("doc", "start", "kind", "metric", "value", "period", "responsible", "text")
CONSOLE_WIDTHS = {"doc": 18, "metric": 24, "value": 14, "period": 12, "responsible": 20}
GAP = "  "
NARROWEST_TEXT = 20
NUMBERS = frozenset({"start", "value"})


def jsonl(records: Iterable[Record]) -> str:
    """One JSON object a line, keys in the order of the record, every line ended."""
    return "".join(json.dumps(dict(each), ensure_ascii=False) + "\n" for each in records)


def width(text: str) -> int:
    """Columns a terminal gives the text: two for wide and full-width characters, none for marks."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def fit(text: str, room: int, *, right: bool = False) -> str:
    """The text padded to ``room`` columns, or cut to it with an ellipsis at the end."""
    if width(text) > room:
        kept = ""
        for char in text:
            if width(kept + char) > room - 1:
                break
            kept += char
        text = kept + "…"
    padding = " " * (room - width(text))
    return padding + text if right else text + padding


def heading(name: str, language: str) -> str:
    zh, en, _ = FIELDS[name]
    return en if language == "en" else zh


def shown(record: Record, name: str, language: str) -> str:
    """A field as the console shows it: one line, the unit behind the value, the kind in words."""
    value = record.get(name)
    if value is None:
        return ""
    if name == "kind":
        return KINDS[str(value)][language == "en"]
    if name == "value":
        return f"{value}{record.get('unit') or ''}"
    return "".join(char if char.isprintable() else " " for char in str(value))


def table(records: Sequence[Record], language: str, room: int) -> str:
    """Aligned columns under headings, the clause cut to the room left, and the count."""
    rows = [[shown(record, name, language) for name in CONSOLE] for record in records]
    heads = [heading(name, language) for name in CONSOLE]
    widths = [
        min(max(map(width, column)), CONSOLE_WIDTHS.get(name, room))
        for name, column in zip(CONSOLE, zip(heads, *rows, strict=True), strict=True)
    ]
    left = room - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
    widths[-1] = max(NARROWEST_TEXT, min(widths[-1], left))
    lines = [line(heads, widths), GAP.join("-" * each for each in widths)]
    lines += [line(row, widths) for row in rows]
    count = f"{len(rows)} commitments" if language == "en" else f"共 {len(rows)} 条承诺"
    return "\n".join([*(lines if rows else []), count]) + "\n"


def line(texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(CONSOLE, texts, widths, strict=True)
    return GAP.join(fit(text, room, right=name in NUMBERS) for name, text, room in cells).rstrip()


def workbook(records: Sequence[Record], language: str) -> bytes:
    """An xlsx with one sheet: frozen heading with filters, a row per record, nothing evaluated."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Commitments" if language == "en" else "承诺")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        top = book.add_format({"valign": "top"})
        wrapped = book.add_format({"valign": "top", "text_wrap": True})
        for column, (name, (_, _, wide)) in enumerate(FIELDS.items()):
            sheet.set_column(column, column, wide, wrapped if wide > 20 else top)
            sheet.write_string(0, column, heading(name, language), bold)
            for row, record in enumerate(records, start=1):
                write(sheet, row, column, record.get(name))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(records), len(FIELDS) - 1)
    return out.getvalue()


def write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))
