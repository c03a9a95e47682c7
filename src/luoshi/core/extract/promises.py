"""The promises of one sentence, clause by clause, with all its place adds to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from luoshi.core.extract.clauses import Piece, clauses
from luoshi.core.extract.draft import Draft
from luoshi.core.extract.duties import Duty, duty, is_only_due
from luoshi.core.extract.folding import FILLER
from luoshi.core.extract.lexicon import MODALITIES
from luoshi.core.extract.naming import continued, tidy
from luoshi.core.extract.periods import Period, is_bare_period, read_period, recurrence
from luoshi.core.extract.reading import Reading, Sentence
from luoshi.core.extract.relative import apart, relative_targets
from luoshi.core.extract.sections import is_title, reports, stands_aside
from luoshi.core.extract.subjects import subject
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
    r"(?<!必)将(?!军)|(?<![主重需])要(?![求素])|力争|确保|争取|计划|拟|推动|推进|加快|提出|目标|务必|努力|不能|以上|不[少低]于|达到|工作日内"
    r"|超过?\d|今年|全年|年内|[月年]底前|\d[月日]前|季度|“"
)
_MAY_PROMISE = re.compile(
    r"\d|零|双下降|不发生|每[月周季半年日]|[超破过达上越][十百千万]|[建完实推加重配全开健制编出争申创取约力确增翻平级在滚持抓要启年月季设组举立修改引培打造拆][^，]|水平|同步|衔接|前列|“"
)
_AIM_LABEL = re.compile(r"(?:目标|计划|任务|指标)(?:值|数|是|为)?$")
_NO_TOPIC = re.compile(rf"{_AIM_LABEL.pattern}|(?:要求|提出|强调|指出|如下|方面|工作|是)$")
_OPENS = re.compile(r"\n[^，。；：]*$")
_ENDS = "， ”’"
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
    dated: bool = False


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
    found: list[Placed] = field(default_factory=list)
    closed: int = 0
    opens: bool = False
    closing: bool = False
    prefix: str | None = None
    counted: dict[str, str] = field(default_factory=dict)
    said: str = ""

    @property
    def pending(self) -> list[Placed]:
        """The promises that no clause behind them has closed yet."""
        return self.found[self.closed :]

    def add(self, promised: list[Placed]) -> None:
        if promised and self.closing:
            self.closed, self.closing = len(self.found), False
        self.found += promised

    def recall(self, drafts: list[Draft]) -> None:
        """Keep the names of what was told, for clauses that leave them out."""
        for draft in drafts:
            self.metric = draft.metric
            self.counted[draft.unit or ""] = draft.metric

    def led(self, told: Duty) -> None:
        """Take who leads and who helps for what stands before, or for what follows."""
        if not self.pending or self.opens:
            self.opens = True
            self.owners = _joined(told, self.owners)
            return
        self.closing = True
        self.found[self.closed :] = [
            replace(one, owners=_joined(told, one.owners)) for one in self.pending
        ]

    def finished(self, period: Period | None) -> bool:
        """Date what stands before by a clause that says but when; False if all is dated."""
        if period is None or all(one.dated for one in self.pending):
            return False
        self.closing = True
        self.found[self.closed :] = [
            one if one.dated else replace(one, period=period) for one in self.pending
        ]
        return True

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


def promises(reading: Reading, sentence: Sentence, said: str = "") -> list[Placed]:
    """Every promise of a sentence of a plan, in the order of its clauses.

    A clause that says no more than when (12月底前完成) dates the promises before it; one that
    says no more than who leads or helps (市交通局牵头) gives them their owners, or those behind
    it where it opens the sentence. ``said`` is the name that stands before its semicolon.
    """
    if not _speaks(reading, sentence):
        return []
    thread = _Thread(sentence.period, sentence.owners, said=said)
    for clause in _clauses(reading, sentence):
        text = clause.of(reading.folded)
        if stands_aside(text):
            break
        if reports(text, thread.label, reading.year):
            thread.recall(_reported(reading, clause))
        elif not _is_closed(clause, reading, sentence, thread):
            thread.add(list(_of_clause(reading, sentence, clause, thread)))
        thread.label = text if _COLON.match(reading.masked, clause.end) else ""
        if thread.label and not (_NO_TOPIC.search(text) or is_bare_period(text)):
            thread.topic = text
    return thread.found


def _clauses(reading: Reading, sentence: Sentence) -> Iterator[Piece]:
    for clause in clauses(reading.masked, sentence.piece):
        yield from apart(reading.masked, clause)


def _reported(reading: Reading, clause: Piece) -> list[Draft]:
    """The results of a clause, for the aim behind it: 去年新建公园8个，今年再新建12个."""
    found = targets(reading.masked, clause, leading=True, placed=True, named=False)
    return [replace(draft, metric=tidy(draft.metric, reading.places)) for draft in found]


def _is_closed(clause: Piece, reading: Reading, sentence: Sentence, thread: _Thread) -> bool:
    """Whether a clause only says who or when, and has been taken into what it speaks of."""
    text = clause.of(reading.folded)
    told = duty(text)
    if told:
        if not sentence.owned:
            thread.led(told)
        return True
    ends = not reading.masked[clause.end : sentence.piece.end].strip(_ENDS)
    if not is_only_due(text) and not (ends and is_bare_period(text)):
        return False
    return thread.finished(read_period(text, reading.year))


def _of_clause(
    reading: Reading, sentence: Sentence, clause: Piece, thread: _Thread
) -> Iterator[Placed]:
    text = clause.of(reading.folded)
    named = thread.heard(text, reading)
    if not sentence.owned:
        thread.owners = subject(text, reading.places) or thread.owners
    drafts = _drafts(reading, sentence, clause, thread)
    thread.lasts(named, text, bool(drafts))
    period = _sooner(sentence.due, named or thread.period)
    for draft in drafts:
        own = _named(_of_a_kind(draft, thread), reading, thread)
        thread.recall([own])
        thread.prefix = _prefix(own)
        said = read_period(reading.folded[own.start : own.end], reading.year)
        yield Placed(
            own,
            _sooner(sentence.due, said) if said else period,
            thread.owners,
            thread.modality,
            recurrence(text),
            tuple(_marks(own, sentence, reading, named, thread)),
            dated=named is not None and not _is_of_years(named),
        )


def _of_a_kind(draft: Draft, thread: _Thread) -> Draft:
    """A rate without a name is one of the same kind as the rate before it: 增长5%，力争6%."""
    if draft.metric or thread.prefix is None or not draft.comparator.startswith("share"):
        return draft
    return replace(draft, comparator=thread.prefix + draft.comparator.removeprefix("share"))


def _prefix(draft: Draft) -> str | None:
    """growth, share, reduce or nothing; None where the draft is no rate."""
    if draft.unit != "%" or draft.value is None:
        return None
    return draft.comparator.rstrip("<>=~")


def _joined(told: Duty, before: tuple[str, ...]) -> tuple[str, ...]:
    """Who leads in front, those that were named where nobody new leads, helpers behind."""
    return tuple(dict.fromkeys([*(told.lead or before), *told.assist]))


def _sooner(due: Period | None, named: Period | None) -> Period | None:
    """The deadline of the item, unless the words of the clause name a closer time than a year."""
    if due is None or (named and not _is_of_years(named)):
        return named
    return due


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
    placed = sentence.placed or sentence.owned
    named = thread.metric != "" or thread.said != ""
    found = list(targets(reading.masked, clause, leading, placed, named=named))
    if aim and not found:
        found = list(bare_figure(reading.masked, clause))
    found = found or list(relative_targets(reading.masked, reading.folded, clause))
    found = found or _dated(reading, clause, thread)
    if found or sentence.owned:
        return found
    if sentence.heading:
        return []
    opens = _OPENS.search(reading.masked, max(0, clause.start - _INDENT), clause.start)
    return list(tasks(reading.masked, reading.folded, clause, sentence.leading, opens is not None))


def _dated(reading: Reading, clause: Piece, thread: _Thread) -> list[Draft]:
    """A deed with its deadline; where it is but 全部完工, the end of what was named before."""
    found = list(deadlines(reading.masked, reading.folded, clause, thread.due))
    if found and thread.metric and is_only_due(clause.of(reading.folded)):
        return [replace(draft, metric="") for draft in found]
    return found


def _named(draft: Draft, reading: Reading, thread: _Thread) -> Draft:
    """The draft with a readable name, without who and when, or with the name used before it."""
    name = tidy(_readable(draft, reading), reading.places)
    before = thread.metric or (thread.said if "words" in draft.marks else "") or thread.topic
    alike = thread.counted.get(draft.unit or "") or ("" if thread.metric else thread.topic)
    return replace(draft, metric=continued(name, before, alike))


def _readable(draft: Draft, reading: Reading) -> str:
    """The name in the text's own characters where a mask hid some."""
    if FILLER not in draft.metric:
        return draft.metric
    at = reading.masked.find(draft.metric, draft.start, draft.end)
    if at < 0:
        return draft.metric.replace(FILLER, "")
    return reading.folded[at : at + len(draft.metric)].replace(FILLER, "")


def modality_of(text: str) -> str | None:
    found = _MODALITY.search(text)
    if found is None:
        return None
    named = {each[0] for each in _MODALITY.finditer(text)}
    return next(word for word in MODALITIES if word in named)


def _marks(
    draft: Draft, sentence: Sentence, reading: Reading, named: Period | None, thread: _Thread
) -> Iterator[str]:
    yield from draft.marks
    yield "planned" if sentence.placed else "unplaced"
    if sentence.leading:
        yield "list"
    if thread.modality:
        yield "soft" if thread.modality in _SOFT else "modal"
    if named is None and sentence.due is None:
        if sentence.period is not None and not reading.year_given:
            yield "inferred"
        elif sentence.period is None and thread.period is None:
            yield "undated"
    if draft.end - draft.start > _LONG:
        yield "long"
    if len(draft.metric) < _SHORT_NAME:
        yield "nameless"
