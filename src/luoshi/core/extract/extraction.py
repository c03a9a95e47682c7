"""From raw text to candidate commitments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from luoshi.core.extract.blocks import Owned
from luoshi.core.extract.candidate import Candidate
from luoshi.core.extract.clauses import Piece, clauses, sentences, trimmed
from luoshi.core.extract.confidence import weigh
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.periods import is_bare_period, read_period, recurrence
from luoshi.core.extract.promises import Placed, modality_of, promises
from luoshi.core.extract.reading import Reading, read
from luoshi.core.text import Repaired, Span, repair


def extract(raw: str, *, year: int | None = None, doc: str = "") -> tuple[Candidate, ...]:
    """The candidate commitments of a text, in the order of the text.

    ``year`` is the year the document plans for; without it the year is read from headings,
    dates and the file's name ``doc``. Past results are left out. Several figures in one
    clause give several candidates with the same span. An item that an owner bracket closes
    is a candidate of its own only where nothing inside it is. Near damaged places a candidate
    keeps its span and has no value (law 8). Never raises on any text.
    """
    repaired = repair(raw)
    damaged = repaired.damaged_in_text
    reading = read(repaired.text, year, doc, damaged)
    binder = _Binder(raw, repaired, damaged)
    placed = list(_promised(reading))
    starts = sorted(one.draft.start for one in placed)
    bare = [one for one in reading.blocks.items if one.names and not _holds(one, starts)]
    starts = sorted([*starts, *(one.start for one in bare)])
    bare += [one for one in reading.blocks.sections if one.names and not _holds(one, starts)]
    placed += [item for block in bare for item in _of_block(reading, block)]
    found = [binder.candidate(one) for one in placed]
    return tuple(sorted(found, key=lambda candidate: (candidate.start, candidate.end)))


def retrospective(text: str, *, year: int | None = None) -> tuple[Span, ...]:
    """The sentences of a raw text that report the past, in order, as spans ``past``."""
    repaired = repair(text)
    return tuple(
        Span(*repaired.to_raw(sentence.piece.start, sentence.piece.end), "past")
        for sentence in read(repaired.text, year, damaged=repaired.damaged_in_text).sentences
        if sentence.tense == "past"
    )


def _promised(reading: Reading) -> Iterator[Placed]:
    """Every promise of the sentences that plan; a name goes on behind a semicolon."""
    said = ""
    for sentence in reading.sentences:
        if sentence.tense != "plan":
            said = ""
            continue
        found = promises(reading, sentence, said)
        yield from found
        goes_on = reading.masked.startswith("；", sentence.piece.end)
        said = found[-1].draft.metric if found and goes_on else ""


def _holds(block: Owned, starts: Sequence[int]) -> bool:
    """Whether one of the sorted places is inside a block."""
    first = bisect_left(starts, block.start)
    return first < len(starts) and starts[first] < block.end


def _of_block(reading: Reading, block: Owned) -> Iterator[Placed]:
    """The item a statement of owners closes, named by its title or its first clause.

    Nothing where the block says nothing, or reports the past.
    """
    piece = trimmed(reading.masked, block.start, block.end)
    first = bisect_right(reading.sentences, piece.start, key=lambda one: one.piece.end)
    inside = reading.sentences[first : first + 1]
    if piece.start >= piece.end or not inside or inside[0].tense == "past":
        return
    title = _title(reading, piece)
    metric = title.of(reading.folded)
    draft = Draft(title.start, title.end, "qualitative-task", metric, "by", None, None, ("item",))
    (sentence,) = inside
    named = read_period(reading.folded[piece.start : title.end], reading.year)
    period = sentence.due or named or sentence.period
    yield Placed(draft, period, block.names, modality_of(metric), recurrence(metric), ("item",))


def _title(reading: Reading, item: Piece) -> Piece:
    """The first clause that is neither a label nor a date; the whole first line without one."""
    first = next(sentences(reading.masked, item.start, item.end), item)
    for clause in clauses(reading.masked, first):
        labels = reading.masked.startswith("：", clause.end)
        if not labels and not is_bare_period(clause.of(reading.folded)):
            return clause
    return first


class _Binder:
    """Binds drafts on the repaired text to the raw text, and keeps law 8."""

    def __init__(self, raw: str, repaired: Repaired, damaged: Sequence[Span]) -> None:
        self.raw, self.repaired, self.damaged = raw, repaired, damaged
        self.ends = [span.end for span in damaged]

    def candidate(self, placed: Placed) -> Candidate:
        draft, period = placed.draft, placed.period
        start, end = self.repaired.to_raw(draft.start, draft.end)
        harmed = self._near_damage(draft)
        confidence, reasons = weigh((*placed.marks, "damaged") if harmed else placed.marks)
        return Candidate(
            start=start,
            end=end,
            text=self.raw[start:end],
            clean_text=self.repaired.text[draft.start : draft.end],
            kind=draft.kind,
            metric=draft.metric or None,
            comparator=draft.comparator,
            value=None if harmed else draft.value,
            unit=draft.unit,
            period=period.label if period else None,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            recurrence=placed.recurrence,
            responsible=placed.owners,
            modality=placed.modality,
            confidence=confidence,
            reasons=reasons,
        )

    def _near_damage(self, draft: Draft) -> bool:
        index = bisect_left(self.ends, draft.start)
        return index < len(self.damaged) and self.damaged[index].touches(draft.start, draft.end)
