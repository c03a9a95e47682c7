"""What is asked of a sheet before calamine reads it: how far it reaches, and how numbers show.

calamine gives bare values: 7.5% arrives as 0.075, 20个 as 20.0, and one cell at XFD1048576 as a
full rectangle.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from luoshi.core.errors import Invalid
from luoshi.intake.archive import Archive
from luoshi.intake.compound import records
from luoshi.intake.limits import Limits
from luoshi.intake.markup import attribute
from luoshi.intake.numbering import whole
from luoshi.intake.opc import main_part, related, relations, root_of

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,8})")
ROW = re.compile("[1-9][0-9]{0,8}")
LITERAL = re.compile(r'"[^"]*"|\\.')
TAIL = re.compile(r'(?:"[^"]*"|\\.)+$')


@dataclass(frozen=True, slots=True)
class Look:
    """How a number format shows a number: as a percentage, and with which words behind it."""

    percent: bool = False
    suffix: str = ""


PLAIN = Look()
BUILT_IN = {9: Look(percent=True), 10: Look(percent=True)}  # ECMA-376 18.8.30: 0% and 0.00%

# [MS-XLS] 2.3: record numbers.
BOUND_SHEET, FORMAT, XF, MUL_RK = 0x0085, 0x041E, 0x00E0, 0x00BD
CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})


@dataclass(slots=True)
class Survey:
    """The rectangle of the filled cells of a sheet (rows and columns from 0), their looks, and
    which of them are calculated (of xlsx alone).
    """

    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    rows: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None
    characters: int = 0

    def add(self, row: int, column: int, look: Look) -> None:
        if self.rows is None or not self.rows[0] <= row <= self.rows[1]:
            self.rows = widen(self.rows, row)
        if self.columns is None or not self.columns[0] <= column <= self.columns[1]:
            self.columns = widen(self.columns, column)
        if look != PLAIN:
            self.looks[row, column] = look

    def check(self, sheet: int, limits: Limits) -> None:
        """Raises: Invalid ``sheet-too-large``, ``text-too-long``."""
        if self.rows and self.columns:
            height, width = (last - first + 1 for first, last in (self.rows, self.columns))
            if height * width > limits.cells:
                raise Invalid("sheet-too-large", sheet=sheet, limit=limits.cells)
        if self.characters > limits.characters:
            raise Invalid("text-too-long", limit=limits.characters)


def widen(span: tuple[int, int] | None, at: int) -> tuple[int, int]:
    return (at, at) if span is None else (min(span[0], at), max(span[1], at))


def survey_xlsx(archive: Archive) -> list[Survey]:
    """One survey per sheet in workbook order. Raises Invalid ``damaged-file``."""
    book = main_part(archive)
    parts = relations(archive, book)
    styles = looks_of_styles(archive, related(archive, book, "styles"))
    lengths = string_lengths(archive, related(archive, book, "sharedStrings"))
    surveys = []
    for sheet in root_of(archive, book).iter("{*}sheet"):
        kind, part = parts.get(attribute(sheet, "id") or "", ("", ""))
        content = archive.parts.get(part, b"") if kind == "worksheet" else b""
        surveys.append(survey_sheet(content, styles, lengths))
    return surveys


def elements(content: bytes, name: str) -> Iterator[etree._Element]:
    """Each element of this local name when it is complete; it is emptied afterwards."""
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=f"{{*}}{name}",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in events:
            yield element
            element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise Invalid("damaged-file") from error


def string_lengths(archive: Archive, part: str | None) -> list[int]:
    if part is None:
        return []
    return [
        sum(len(text.text or "") for text in item.iter("{*}t"))
        for item in elements(archive.parts[part], "si")
    ]


def looks_of_styles(archive: Archive, part: str | None) -> list[Look]:
    """The look of each cell style, by the number with which cells name it."""
    if part is None:
        return []
    root = root_of(archive, part)
    formats = {str(number): look for number, look in BUILT_IN.items()}
    for element in root.iter("{*}numFmt"):
        formats[attribute(element, "numFmtId") or ""] = look_of(
            attribute(element, "formatCode") or ""
        )
    styles = root.findall("{*}cellXfs/{*}xf")
    return [formats.get(attribute(style, "numFmtId") or "", PLAIN) for style in styles]


def look_of(code: str) -> Look:
    """The look of positive numbers under a format code: its first section counts."""
    section = code.split(";")[0].strip()
    tail = TAIL.search(section)
    words = tail.group().replace('"', "").replace("\\", "").strip() if tail else ""
    return Look(percent="%" in LITERAL.sub("", section), suffix=words)


def at(styles: list[Look], style: int) -> Look:
    return styles[style] if style < len(styles) else PLAIN


def survey_sheet(content: bytes, styles: list[Look], lengths: list[int]) -> Survey:
    survey = Survey()
    row, column = -1, -1
    parent = None
    for cell in elements(content, "c") if content else ():
        above = cell.getparent()
        if above is not parent:
            parent = above
            row, column = row_at(None if above is None else above.get("r"), row + 1), -1
        row, column = position(cell.get("r"), row, column + 1)
        if len(cell):
            survey.add(row, column, at(styles, whole(cell.get("s"), 0)))
            if (len(cell) > 1 and cell.find("{*}f") is not None) or cell[0].tag.endswith("}f"):
                survey.formulas.add((row, column))
            survey.characters += text_length(cell, lengths)
    return survey


def row_at(reference: str | None, row: int) -> int:
    """The row a row element names, from 0; the given one where it names none."""
    if reference is None:
        return row
    if ROW.fullmatch(reference) is None:
        raise Invalid("damaged-file")
    return int(reference) - 1


def position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column of a reference like AB12, from 0; the given ones where there is none.

    Anything else is damage: calamine reads more forms than these, and reaches elsewhere.
    """
    if reference is None:
        return row, column
    found = REFERENCE.fullmatch(reference.upper())
    if found is None:
        raise Invalid("damaged-file")
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)) - 1, number - 1


def text_length(cell: etree._Element, lengths: list[int]) -> int:
    kind = cell.get("t")
    if kind == "inlineStr":
        return sum(map(len, cell.itertext()))
    text = cell[-1].text or ""
    if kind == "s":
        index = whole(text.strip(), len(lengths))
        return lengths[index] if index < len(lengths) else 0
    return len(text) + sum(len(part.text or "") for part in cell.iterfind("{*}is//{*}t"))


def survey_xls(stream: bytes) -> list[Survey]:
    """One survey per sheet of a BIFF workbook stream, in workbook order."""
    begins: dict[int, Survey] = {}
    formats = dict(BUILT_IN)
    styles: list[Look] = []
    current = Survey()
    for offset, number, content in records(stream):
        current = begins.get(offset, current)
        if number == BOUND_SHEET and len(content) >= 4:
            begins[struct.unpack_from("<I", content)[0]] = Survey()
        elif number == FORMAT and len(content) > 5:
            formats[struct.unpack_from("<H", content)[0]] = look_of(format_code(content))
        elif number == XF and len(content) >= 4:
            styles.append(formats.get(struct.unpack_from("<H", content, 2)[0], PLAIN))
        else:
            for row, column, style in cells(number, content):
                current.add(row, column, at(styles, style))
    return list(begins.values())


def format_code(content: bytes) -> str:
    """The text of a FORMAT record: UTF-16 where its flag says so, else Latin-1."""
    codec = "utf-16-le" if content[4] & 1 else "latin-1"
    return content[5:].decode(codec, "replace")


def cells(number: int, content: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of each cell in a record."""
    if number in CELLS and len(content) >= 6:
        yield struct.unpack_from("<HHH", content)
    elif number == MUL_RK and len(content) >= 12:
        row, first = struct.unpack_from("<HH", content)
        for column in range((len(content) - 6) // 6):
            yield row, first + column, struct.unpack_from("<H", content, 4 + 6 * column)[0]
