"""Which paragraph of a Word file is which element of an official paper."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from luoshi.render.reading import Line, Reading

NUMBER = re.compile(r"^\S{1,12}[〔\[【（(﹝]\d{4}[〕\]】）)﹞]第?\d+号$")
DATE = re.compile(
    r"^[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$"
)
PRINTING = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(印发)?$")
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^（[一二三四五六七八九十]+）"),
    re.compile(r"^\d+[.．](?!\d)"),
    re.compile(r"^（\d+）"),
)
_HEAD_REACH = 12


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements found; what a paper need not have may be missing."""

    urgency: Line | None
    mark: Line | None
    number: Line | None
    title: Line | None
    addressee: Line | None
    levels: tuple[tuple[Line, ...], ...]
    body: tuple[Line, ...]
    enclosure: Line | None
    signature: Line | None
    date: Line | None
    note: Line | None
    attachments: tuple[tuple[Line, Line | None], ...]
    copies: Line | None
    printing: Line | None


def elements(reading: Reading) -> Elements:
    """Elements told apart by their wording and order, not by their formatting."""
    running = [line for line in reading.lines if not line.box]
    number_at = _index(running[:_HEAD_REACH], lambda line: bool(NUMBER.match(line.text)))
    head = running[:number_at] if number_at is not None else []
    rest = running[number_at + 1 :] if number_at is not None else running
    date_at = _index(rest, lambda line: bool(DATE.match(line.text)))
    text = rest[: date_at - 1] if date_at else rest
    after = rest[date_at + 1 :] if date_at is not None else []
    addressee = next((line for line in text[1:4] if line.text.endswith(("：", ":"))), None)
    enclosure = next((line for line in text[1:] if line.text.startswith("附件：")), None)
    end = text.index(enclosure) if enclosure else len(text)
    main = [line for line in text[1:end] if line is not addressee]
    levels = tuple(tuple(line for line in main if form.match(line.text)) for form in _LEVELS)
    return Elements(
        urgency=next((line for line in head if line.text in {"特急", "加急"}), None),
        mark=head[-1] if head else None,
        number=running[number_at] if number_at is not None else None,
        title=text[0] if text else None,
        addressee=addressee,
        levels=levels,
        body=_body(main, levels),
        enclosure=enclosure,
        signature=rest[date_at - 1] if date_at else None,
        date=rest[date_at] if date_at is not None else None,
        note=next((line for line in after[:1] if line.text.startswith(("（", "("))), None),
        attachments=_attachments(after),
        copies=next((line for line in reading.lines if line.text.startswith("抄送")), None),
        printing=next(
            (line for line in reading.lines[-4:] if line.box and PRINTING.search(line.text)), None
        ),
    )


def _index(lines: Sequence[Line], wanted: Callable[[Line], bool]) -> int | None:
    return next((at for at, line in enumerate(lines) if wanted(line)), None)


def _body(main: Sequence[Line], levels: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """Running paragraphs: no headings, nothing centred such as a caption."""
    headings = {line.position for level in levels for line in level}
    return tuple(line for line in main if line.position not in headings and line.align != "center")


def _attachments(after: Sequence[Line]) -> tuple[tuple[Line, Line | None], ...]:
    return tuple(
        (line, after[at + 1] if at + 1 < len(after) else None)
        for at, line in enumerate(after)
        if re.match(r"^附件\d*$", line.text)
    )
