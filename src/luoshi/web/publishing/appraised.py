"""An appraisal session as a bulletin tells of it: every number and every word of a leader bound to
the released result."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils import translation

from luoshi.render.paper import written
from luoshi.web.appraisal.models import Comment, Session
from luoshi.web.appraisal.resultpage import Group, Line, Told, told_of
from luoshi.web.appraisal.resultqueries import comments_said
from luoshi.web.publishing.blocks import SESSION, Content
from luoshi.web.publishing.paper import head_of
from luoshi.web.publishing.values import Value, plain_values
from luoshi.web.publishing.wording import session_texts
from luoshi.web.units.models import Unit

Found = Iterator[tuple[str, str, object]]
"""Name, path of the reference, what stands on paper."""


def session_content(session: Session, jurisdiction: Unit) -> Content:
    """All that a bulletin on the session's result is made of, but for number, day and anchor."""
    with translation.override("zh-hans"):
        told, comments = told_of(session, session.result), comments_said(session)
        failures, speakers = range(1, len(told.failures) + 1), range(1, len(comments) + 1)
        return {
            "kind": SESSION,
            "head": head_of(jurisdiction, f"{session.title}评议结果", "各参加评议单位"),
            "groups": [_group(session, told, group) for group in told.groups],
            "said": {f"said:{at}": _of(comments[at - 1]) for at in speakers},
            "values": plain_values(session_values(session, told, comments)),
            "lights": {},
            "texts": session_texts(failures, speakers, whole=told.valid is not None),
            "edited": {},
            "anchor": {},
            "overleaf": False,
        }


def session_values(session: Session, told: Told, comments: Sequence[Comment]) -> dict[str, Value]:
    """Every number that the bulletin may say, by name; references ``session:5/u12/total``."""
    found = _found(session, told, comments)
    return {
        name: Value(name, f"session:{session.pk}/{path}", str(text)) for name, path, text in found
    }


def _found(session: Session, told: Told, comments: Sequence[Comment]) -> Found:
    yield "日期", "held/on", written(session.held_on)
    yield "会议", "held/title", session.title
    yield "应到", "turnout/size", told.size
    yield "收回", "turnout/cast", told.cast
    if told.valid is not None:
        yield "有效", "turnout/valid", told.valid
        yield "无效", "turnout/void", told.cast - told.valid
    for at, failure in enumerate(told.failures, 1):
        yield f"原因{at}", f"failure/{at}", failure
    labels, criteria = _labels(told), _apart(told.criteria)
    for group in told.groups:
        for line in group.lines:
            yield from _marked(line, labels[line.key], criteria)
    for at, comment in enumerate(comments, 1):
        yield f"讲评{at}", f"said/{at}", f"{_of(comment)}：{''.join(comment.text.splitlines())}"


def _marked(line: Line, label: str, criteria: Sequence[str]) -> Found:
    yield f"{label}位次", f"{line.key}/rank", line.rank or "—"
    yield f"{label}总分", f"{line.key}/total", line.total or "—"
    for at, (name, (_title, number)) in enumerate(zip(criteria, line.criteria, strict=True), 1):
        yield f"{label}·{name}", f"{line.key}/criterion:{at}", number or "—"


def _group(session: Session, told: Told, group: Group) -> Mapping[str, object]:
    labels, criteria = _labels(told), _apart(told.criteria)
    columns = ("位次", "总分", *(f"·{name}" for name in criteria))
    rows = [
        {
            "unit": labels[line.key],
            "tied": line.tied > 1,
            "names": [f"{labels[line.key]}{column}" for column in columns],
        }
        for line in group.lines
    ]
    title = group.title or session.title
    return {"key": group.title, "title": title, "parts": list(told.criteria), "rows": rows}


def _labels(told: Told) -> dict[str, str]:
    """What each contender is called by its key: its name, with the key where it is shared."""
    lines = [line for group in told.groups for line in group.lines]
    names = [line.name for line in lines]
    return {
        line.key: line.name if names.count(line.name) == 1 else f"{line.name}{line.key}"
        for line in lines
    }


def _apart(names: Sequence[str]) -> list[str]:
    """The names of criteria, those given twice with their place."""
    return [name if names.count(name) == 1 else f"{name}{at}" for at, name in enumerate(names, 1)]


def _of(comment: Comment) -> str:
    """Who said it, and of whom."""
    about = f"对{comment.contender.unit.short_name}" if comment.contender else ""
    return f"{comment.said_by}{about}"
