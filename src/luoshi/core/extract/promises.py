"""The promises of one sentence, clause by clause, with all its place adds to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luoshi.core.extract.clauses import Piece, clauses
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.folding import FILLER
from luoshi.core.extract.lexicon import MODALITIES
from luoshi.core.extract.owners import assisting, subject
from luoshi.core.extract.periods import Period, is_bare_period, read_period, recurrence
from luoshi.core.extract.reading import Reading, Sentence
from luoshi.core.extract.relative import relative_targets
from luoshi.core.extract.sections import is_title, reports
from luoshi.core.extract.targets import bare_figure, targets
from luoshi.core.extract.tasks import deadlines, tasks

_SOFT = ("支持", "鼓励", "引导", "探索")
_LONG = 90
_SHORT_NAME = 2
_BARE_PERIOD = 14
_INDENT = 8
_HARD = ("确保", "必须", "务必", "坚决", "力争", "力促", "争取", "奋力", "努力")
_MODALITY = re.compile(
    r"确保|必须|务必|坚决|力争|力促|争取(?!到|更好)|奋力|努力|(?<![动度年专规])计划(?!的|生育|体系|指标)|拟(?!定|订|合)"
    r"|(?:^|(?<=[，：、要将力度续积极大面]))(?:推动|推进|加快|支持|鼓励|引导|探索)"
)
_EXPLAINS = re.compile("既是|这是|主要考虑|综合考虑|考虑到|充分体现|意味着|相当于")
_CUE = re.compile(
    r"(?<!必)将(?!军)|(?<![主重需])要(?![求素])|力争|确保|争取|计划|拟|推动|推进|加快|提出|目标|务必|努力|不能|以上|不[少低]于|达到"
    r"|超过?\d|今年|全年|年内|[月年]底前|\d[月日]前|季度|“"
)
_MAY_PROMISE = re.compile(
    r"\d|[建完实推加重配全开健制编出争申创取约力确增翻平级在滚持抓要启年月季设组举立修改引培打造拆][^，]|水平|同步|衔接|前列|“"
)
_AIM_LABEL = re.compile(r"(?:目标|计划|任务|指标)(?:值|数|是|为)?$")
_OPENS = re.compile(r"\n[^，。；：]*$")
_ONLY_DUE = re.compile(
    r"^(?:力争|确保|争取|计划)?(?:于|在)?(?:今年|\d{4}年)?"
    r"(?:\d{1,2}月(?:底|末|\d{1,2}日)?之?前|年底前|年内|(?:[一二三四]季度|[上下]半年)(?:末|底)?前?)"
    r"(?:力争|确保|要)?(?:全部|全面|基本)?(?:完成|建成|完工|竣工|投用|通车|投产)(?:投用|通车|投产)?$"
)
_COLON = re.compile(r"[\s”’*—…]{0,4}：")


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with everything its place in the sentence adds."""

    draft: Draft
    period: Period | None
    owners: tuple[str, ...]
    modality: str | None
    recurrence: str | None
    marks: tuple[str, ...]


@dataclass(slots=True)
class _Thread:
    """What the clauses of a sentence hand on to the next one."""

    period: Period | None
    owners: tuple[str, ...]
    modality: str | None = None
    metric: str = ""
    label: str = ""
    topic: str = ""
    due: bool = False

    def heard(self, text: str, reading: Reading) -> Period | None:
        """The period the clause names; its unit and its modality are kept for the next."""
        named = read_period(text, reading.year)
        self.modality = modality_of(text) or (self.modality if self.modality in _HARD else None)
        return named

    def lasts(self, named: Period | None, text: str, found: bool) -> None:
        """Keep a period said for the rest of the sentence: years, or a date standing alone."""
        if named and (_is_of_years(named) or (not found and len(text) <= _BARE_PERIOD)):
            self.period = named
        self.due = named is not None and is_bare_period(text)


def promises(reading: Reading, sentence: Sentence) -> Iterator[Placed]:
    """Every promise of a sentence of a plan, in the order of its clauses.

    A clause that says no more than when (12月底前完成) dates the promise before it.
    """
    if not _speaks(reading, sentence):
        return
    thread = _Thread(sentence.period, sentence.owners)
    found: list[Placed] = []
    for clause in clauses(reading.masked, sentence.piece):
        text = clause.of(reading.folded)
        if found and _ONLY_DUE.match(text):
            found[-1] = replace(found[-1], period=read_period(text, reading.year))
        elif not reports(text, thread.label, reading.year):
            found += _of_clause(reading, sentence, clause, thread)
        thread.label = text if _COLON.match(reading.masked, clause.end) else ""
        if thread.label and not (_AIM_LABEL.search(text) or is_bare_period(text)):
            thread.topic = text
    yield from found


def _of_clause(
    reading: Reading, sentence: Sentence, clause: Piece, thread: _Thread
) -> Iterator[Placed]:
    text = clause.of(reading.folded)
    named = thread.heard(text, reading)
    period = named or thread.period
    if not sentence.owned:
        thread.owners = _owners(text, thread.owners)
    drafts = _drafts(reading, sentence, clause, thread)
    thread.lasts(named, text, bool(drafts))
    for draft in drafts:
        own = _named(draft, reading, thread)
        thread.metric = own.metric
        yield Placed(
            own,
            read_period(reading.folded[own.start : own.end], reading.year) or period,
            thread.owners,
            thread.modality,
            recurrence(text),
            tuple(_marks(own, sentence, reading, named, thread.modality)),
        )


def _owners(text: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The unit a clause names, behind those it only assists (A牵头，B配合)."""
    helpers = assisting(text)
    if helpers:
        return tuple(dict.fromkeys([*before, *helpers]))
    named = subject(text)
    return before if named == before[:1] else named or before


def _is_of_years(period: Period) -> bool:
    return (
        period.start is not None
        and period.end is not None
        and period.start.month == 1
        and period.end.month == 12
    )


def _speaks(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence may promise at all; in running news it must say so itself."""
    start, end = sentence.piece.start, sentence.piece.end
    if not _MAY_PROMISE.search(reading.masked, start, end):
        return False
    if _EXPLAINS.search(reading.folded, start, end) or is_title(sentence.piece.of(reading.folded)):
        return False
    if sentence.placed or sentence.owned:
        return True
    return _CUE.search(reading.folded, start, end) is not None


def _drafts(reading: Reading, sentence: Sentence, clause: Piece, thread: _Thread) -> list[Draft]:
    """Figures first; a clause without one may promise a place, a work or a task."""
    aim = _AIM_LABEL.search(thread.label) is not None
    leading = sentence.leading or aim or thread.metric != ""
    found = list(targets(reading.masked, clause, leading, sentence.placed or sentence.owned))
    if aim and not found:
        found = list(bare_figure(reading.masked, clause))
    found = found or list(relative_targets(reading.masked, reading.folded, clause))
    found = found or list(deadlines(reading.masked, reading.folded, clause, thread.due))
    if found or sentence.owned:
        return found
    if sentence.heading:
        return []
    opens = _OPENS.search(reading.masked, max(0, clause.start - _INDENT), clause.start)
    return list(tasks(reading.masked, reading.folded, clause, sentence.leading, opens is not None))


def _named(draft: Draft, reading: Reading, thread: _Thread) -> Draft:
    """The draft with its name in readable characters, or with the name used before it."""
    if not draft.metric:
        return replace(draft, metric=thread.metric or thread.topic)
    if FILLER not in draft.metric:
        return draft
    at = reading.masked.find(draft.metric, draft.start, draft.end)
    if at < 0:
        return replace(draft, metric=draft.metric.replace(FILLER, ""))
    readable = reading.folded[at : at + len(draft.metric)]
    return replace(draft, metric=readable.replace(FILLER, ""))


def modality_of(text: str) -> str | None:
    found = _MODALITY.search(text)
    if found is None:
        return None
    named = {each[0] for each in _MODALITY.finditer(text)}
    return next(word for word in MODALITIES if word in named)


def _marks(
    draft: Draft, sentence: Sentence, reading: Reading, named: Period | None, modality: str | None
) -> Iterator[str]:
    yield from draft.marks
    yield "planned" if sentence.placed else "unplaced"
    if sentence.leading:
        yield "list"
    if modality:
        yield "soft" if modality in _SOFT else "modal"
    if named is None and sentence.period is None:
        yield "undated"
    elif named is None and not reading.year_given:
        yield "inferred"
    if draft.end - draft.start > _LONG:
        yield "long"
    if len(draft.metric) < _SHORT_NAME:
        yield "nameless"
