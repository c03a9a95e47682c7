"""Checks a Word file against GB/T 9704-2012."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from luoshi.render.elements import Elements, elements
from luoshi.render.layout import TWIPS_PER_MM, Layout, Rule, layout
from luoshi.render.reading import Line, Page, Reading, read_docx

_ROUNDING = Decimal("0.1")
_BLACK = {"auto", "000000"}
_REDS = {"FF0000", "C00000", "E60012", "ED1C24"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure from a rule; ``paragraph`` counts from 1, 0 for the page or footer."""

    key: str
    clause: str
    expected: str
    found: str
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a check sees."""

    page: Page
    reading: Reading
    parts: Elements
    numbers: Layout


Found = tuple[str, int]
Check = Callable[[Sheet, Rule], Iterable[Found]]


def lint_official(docx_bytes: bytes) -> list[Finding]:
    """Departures from the norm in clause order of ``gbt9704.yaml``; empty for a clean paper.

    Optional elements that are absent are not findings; number, title and date are needed.
    Raises: ``Invalid("docx-unreadable")``. Source: GB/T 9704-2012, clauses 5 and 7.
    """
    reading = read_docx(docx_bytes)
    numbers = layout()
    sheet = Sheet(reading.page, reading, elements(reading), numbers)
    return [
        Finding(key, rule.clause, f"{rule.value}{rule.unit}", found, paragraph)
        for key, rule in numbers.rules.items()
        if key in CHECKS
        for found, paragraph in CHECKS[key](sheet, rule)
    ]


def _off(rule: Rule, found: Decimal, paragraph: int = 0) -> Iterator[Found]:
    """The finding when a number is farther off than tolerance and rounding allow."""
    if abs(found - rule.number) > rule.tolerance + _ROUNDING:
        yield f"{found.quantize(Decimal('0.01')).normalize():f}{rule.unit}", paragraph


def _length(measure: Callable[[Page], int]) -> Check:
    return lambda sheet, rule: _off(rule, Decimal(measure(sheet.page)) / TWIPS_PER_MM)


def _size(pick: Callable[[Sheet], Iterable[Line | None]]) -> Check:
    return lambda sheet, rule: (
        found for line in pick(sheet) if line for found in _off(rule, line.size, line.position)
    )


def _face(pick: Callable[[Sheet], Iterable[Line | None]]) -> Check:
    return lambda sheet, rule: (
        (line.face or "未指定", line.position)
        for line in pick(sheet)
        if line and not _same_face(line.face, rule.value)
    )


def _same_face(face: str, wanted: str) -> bool:
    aliases = {"宋体": {"宋体", "SimSun"}, "黑体": {"黑体", "SimHei"}}
    return face in aliases[wanted] if wanted in aliases else wanted in face


def _blanks(pick: Callable[[Elements], Line | None]) -> Check:
    def check(sheet: Sheet, rule: Rule) -> Iterator[Found]:
        line = pick(sheet.parts)
        if line and abs(line.blanks - rule.number) > Decimal("0.3"):
            yield f"{line.blanks.quantize(Decimal('0.1'))}行", line.position

    return check


def _plain(check: Callable[[Sheet], Iterable[Found]]) -> Check:
    return lambda sheet, _: check(sheet)


def _form(pick: Callable[[Elements], Line | None], right: Callable[[Line], bool]) -> Check:
    def check(sheet: Sheet) -> Iterator[Found]:
        line = pick(sheet.parts)
        if line and not right(line):
            yield "不符", line.position

    return _plain(check)


def _needed(pick: Callable[[Elements], Line | None], check: Check) -> Check:
    def checked(sheet: Sheet, rule: Rule) -> Iterable[Found]:
        return [("缺", 0)] if pick(sheet.parts) is None else check(sheet, rule)

    return checked


def _inset(line: Line, twips: int) -> Decimal:
    return twips / line.advance


def _near(value: Decimal, wanted: Decimal | int) -> bool:
    return abs(value - wanted) <= Decimal("0.2")


def _lines_a_page(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """Whole lines of the commonest body pitch in the type area."""
    height = sheet.page.height - sheet.page.top - sheet.page.bottom
    pitches = [line.pitch or sheet.page.grid for line in sheet.parts.body]
    pitch = max(set(pitches), key=pitches.count, default=sheet.page.grid)
    yield from _off(rule, Decimal(height // pitch if pitch else 0))


def _characters_a_line(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    width = sheet.page.width - sheet.page.left - sheet.page.right
    advances = [line.advance + sheet.page.grid_tracking for line in sheet.parts.body]
    if advances:
        common = max(set(advances), key=advances.count)
        yield from _off(rule, Decimal(width // common))


def _body_pitch(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    for line in sheet.parts.body:
        yield from _off(rule, Decimal(line.pitch or sheet.page.grid) / 20, line.position)


def _text_colour(sheet: Sheet) -> Iterator[Found]:
    for line in sheet.reading.lines:
        if line != sheet.parts.mark and not line.colours <= _BLACK:
            yield ",".join(sorted(line.colours - _BLACK)), line.position


def _mark_top(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """Ink of the mark below the type area's top, in mm."""
    mark = sheet.parts.mark
    if mark is None:
        return
    choices = sheet.numbers.choices
    line = Decimal(mark.pitch or _on_grid(mark, sheet))
    above = mark.blanks * (sheet.page.grid or sheet.numbers.pitch)
    ink = above + line * choices["baseline"] - mark.size * 20 * choices["ink.top"]
    yield from _off(rule, _stacked(sheet, mark) + ink / TWIPS_PER_MM, mark.position)


def _on_grid(line: Line, sheet: Sheet) -> Decimal:
    """Height on the grid: whole grid lines that hold 1.3 times the size."""
    grid = Decimal(sheet.page.grid or sheet.numbers.pitch)
    return -(-line.size * 26 // grid) * grid


def _stacked(sheet: Sheet, mark: Line) -> Decimal:
    """Height in mm of the lines with text that stand above the mark."""
    above = [line for line in sheet.reading.lines if line.position < mark.position]
    return sum((Decimal(line.pitch) for line in above), Decimal(0)) / TWIPS_PER_MM


def _mark_colour(sheet: Sheet) -> Iterator[Found]:
    mark = sheet.parts.mark
    if mark and not mark.colours <= _REDS:
        yield ",".join(sorted(mark.colours)), mark.position


def _rule_gap(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """From the ink of the number to the rule, where the rule is a paragraph border."""
    number = sheet.parts.number
    if number is None or number.rule is None:
        return
    choices = sheet.numbers.choices
    pitch = Decimal(number.pitch or sheet.page.grid)
    left_over = pitch * (1 - choices["baseline"]) - number.size * 20 * choices["ink.bottom"]
    yield from _off(rule, (left_over + number.rule.space * 20) / TWIPS_PER_MM, number.position)


def _rule_colour(sheet: Sheet) -> Iterator[Found]:
    number = sheet.parts.number
    if number and number.rule and number.rule.colour not in _REDS:
        yield number.rule.colour, number.position


def _number_form(line: Line) -> bool:
    return bool(re.fullmatch(r"[^\s〔〕]+〔\d{4}〕[1-9]\d*号", line.text))


def _first_indents(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    for line in sheet.parts.body:
        inset = _inset(line, line.first)
        if not line.left and not _near(inset, rule.number):
            yield f"{inset.quantize(Decimal('0.1'))}字", line.position


def _level(level: int) -> Check:
    return lambda sheet, rule: (
        (line.lead_face or "未指定", line.position)
        for line in sheet.parts.levels[level - 1]
        if not _same_face(line.lead_face, rule.value)
    )


def _date_inset(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """4 in with a seal; without one, 2 right of the signature or itself 2 in."""
    date, signature = sheet.parts.date, sheet.parts.signature
    if date and signature and not _near(_inset(date, date.right), rule.number):
        own = _inset(signature, signature.right)
        if min(own, _inset(date, date.right)) < Decimal("1.8"):
            yield f"{_inset(date, date.right).quantize(Decimal('0.1'))}字", date.position


def _signature_inset(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """At least 2 in when the date does not stand where a seal asks for it."""
    date, signature = sheet.parts.date, sheet.parts.signature
    if date is None or signature is None or signature.align != "right":
        return
    sealed = _near(_inset(date, date.right), sheet.numbers.number("date.sealed"))
    inset = _inset(signature, signature.right)
    if not sealed and inset < rule.number - Decimal("0.2"):
        yield f"{inset.quantize(Decimal('0.1'))}字", signature.position


def _signature_gap(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    signature = sheet.parts.signature
    if signature and signature.blanks < rule.number - Decimal("0.2"):
        yield f"{signature.blanks.quantize(Decimal('0.1'))}行", signature.position


def _attachment_faces(sheet: Sheet, rule: Rule) -> Iterable[Found]:
    marks = [mark for mark, _ in sheet.parts.attachments]
    return _face(lambda _: marks)(sheet, rule)


def _attachment_titles(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """The title stands on the third line: one line is left empty under the mark."""
    for _, title in sheet.parts.attachments:
        if title and not _near(title.blanks + 2, rule.number):
            yield f"第{title.blanks + 2:.0f}行", title.position


def _colophon_rule(sides: frozenset[str]) -> Check:
    def check(sheet: Sheet, rule: Rule) -> Iterator[Found]:
        for side, eighths in sheet.reading.colophon_rules:
            if side in sides:
                width = Decimal(eighths) / 8 * 20 / TWIPS_PER_MM
                if abs(width - rule.number) > rule.tolerance:
                    yield f"{width.quantize(Decimal('0.01'))}mm", 0

    return check


def _copies_inset(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    copies = sheet.parts.copies
    if copies:
        inset = _inset(copies, sheet.reading.colophon_inset + copies.left + copies.first)
        if not _near(inset, rule.number):
            yield f"{inset.quantize(Decimal('0.1'))}字", copies.position


def _folios(sheet: Sheet) -> list[Line]:
    pair = (sheet.reading.odd_folio, sheet.reading.even_folio)
    return [line for line in pair if line]


def _folio_form(sheet: Sheet) -> Iterator[Found]:
    wanted = ((sheet.reading.odd_folio, "right"), (sheet.reading.even_folio, "left"))
    for line, side in wanted:
        if line is None:
            yield "缺", 0
        elif line.align != side or not re.fullmatch(r"[—–-] ?\d* ?[—–-]", line.text):
            yield line.align, 0


def _folio_gap(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    """From the type area's foot to the middle of the folio's line, in mm."""
    for line in _folios(sheet)[:1]:
        half = Decimal(line.pitch or line.size * 26) / 2
        yield from _off(rule, (sheet.page.bottom - sheet.page.footer - half) / TWIPS_PER_MM)


def _folio_inset(sheet: Sheet, rule: Rule) -> Iterator[Found]:
    for line in _folios(sheet):
        inset = _inset(line, line.right if line.align == "right" else line.left)
        if not _near(inset, rule.number):
            yield f"{inset.quantize(Decimal('0.1'))}字", 0


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "page.width": _length(lambda page: page.width),
        "page.height": _length(lambda page: page.height),
        "margin.top": _length(lambda page: page.top),
        "margin.left": _length(lambda page: page.left),
        "area.width": _length(lambda page: page.width - page.left - page.right),
        "area.height": _length(lambda page: page.height - page.top - page.bottom),
        "margin.right": _length(lambda page: page.right),
        "margin.bottom": _length(lambda page: page.bottom),
        "body.size": _size(lambda sheet: sheet.parts.body),
        "body.face": _face(lambda sheet: sheet.parts.body),
        "body.lines": _lines_a_page,
        "body.characters": _characters_a_line,
        "body.pitch": _body_pitch,
        "text.colour": _plain(_text_colour),
        "urgency.face": _face(lambda sheet: [sheet.parts.urgency]),
        "mark.top": _mark_top,
        "mark.colour": _plain(_mark_colour),
        "mark.face": _face(lambda sheet: [sheet.parts.mark]),
        "number.gap": _blanks(lambda parts: parts.number),
        "number.form": _needed(
            lambda parts: parts.number, _form(lambda parts: parts.number, _number_form)
        ),
        "rule.gap": _rule_gap,
        "rule.colour": _plain(_rule_colour),
        "title.size": _needed(lambda parts: parts.title, _size(lambda sheet: [sheet.parts.title])),
        "title.face": _face(lambda sheet: [sheet.parts.title]),
        "title.align": _form(lambda parts: parts.title, lambda line: line.align == "center"),
        "title.gap": _blanks(lambda parts: parts.title),
        "addressee.gap": _blanks(lambda parts: parts.addressee),
        "addressee.form": _form(
            lambda parts: parts.addressee,
            lambda line: line.text.endswith("：") and not line.first and not line.left,
        ),
        "body.indent": _first_indents,
        "level.1": _level(1),
        "level.2": _level(2),
        "level.3": _level(3),
        "level.4": _level(4),
        "enclosure.gap": _blanks(lambda parts: parts.enclosure),
        "enclosure.indent": _form(
            lambda parts: parts.enclosure,
            lambda line: _near(_inset(line, line.left + line.first), 2),
        ),
        "enclosure.form": _form(
            lambda parts: parts.enclosure, lambda line: line.text[-1] not in "。；，、."
        ),
        "date.sealed": _needed(lambda parts: parts.date, _date_inset),
        "signature.unsealed": _signature_inset,
        "signature.gap": _signature_gap,
        "date.digits": _form(
            lambda parts: parts.date,
            lambda line: bool(re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", line.text)),
        ),
        "note.indent": _form(
            lambda parts: parts.note, lambda line: _near(_inset(line, line.left + line.first), 2)
        ),
        "note.form": _form(
            lambda parts: parts.note, lambda line: bool(re.fullmatch(r"（.+）", line.text))
        ),
        "attachment.face": _attachment_faces,
        "attachment.title": _attachment_titles,
        "colophon.outer": _colophon_rule(frozenset({"top", "bottom"})),
        "colophon.inner": _colophon_rule(frozenset({"insideH"})),
        "copies.size": _size(lambda sheet: [sheet.parts.copies]),
        "copies.indent": _copies_inset,
        "copies.form": _form(lambda parts: parts.copies, lambda line: line.text.endswith("。")),
        "printing.size": _size(lambda sheet: [sheet.parts.printing]),
        "printing.form": _form(
            lambda parts: parts.printing, lambda line: line.text.endswith("印发")
        ),
        "folio.size": _size(_folios),
        "folio.face": _face(_folios),
        "folio.form": _plain(_folio_form),
        "folio.gap": _folio_gap,
        "folio.indent": _folio_inset,
    }
)
