"""A bulletin as a page: the paper in its order, meter, checks and fonts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.render.layout import layout
from luoshi.render.ordinals import Ordinals
from luoshi.render.paper import Block, Heading, OfficialPaper, Paragraph, Run, written
from luoshi.render.title import break_title
from luoshi.web.publishing.models import Bulletin
from luoshi.web.publishing.paper import heads, paper_of
from luoshi.web.publishing.queries import traces_of


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, with the address of its trace where it is a bound number."""

    text: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One block: ``kind`` is h1-h4, p or table; a table's pieces are its caption."""

    kind: str
    pieces: tuple[Piece, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the paper, from the red name to the colophon."""

    agency: str
    number: str
    title: tuple[str, ...]
    addressee: str
    lines: tuple[Line, ...]
    signature: str
    signed_on: str
    note: str
    copy_to: str
    printed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure from the norm, in the words of the check."""

    clause: str
    key: str
    expected: str
    found: str
    paragraph: int


def sheet_of(bulletin: Bulletin) -> Sheet:
    """The paper as the page shows it."""
    signed_on = timezone.localdate(bulletin.issued_at or bulletin.made_at)
    paper = paper_of(
        bulletin.content, year=bulletin.year, number=bulletin.number, signed_on=signed_on
    )
    return Sheet(
        agency=paper.agency,
        number=str(paper.number),
        title=break_title(paper.title),
        addressee=f"{paper.addressee}：",
        lines=_lines(paper, traces_of(bulletin)),
        signature=paper.signature,
        signed_on=written(paper.signed_on),
        note=f"（{paper.note}）" if paper.note else "",
        copy_to=f"抄送：{'，'.join(paper.copy_to)}。" if paper.copy_to else "",
        printed_by=(paper.signature, f"{written(paper.signed_on)}印发"),
    )


def _lines(paper: OfficialPaper, traces: Mapping[str, str]) -> tuple[Line, ...]:
    ordinals = Ordinals()
    return tuple(_line(block, ordinals, traces) for block in paper.blocks)


def _line(block: Block, ordinals: Ordinals, traces: Mapping[str, str]) -> Line:
    if isinstance(block, Heading):
        return Line(f"h{block.level}", (Piece(ordinals.next(block.level) + block.text),))
    if isinstance(block, Paragraph):
        return Line("p", _pieces(block.runs, traces))
    return Line(
        "table",
        (Piece(block.caption),),
        tuple(column.title for column in block.columns),
        tuple(_pieces(row, traces) for row in block.rows),
    )


def _pieces(runs: Iterable[Run], traces: Mapping[str, str]) -> tuple[Piece, ...]:
    return tuple(Piece(run.text, traces.get(run.ref or "", "")) for run in runs)


def findings_of(bulletin: Bulletin) -> list[Finding]:
    """What the check against the norm found when the file was made."""
    return [Finding(*row) for row in bulletin.checks["findings"]]


def missing_fonts(bulletin: Bulletin) -> list[str]:
    """The official fonts that the preview had to do without; empty where there is no preview."""
    if not bulletin.pdf_sha256:
        return []
    used, known = bulletin.pdf_fonts, heads()["fonts"]
    return [
        name
        for face, name in layout().fonts.items()
        if not any(font.startswith(tuple(known[face])) for font in used)
    ]


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names of numbers to write in a text, with what they say now."""

    title: str
    names: list[tuple[str, str]]


def names_for(content: Mapping[str, Any]) -> list[NameGroup]:
    """The names that may be written: of the whole, of what is red, then group by group."""
    values = content["values"]
    by_group: dict[str, list[tuple[str, str]]] = {}
    taken: set[str] = set()
    for group in content["groups"]:
        labels = [row["unit"] for row in group["rows"]] + [group["title"]]
        mine = [name for name in values if name.startswith(tuple(labels))]
        by_group[group["title"]] = [(name, values[name]["text"]) for name in mine]
        taken.update(mine)
    lights = content["lights"]
    told = [name for name in values if values[name]["commitment"]]
    red = [name for name in told if lights[str(values[name]["commitment"])] == "red"]
    rest = [name for name in values if name not in taken and name not in told]
    found = [
        NameGroup(_("总体"), [(name, values[name]["text"]) for name in rest]),
        NameGroup(_("红灯事项"), [(name, values[name]["text"]) for name in red]),
        *(NameGroup(title, names) for title, names in by_group.items()),
    ]
    return [group for group in found if group.names]
