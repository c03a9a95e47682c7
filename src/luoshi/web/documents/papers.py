"""An upload before it is stored: read, repaired, named."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from luoshi import intake, presets
from luoshi.core.errors import Invalid
from luoshi.core.extract import extract
from luoshi.core.text import Repaired, Span, repair
from luoshi.web.documents.models import Candidate, SourceDocument

BYTES_OF_A_CHARACTER = 3  # a Chinese character in UTF-8
TITLE_LENGTH = 60
SHORT_TITLE_LENGTH = 30
NAME_LENGTH = 200
SPAM_STEM = 4
VALUE_LIMIT = Decimal(10) ** 16
VALUE_STEP = Decimal("0.0001")
YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
CLAUSE = re.compile(r"[。！？；!?;]")


@dataclass(frozen=True, slots=True)
class Paper:
    """The bytes as they came and what they say. ``name`` is empty for pasted text."""

    name: str
    data: bytes
    reading: intake.Reading
    repaired: Repaired

    @property
    def sha256(self) -> str:
        """Under which the bytes are stored."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def title(self) -> str:
        """The first line of the repaired text, cut short where it is a whole paragraph.

        A file that begins with a row of a table has the name of the file: a row is no title.
        """
        if stem := self._stem_of_table():
            return stem
        told = self.repaired.text.removeprefix("\ufeff")
        line = next((line.strip() for line in told.split("\n") if line.strip()), "")
        first = CLAUSE.split(line, maxsplit=1)[0]
        return first if len(first) <= TITLE_LENGTH else f"{first[:SHORT_TITLE_LENGTH]}…"

    @property
    def safe_name(self) -> str:
        """The file name without its folder; only the extension where injected text is in it."""
        name = re.split(r"[/\\]", self.name)[-1]
        stem, dot, extension = name.rpartition(".")
        if any(_alike(stem or name, words) for words in self._injected()):
            return f"{dot}{extension}" if dot else ""
        return name[-NAME_LENGTH:]

    def _stem_of_table(self) -> str:
        begins = next((block.kind for block in self.reading.blocks), "")
        if begins not in ("header", "row"):
            return ""
        stem, dot, extension = self.safe_name.rpartition(".")
        return (stem if dot else extension)[:TITLE_LENGTH]

    def _injected(self) -> Iterator[str]:
        for span in self.repaired.dropped:
            if span.kind == "spam":
                yield re.sub(r"\W", "", self.reading.text[span.start : span.end])


def _alike(name: str, words: str) -> bool:
    letters = re.sub(r"[\W_]", "", name)
    return len(letters) >= SPAM_STEM and (letters in words or words in letters)


def limits() -> intake.Limits:
    """The bounds of one document, from the presets."""
    return replace(intake.DEFAULT, file_bytes=presets.limit("document_bytes"))


def pasted_characters() -> int:
    """How many characters may be pasted."""
    return presets.limit("text_bytes") // BYTES_OF_A_CHARACTER


def read_file(name: str, data: bytes) -> Paper:
    """An uploaded file. Raises Invalid with the codes of ``luoshi.intake``."""
    reading = intake.read(name, data, limits())
    return Paper(name, data, reading, repair(reading.text))


def read_pasted(text: str) -> Paper:
    """Pasted text, cells of a sheet, or a web page's source. Raises Invalid as ``read_file``."""
    written = text.replace("\r\n", "\n")
    if len(written) > pasted_characters():
        raise Invalid("text-too-long", limit=pasted_characters())
    data = written.encode()
    reading = _reading_of_pasted(data)
    return Paper("", data, reading, repair(reading.text))


def _reading_of_pasted(data: bytes) -> intake.Reading:
    try:
        return intake.with_tables(intake.read("pasted.txt", data, limits()), limits())
    except Invalid as error:
        if error.params.get("found") != "html":
            raise
    return intake.read("pasted.html", data, limits())


def year_in(text: str) -> int | None:
    """The first year a title names."""
    found = YEAR.search(text)
    return int(found[1]) if found else None


def found_in(document: SourceDocument, *, within: int | None = None) -> list[Candidate]:
    """What the extractor proposes for a document, unsaved, in its order; ``within`` so many code
    points from the beginning."""
    found = extract(document.raw[:within], year=document.year, doc=document.name)
    return [
        Candidate(
            document=document,
            start=one.start,
            end=one.end,
            text=one.clean_text,
            kind=one.kind,
            metric=_cut("metric", one.metric),
            comparator=_cut("comparator", one.comparator),
            value=_exact(one.value),
            unit_of_measure=_cut("unit_of_measure", one.unit),
            period=_cut("period", one.period),
            period_start=one.period_start,
            period_end=one.period_end,
            recurrence=_cut("recurrence", one.recurrence),
            responsible=_cut("responsible", ";".join(one.responsible)),
            modality=_cut("modality", one.modality),
            confidence=one.confidence,
            reasons=list(one.reasons),
        )
        for one in found
    ]


def _cut(field: str, text: str | None) -> str:
    column: Any = Candidate._meta.get_field(field)
    return (text or "")[: column.max_length]


def _exact(value: Decimal | None) -> Decimal | None:
    """The value, or nothing where the column could hold it only rounded (law 8)."""
    if value is None or abs(value) >= VALUE_LIMIT or value != value.quantize(VALUE_STEP):
        return None
    return value


def spans(rows: list[list[Any]]) -> list[Span]:
    """Spans as ``stored`` wrote them."""
    return [Span(start, end, kind) for start, end, kind in rows]


def stored(found: tuple[Span, ...]) -> list[list[Any]]:
    """Spans as plain lists, for JSON."""
    return [[span.start, span.end, span.kind] for span in found]
