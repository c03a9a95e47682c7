"""A document read from top to bottom: what each sentence is about, when and whose."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from luoshi.core.extract.blocks import Blocks, Owned, blocks
from luoshi.core.extract.clauses import Piece, sentences
from luoshi.core.extract.folding import FILLER, fold, mask
from luoshi.core.extract.owners import Ownership, statements
from luoshi.core.extract.periods import Period, plan_named, read_due, year_named
from luoshi.core.extract.places import places
from luoshi.core.extract.sections import (
    Line,
    Tense,
    default_period,
    heading_tense,
    is_review,
    lead_period,
    lead_tense,
    lines,
    looks_ahead,
    looks_back,
)
from luoshi.core.extract.subjects import addressees, led_by, subject
from luoshi.core.extract.years import document_year, is_annual
from luoshi.core.text import Span

_LEAD = 40
_PARTS = 2
_TITLE_PAGE = 200
_REPORT = re.compile(r"向大会报告工作|^各位代表", re.MULTILINE)
_BIG_TARGETS = re.compile(
    r"(?:主要|预期|发展|工作|奋斗)(?:预期)?目标(?:和重点任务)?(?:任务)?(?:是|为)?[：，]|^到20\d\d年"
)
_PSEUDO_HEADING = re.compile(r"^[^，。；：]{4,30}：?$")
_OF_A_YEAR = re.compile(r"工作|\d{4}年|[五三]年")
_ANNOUNCES = re.compile(r"(?:以下|如下|下列|几个方面|重点工作|主要任务)[^，。；]{0,12}：$")
_OPENING = re.compile(r"(?=[^，：]{0,39}[年五])[^，：]{2,40}(?=[，：])")
_FIGURE = re.compile(r"\d(?!\d{0,3}年)[^年]*[%个亿万]")
_SECOND_SECTION = re.compile(r"\s*[*#“ ]{0,4}(?:第二(?:章|部分)|二、)")
_FOREWORD = re.compile(r"预期目标|今后五年|未来五年")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what its place in the document says about it."""

    piece: Piece
    tense: Tense
    placed: bool
    leading: bool
    period: Period | None
    owners: tuple[str, ...]
    owned: bool
    heading: bool
    due: Period | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The folded text, its masked twin and its sentences in order.

    ``places`` are the names of the place the text is about: nobody in particular.
    """

    folded: str
    masked: str
    year: int | None
    year_given: bool
    sentences: tuple[Sentence, ...]
    blocks: Blocks
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    section: Tense | None
    mixed: bool
    period: Period | None
    owners: tuple[str, ...]
    tense: Tense

    def turned(self, tense: Tense) -> "_State":
        return self if tense == self.tense else replace(self, tense=tense)


def read(
    text: str, year: int | None = None, name: str = "", damaged: Sequence[Span] = ()
) -> Reading:
    """Every sentence of a repaired text with its tense, period and owners.

    Damaged places are read as filler: neither words nor numbers nor the end of a sentence.
    """
    folded = fold(_without(text, damaged))
    planned = document_year(folded, year, name)
    told = statements(folded)
    masked = _without_owners(mask(folded), told)
    walk = _Walk(folded, masked, planned, is_annual(folded), told)
    found = tuple(walk.sentences())
    return Reading(folded, masked, planned, year is not None, found, walk.blocks, walk.places)


def _without_owners(masked: str, told: Sequence[Ownership]) -> str:
    """The masked text in which each statement of owners ends the sentence it closes."""
    pieces: list[str] = []
    at = 0
    for one in told:
        pieces += [masked[at : one.start], "；" * (one.end - one.start)]
        at = one.end
    return "".join([*pieces, masked[at:]])


def _without(text: str, damaged: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for span in damaged:
        pieces += [text[at : span.start], FILLER * (span.end - span.start)]
        at = span.end
    return "".join([*pieces, text[at:]])


class _Walk:
    def __init__(
        self,
        folded: str,
        masked: str,
        year: int | None,
        annual: bool,
        told: Sequence[Ownership],
    ) -> None:
        self.folded, self.masked, self.year = folded, masked, year
        self.lines = list(lines(folded))
        self.blocks = blocks(folded, self.lines, told)
        self.places = places(folded)
        self.default = default_period(folded[:_TITLE_PAGE], year, annual)
        self.headed = sum(1 for line in self.lines if line.level == 1) >= 2
        levels = [line.level for line in self.lines]
        self.parted = 1 not in levels and levels.count(2) >= _PARTS
        self.report = _REPORT.search(folded[:600]) is not None
        self.review = 1 not in levels and not self.report and is_review(folded)

    def sentences(self) -> Iterator[Sentence]:
        unheaded = self.report and not self.headed and self._reviews()
        behind = unheaded or self.review or self._starts_inside_a_review()
        first: Tense = "past" if behind else "plan"
        state = _State(section=None, mixed=False, period=None, owners=(), tense=first)
        for line in self.lines:
            state = self._entered(line, state)
            state = yield from self._of_line(line, state)

    def _starts_inside_a_review(self) -> bool:
        """Whether the first heading is 二、 of a plan: what stands above it was its 一、回顾."""
        top = next((line for line in self.lines if line.level == 1), None)
        if top is None or not _SECOND_SECTION.match(self.folded, top.start):
            return False
        title = self.folded[top.start : top.heading_end]
        return heading_tense(title, self.year) == "plan" and self._lead(self.lines[0]) != title

    def _reviews(self) -> bool:
        """Whether a report without headings has a plan opening further down at all."""
        leads = (self._lead(line) for line in self.lines)
        return any(lead_tense(lead, self.year) == "plan" for lead in leads)

    def _lead(self, line: Line) -> str:
        return self.folded[line.start : min(line.end, line.start + _LEAD)].strip()

    def _entered(self, line: Line, state: _State) -> _State:
        """The state behind a heading or the opening of a paragraph."""
        title = self.folded[line.start : line.heading_end]
        if line.level == 1 or self._is_pseudo_heading(line):
            return self._new_section(title or self._lead(line), state)
        lead = self._lead(line)
        told = lead_tense(lead, self.year)
        if state.section == "past" and not state.mixed:
            opened = told == "plan" and _FOREWORD.search(lead)
            return state.turned("plan" if opened else "past")
        if state.section == "plan":
            return state.turned(told or "plan")
        return state.turned(told or self._drifted(line, state.tense))

    def _drifted(self, line: Line, tense: Tense) -> Tense:
        """Without headings the tense holds until a line speaks of what is to come."""
        if self.report or self.review or tense == "plan":
            return tense
        return "plan" if looks_ahead(self.folded[line.start : line.end]) else tense

    def _is_pseudo_heading(self, line: Line) -> bool:
        text = self.folded[line.start : line.end].strip()
        if line.level or not _PSEUDO_HEADING.match(text):
            return False
        return heading_tense(text, self.year) is not None and _OF_A_YEAR.search(text) is not None

    def _new_section(self, title: str, state: _State) -> _State:
        tense = heading_tense(title, self.year)
        mixed = (
            tense == "past"
            and re.search("目标任务|主要目标|今后|思路|打算|工作安排|工作计划|草案|重点任务", title)
            is not None
        )
        kept = tense or state.section or "plan"
        period = (
            lead_period(title, self.year)
            or plan_named(title, self.year)
            or year_named(title, self.year)
        )
        return _State(kept, mixed, None if mixed else period, (), kept)

    def _of_line(self, line: Line, state: _State) -> Generator[Sentence, None, _State]:
        scope = state.period or self.default
        owners = state.owners
        tense = state.tense
        leading = False
        for piece in sentences(self.masked, line.start, line.end):
            text = piece.of(self.folded)
            back = looks_back(text, self.year, state.section == "plan")
            tense = self._sentence_tense(text, tense, state, back)
            scope = self._opening_period(text) or scope
            leading = leading or _BIG_TARGETS.search(text[:80]) is not None
            own = subject(text.lstrip(" “"), self.places)
            block = self.blocks.item(piece.start)
            yield Sentence(
                piece,
                "past" if tense == "past" or back else "plan",
                state.section is not None or self.report or self.parted,
                leading,
                scope,
                self._owners(piece, block, own or owners),
                block is not None and block.names != (),
                self._is_heading(line, piece),
                self._due(piece, block),
            )
        return self._after(line, state, tense, scope)

    def _is_heading(self, line: Line, piece: Piece) -> bool:
        """Whether a sentence is a heading: text follows it in its line, or no full stop."""
        if line.level not in (1, 2) or piece.start >= line.heading_end:
            return False
        return self.folded[line.heading_end : line.end].strip() != "。"

    def _sentence_tense(self, text: str, tense: Tense, state: _State, back: bool) -> Tense:
        """The tense from this sentence on; in a plan one look back changes nothing."""
        if state.section == "past" and not state.mixed:
            return tense
        told = lead_tense(text[:_LEAD].strip(), self.year)
        drifts = tense == "past" and not (self.report or self.review)
        turns = drifts and looks_ahead(text) and not back
        if told == "plan" or turns:
            return "plan"
        if state.section != "plan" and (told or back):
            return "past"
        return tense

    def _opening_period(self, text: str) -> Period | None:
        opening = _OPENING.match(text)
        if opening is None or _FIGURE.search(opening[0]):
            return None
        return lead_period(opening[0], self.year)

    def _owners(
        self, piece: Piece, block: Owned | None, spoken: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The units of the item, else those the text speaks of, else those of the section."""
        if block and block.names:
            return block.names
        section = self.blocks.section(piece.start)
        return spoken or (section.names if section else ())

    def _due(self, piece: Piece, block: Owned | None) -> Period | None:
        section = self.blocks.section(piece.start)
        words = next((one.due for one in (block, section) if one and one.due), "")
        return read_due(words, self.year) if words else None

    def _after(self, line: Line, state: _State, tense: Tense, scope: Period | None) -> _State:
        """What a line that ends in a colon leaves to the lines below it."""
        carried = state.turned(tense if state.section is None or state.mixed else state.tense)
        text = self.folded[line.start : line.end].rstrip()
        if not text.endswith("："):
            return carried
        addressed = addressees(text)
        if addressed:
            return replace(carried, owners=addressed)
        last = re.split("[。；]", text)[-1]
        if state.section is None and tense == "plan" and _ANNOUNCES.search(last):
            carried = replace(carried, section="plan")
        named = (
            subject(last.strip(), self.places)
            or subject(text.strip(), self.places)
            or led_by(last.strip(" ："))
        )
        return replace(
            carried,
            owners=named or state.owners,
            period=scope if scope != self.default else state.period,
        )
