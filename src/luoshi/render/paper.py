"""An official paper as values: what is said, not how it is set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from luoshi.core.errors import Invalid

Face = Literal["仿宋", "楷体", "黑体"]
Align = Literal["left", "center", "right"]
REF_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face. ``ref`` binds a number to its trace (≤ 64 characters).

    Raises: ``Invalid("ref-too-long")``: Word keeps 64 characters of a tag.
    """

    text: str
    ref: str | None = None
    face: Face = "仿宋"

    def __post_init__(self) -> None:
        if self.ref is not None and not 0 < len(self.ref) <= REF_LIMIT:
            raise Invalid("ref-too-long", limit=REF_LIMIT)


@dataclass(frozen=True, slots=True)
class Heading:
    """A level 1-4 without its ordinal, which is counted when the paper is set.

    Raises: ``Invalid("heading-level")``.
    """

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise Invalid("heading-level", level=self.level)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``share`` is its width relative to the others."""

    title: str
    share: int = 1
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one run per cell under a header that repeats on each page.

    Raises: ``Invalid("table-ragged")`` with the first row (from 1) of another width.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Run, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for position, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise Invalid("table-ragged", row=position)


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment; without blocks it is named in the paper and sent apart."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """发文字号: agency code, year, serial without padding (GB/T 9704-2012, 7.2.5).

    Serial 0: not given yet, room is left for it."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial or '　'}号"


@dataclass(frozen=True, slots=True)
class Printing:
    """印发机关 and 印发日期."""

    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A paper in the 文件格式 of GB/T 9704-2012.

    ``title`` may carry line breaks of its own; without them it is broken by sense.
    ``sealed`` leaves room for a seal and never draws one. ``overleaf`` puts the
    colophon on a page of its own, for a text that ends on an odd page.
    """

    agency: str
    number: PaperNumber
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signature: str
    signed_on: date
    attachments: tuple[Attachment, ...] = ()
    sealed: bool = True
    urgency: Literal["", "特急", "加急"] = ""
    note: str = ""
    copy_to: tuple[str, ...] = ()
    printed_by: Printing | None = None
    overleaf: bool = False

    def every_block(self) -> Iterator[Block]:
        """Blocks of the body, then of each attachment, in reading order."""
        yield from self.blocks
        for attachment in self.attachments:
            yield from attachment.blocks


def written(day: date) -> str:
    """A date in Arabic figures, month and day without a leading zero (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
