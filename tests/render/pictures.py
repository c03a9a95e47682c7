"""Reading a PDF by position, in millimetres from the upper left corner of the page."""

from collections import defaultdict
from dataclasses import dataclass

import pypdfium2 as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    char: str
    left: float
    top: float
    right: float
    bottom: float


def glyphs(pdf: bytes, page: int) -> list[Glyph]:
    """Ink boxes of the visible characters of a page counted from 0."""
    document = pdfium.PdfDocument(pdf)
    try:
        sheet = document[page]
        height = sheet.get_height()
        text = sheet.get_textpage()
        found = []
        for at in range(text.count_chars()):
            char = text.get_text_range(at, 1)
            left, bottom, right, top = text.get_charbox(at)
            if char.strip():
                found.append(
                    Glyph(char, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
                )
        return found
    finally:
        document.close()


def text_lines(marks: list[Glyph]) -> list[str]:
    """Characters joined by baseline, from top to bottom."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for mark in marks:
        near = [key for key in rows if abs(key / 10 - middle(mark)) < 3]
        rows[near[0] if near else round(middle(mark) * 10)].append(mark)
    return [
        "".join(mark.char for mark in sorted(row, key=lambda mark: mark.left))
        for _, row in sorted(rows.items())
    ]


def middle(mark: Glyph) -> float:
    return (mark.top + mark.bottom) / 2


def find(marks: list[Glyph], text: str) -> list[Glyph]:
    """The run of glyphs that spells the text in content order."""
    at = "".join(mark.char for mark in marks).index(text)
    return marks[at : at + len(text)]


def page_texts(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def paths(pdf: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the drawn paths of a page."""
    document = pdfium.PdfDocument(pdf)
    try:
        sheet = document[page]
        height = sheet.get_height()
        boxes = [item.get_bounds() for item in sheet.get_objects() if item.type == 2]
        return [
            (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            for left, bottom, right, top in boxes
        ]
    finally:
        document.close()
