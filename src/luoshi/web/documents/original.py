"""A document as HTML: clauses marked, damage set apart, page furniture greyed, spam left out.

Each line is a paragraph whose ``data-from`` is the offset of its first character, so that
a selection in the browser can be counted back to code points of the text shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from luoshi.core.text import Span

LEFT_OUT = "spam"
ORDER = ("open", "confirmed", "rejected")


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a candidate stands in the text shown, and how it was decided."""

    pk: int
    start: int
    end: int
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one kind of mark and one set of clauses."""

    start: int
    end: int
    kind: str
    clauses: tuple[Clause, ...]


def original(
    text: str,
    clauses: Iterable[Clause],
    marks: Iterable[Span],
    *,
    titles: dict[str, str],
    current: int = 0,
    base: int = 0,
) -> SafeString:
    """The text as paragraphs. ``titles`` explains kinds of marks; ``current`` is lit.

    ``text`` may be a part of a document that begins at ``base``, from where clauses and marks
    count too.
    """
    found = sorted(clauses, key=lambda clause: (clause.start, clause.end, clause.pk))
    writer = _Writer(text, titles, current, base)
    for line in _lines(text, _pieces(len(text), found, sorted(marks), _ends(text))):
        writer.paragraph(line)
    return mark_safe("".join(writer.out))


class _Writer:
    """Collects the HTML; every text goes through escape(); a clause's first mark has an anchor."""

    def __init__(self, text: str, titles: dict[str, str], current: int, base: int) -> None:
        self.text = text
        self.base = base
        self.titles = {kind: escape(title) for kind, title in titles.items()}
        self.current = current
        self.met: set[int] = set()
        self.out: list[str] = []

    def paragraph(self, line: Sequence[Piece]) -> None:
        self.out.append(f'<p data-from="{self.base + line[0].start}">')
        for clauses, pieces in groupby(line, key=lambda piece: piece.clauses):
            inner = "".join(map(self._inner, pieces))
            self.out.append(self._marked(clauses, inner) if clauses else inner)
        self.out.append("</p>\n")

    def _inner(self, piece: Piece) -> str:
        shown = escape(self.text[piece.start : piece.end])
        if not piece.kind:
            return shown
        title = self.titles.get(piece.kind)
        hint = f' title="{title}"' if title else ""
        return f'<span class="is-{piece.kind}"{hint}>{shown}</span>'

    def _marked(self, clauses: tuple[Clause, ...], inner: str) -> str:
        keys = [clause.pk for clause in clauses]
        anchors = "".join(f'<a id="clause-{key}"></a>' for key in keys if key not in self.met)
        self.met.update(keys)
        css = f"clause is-{min((clause.state for clause in clauses), key=ORDER.index)}"
        if self.current in keys:
            css += " is-current"
        names = " ".join(map(str, keys))
        return f'{anchors}<mark class="{css}" data-clauses="{names}">{inner}</mark>'


def _ends(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if character == "\n"]


def _pieces(
    length: int, clauses: Sequence[Clause], marks: Sequence[Span], ends: Sequence[int]
) -> Iterator[Piece]:
    cuts = {0, length, *ends, *(end + 1 for end in ends)}
    bounds = [(c.start, c.end) for c in clauses] + [(m.start, m.end) for m in marks]
    cuts.update(min(max(place, 0), length) for pair in bounds for place in pair)
    open_clauses: list[Clause] = []
    open_marks: list[Span] = []
    to_come, marks_to_come = list(reversed(clauses)), list(reversed(marks))
    for start, end in pairwise(sorted(cuts)):
        while to_come and to_come[-1].start <= start:
            open_clauses.append(to_come.pop())
        while marks_to_come and marks_to_come[-1].start <= start:
            open_marks.append(marks_to_come.pop())
        open_clauses = [clause for clause in open_clauses if clause.end > start]
        open_marks = [mark for mark in open_marks if mark.end > start]
        yield Piece(start, end, _kind(open_marks), tuple(open_clauses))


def _kind(marks: Sequence[Span]) -> str:
    kinds = {mark.kind for mark in marks}
    for kind in (LEFT_OUT, "damaged"):
        if kind in kinds:
            return kind
    return min(kinds - {"break"}, default="")


def _lines(text: str, pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces line by line; what is left out ends a line, and blank lines do not count."""
    line: list[Piece] = []
    for piece in pieces:
        if piece.kind == LEFT_OUT or text[piece.start] == "\n":
            yield from _not_blank(text, line)
            line = []
        else:
            line.append(piece)
    yield from _not_blank(text, line)


def _not_blank(text: str, line: list[Piece]) -> Iterator[list[Piece]]:
    if any(text[piece.start : piece.end].strip() for piece in line):
        yield line
