"""What intake hands on: the text of a file and where its pieces lie."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from luoshi.core.errors import Invalid
from luoshi.intake.limits import DEFAULT, Limits

Kind = Literal["txt", "docx", "html", "xlsx"]
BlockKind = Literal["paragraph", "title", "header", "row", "box"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the text: ``text[start:end]``, in code points, end exclusive.

    ``table`` counts tables (in a workbook: sheets) from 1, ``row`` counts the rows of that
    table as its author sees them from 1; both are None outside tables.
    """

    start: int
    end: int
    kind: BlockKind
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one uploaded file.

    For ``txt`` the text is the stored file decoded and nothing else: a byte order mark counts
    as one code point and line ends stay, so that offsets count in the file as stored. For the
    other kinds the text is made here: one line per paragraph or table row, ``\\n`` between.
    ``blocks`` are in text order and do not overlap. ``encoding`` is None for zip and BIFF files.
    ``totals_left_out`` counts the 合计 rows, which are not in the text: a sum is nobody's promise.
    """

    text: str
    kind: Kind
    media_type: str
    encoding: str | None
    blocks: tuple[Block, ...]
    totals_left_out: int = 0


@dataclass(slots=True)
class Draft:
    """Text under construction: lines are added in order, blocks follow their offsets."""

    limits: Limits = DEFAULT
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    totals_left_out: int = 0

    def add(
        self, line: str, kind: BlockKind, table: int | None = None, row: int | None = None
    ) -> None:
        """Append a line unless it is blank. Raises Invalid ``text-too-long``."""
        if not line.strip():
            return
        end = self.length + len(line)
        if end > self.limits.characters:
            raise Invalid("text-too-long", limit=self.limits.characters)
        self.lines.append(line)
        self.blocks.append(Block(self.length, end, kind, table, row))
        self.length = end + 1

    def add_all(self, lines: Iterable[str], kind: BlockKind, table: int | None = None) -> None:
        """Append several lines of one kind."""
        for line in lines:
            self.add(line, kind, table)

    def reading(self, kind: Kind, media_type: str, encoding: str | None = None) -> Reading:
        """The finished reading. Raises Invalid ``no-text`` when no line was added."""
        if not self.lines:
            raise Invalid("no-text")
        text = "\n".join(self.lines)
        return Reading(text, kind, media_type, encoding, tuple(self.blocks), self.totals_left_out)
