"""What the review page shows: the document, its candidates, the one being decided, coverage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.core.text import OffsetMap, Span
from luoshi.web.commitments.models import Commitment, ListItem
from luoshi.web.documents import wording
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.original import Clause, original
from luoshi.web.documents.papers import spans
from luoshi.web.documents.queries import counts_of, first_open, standing

PART = 40_000
"""Code points on one page: some thirty pages of A4."""
NEAR = 2
"""A clause so near to damage may have lost a digit."""
AROUND = 30
BYLINE = 20
"""A last line no longer than this may be a name or a date, which ends without a stop."""
ENDS = "。！？!?；;…）)】」』”\"'》"


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the list."""

    candidate: Candidate
    quantity: str
    kind: str
    reason: str
    damaged: bool
    commitment: Commitment | None
    listed_in: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the document is worked through, and what cannot be said about it."""

    open: int
    confirmed: int
    rejected: int
    reasons: Sequence[tuple[str, int]]
    gaps: Sequence[str]

    @property
    def total(self) -> int:
        """All candidates that stand."""
        return self.open + self.confirmed + self.rejected

    @property
    def decided(self) -> int:
        """Those a person has decided on."""
        return self.confirmed + self.rejected


@dataclass(frozen=True, slots=True)
class Quote:
    """The clause in the repaired text with a little of what stands around it."""

    before: str
    clause: str
    after: str


class Review:
    """One part of a document under review; ``at`` is the candidate on the desk."""

    def __init__(
        self, document: SourceDocument, *, at: int | None, part: int | None, repaired: bool
    ) -> None:
        self.document = document
        self.repaired = repaired
        self.offsets = OffsetMap.from_runs(document.offset_map)
        self.damaged = spans(document.damaged)
        self.parts = parts(document.raw)
        part = None if part is None else min(part, len(self.parts) - 1)
        self.current = self._current(at, part)
        if self.current:
            self.current.document = document
        self.part = self._part_of(self.current) if part is None else part

    def _current(self, at: int | None, part: int | None) -> Candidate | None:
        if at is None and part is not None:
            start, end = self.parts[part]
            inside = standing(self.document.pk).filter(start__gte=start, start__lt=end)
            return inside.filter(state="open").first() or inside.first()
        found = standing(self.document.pk).filter(pk=at).first() if at else None
        return found or first_open(self.document)

    def _part_of(self, candidate: Candidate | None) -> int:
        at = candidate.start if candidate else 0
        return max(number for number, (start, _end) in enumerate(self.parts) if start <= at)

    @property
    def bounds(self) -> tuple[int, int]:
        """Raw code points of this part."""
        return self.parts[self.part]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The candidates that begin in this part."""
        start, end = self.bounds
        items = ListItem.objects.select_related("list")
        commitments = Commitment.objects.exclude(state="withdrawn").prefetch_related(
            Prefetch("items", queryset=items)
        )
        return list(
            standing(self.document.pk)
            .filter(start__gte=start, start__lt=end)
            .prefetch_related(Prefetch("commitments", queryset=commitments, to_attr="made"))
        )

    @cached_property
    def rows(self) -> list[Row]:
        """The candidates of this part as they are listed."""
        return self.rows_of(candidate.pk for candidate in self.candidates)

    def rows_of(self, keys: Iterable[int]) -> list[Row]:
        """Some of the rows: those that changed."""
        wanted, reasons = set(keys), wording.reject_reasons()
        return [self._row(c, reasons) for c in self.candidates if c.pk in wanted]

    def _row(self, candidate: Candidate, reasons: dict[str, str]) -> Row:
        made: list[Commitment] = candidate.made  # type: ignore[attr-defined]
        commitment = made[0] if made else None
        items = list(commitment.items.all()) if commitment else []
        return Row(
            candidate=candidate,
            quantity=wording.quantity(candidate),
            kind=wording.kind(candidate),
            reason=reasons.get(candidate.reason, ""),
            damaged=self.near_damage(candidate),
            commitment=commitment,
            listed_in="、".join(item.list.title for item in items),
        )

    def near_damage(self, candidate: Candidate) -> bool:
        """Whether bytes were lost in the clause or right beside it."""
        start, end = candidate.start - NEAR, candidate.end + NEAR
        return any(span.overlaps(start, end) for span in self.damaged)

    @cached_property
    def original(self) -> SafeString:
        """The text of this part with its clauses marked, as stored or repaired."""
        start, end = self.bounds
        marks = [*self.damaged, *spans(self.document.dropped)]
        clauses = [Clause(c.pk, c.start, c.end, c.state) for c in self.candidates]
        text = self.document.raw
        if self.repaired:
            text = self.document.clean
            start, end = self.offsets.from_raw(start), self.offsets.from_raw(end)
            marks = list(self.offsets.from_raw_spans(self.damaged))
            clauses = [self._in_repaired(clause) for clause in clauses]
        return original(
            text[start:end],
            [Clause(c.pk, c.start - start, c.end - start, c.state) for c in clauses],
            [Span(s.start - start, s.end - start, s.kind) for s in marks if s.overlaps(start, end)],
            titles={kind: str(title) for kind, title in wording.MARKS.items()},
            current=self.current.pk if self.current else 0,
            base=start,
        )

    def _in_repaired(self, clause: Clause) -> Clause:
        start, end = self.offsets.from_raw(clause.start), self.offsets.from_raw(clause.end)
        return Clause(clause.pk, start, end, clause.state)

    @property
    def quantity(self) -> str:
        """What the candidate on the desk measures: several may share one clause."""
        return wording.quantity(self.current) if self.current else ""

    @cached_property
    def quote(self) -> Quote | None:
        """The clause on the desk, in its sentence."""
        if self.current is None:
            return None
        text = self.document.clean
        start = self.offsets.from_raw(self.current.start)
        end = self.offsets.from_raw(self.current.end)
        before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
        after = text[end : end + AROUND].partition("\n")[0]
        return Quote(before, text[start:end], after)

    @cached_property
    def coverage(self) -> Coverage:
        """Counts over the whole document."""
        states, reasons = counts_of(self.document)
        words = wording.reject_reasons()
        return Coverage(
            open=states["open"],
            confirmed=states["confirmed"],
            rejected=states["rejected"],
            reasons=[(words.get(code, code), count) for code, count in reasons.most_common()],
            gaps=list(gaps(self.document)),
        )

    @property
    def neighbours(self) -> tuple[int | None, int | None]:
        """The candidates before and after the one on the desk, in this part."""
        keys: list[int | None] = [None, *(c.pk for c in self.candidates), None]
        if self.current is None or self.current.pk not in keys:
            return None, None
        here = keys.index(self.current.pk)
        return keys[here - 1], keys[here + 1]

    @property
    def mergeable(self) -> Candidate | None:
        """The open candidate right after the one on the desk, when that is open too."""
        after = self.neighbours[1]
        found = next((c for c in self.candidates if c.pk == after), None)
        if found is None or self.current is None:
            return None
        return found if found.state == self.current.state == "open" else None


def parts(raw: str) -> list[tuple[int, int]]:
    """The pages of a text, cut at line ends; a usual report is a single one."""
    bounds: list[tuple[int, int]] = []
    start = 0
    while start < len(raw) or not bounds:
        end = len(raw) if len(raw) - start <= PART else raw.rfind("\n", start, start + PART) + 1
        end = end if end > start else start + PART
        bounds.append((start, min(end, len(raw))))
        start = end
    return bounds


def gaps(document: SourceDocument) -> Iterator[str]:
    """Why some promises of the document may not have been found."""
    if count := len(document.damaged):
        yield ngettext(
            "原文有 %(count)s 处缺损，那里的承诺和数字无法识别。",
            "原文有 %(count)s 处缺损，那里的承诺和数字无法识别。",
            count,
        ) % {"count": count}
    last = document.clean.rstrip().rpartition("\n")[2]
    if document.kind == "txt" and len(last) > BYLINE and last[-1] not in ENDS:
        yield _("原文结尾不是完整的句子，可能没有收全。")
    if document.totals_left_out:
        yield _("表格里的 %(count)s 行合计没有读入。") % {"count": document.totals_left_out}
