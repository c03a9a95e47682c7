"""What the page of a session shows: where it stands, what comes next, who does it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.core.errors import Invalid
from luoshi.core.tally import TallyRules, tally_rules_from
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.agenda import plan
from luoshi.web.appraisal.kinds import named, preset, rules_of
from luoshi.web.appraisal.models import Contender, Releaser, Session, SessionState
from luoshi.web.appraisal.queries import contenders_of, is_voted, steps_of, token_counts, voids_of
from luoshi.web.appraisal.rules import can_run_sessions
from luoshi.web.appraisal.wording import VERBS

STEPS: Mapping[str, str | Promise] = {
    "freeze": pgettext_lazy("button", "定下办法"),
    "facts": pgettext_lazy("button", "数据页定稿"),
    "start": pgettext_lazy("button", "会议开始"),
    "thaw": pgettext_lazy("button", "重新打开办法"),
    "cancel": pgettext_lazy("button", "取消本场"),
    "seal": pgettext_lazy("button", "封存选票"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do before the session: what is there, what is said of it, where it is done."""

    title: str
    told: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Act:
    """A button."""

    label: str | Promise
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A step that was taken."""

    words: str | Promise
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything on the page of a session. ``rules``: None while they cannot be used; ``ends``:
    when all are planned to have spoken."""

    session: Session
    template: str
    contenders: Sequence[Contender]
    rules: TallyRules | None
    releasers: Sequence[Releaser]
    runs: bool
    tokens: Mapping[str, int]
    tasks: Sequence[Task]
    acts: Sequence[Act]
    waits: str
    told: Sequence[Told]
    ends: time | None


def detail_of(actor: Actor, session: Session) -> Detail:
    """The page: a constant number of queries."""
    contenders = contenders_of(session)
    rules = readable(session, contenders)
    releasers = list(session.releasers.select_related("person"))
    runs = bool(can_run_sessions(actor, session.jurisdiction_id))
    tokens = token_counts(session)
    tasks = list(_tasks(session, contenders, rules, releasers, tokens)) if runs else []
    return Detail(
        session=session,
        template=template_name(session.template),
        contenders=contenders,
        rules=rules,
        releasers=releasers,
        runs=runs,
        tokens=tokens,
        tasks=tasks,
        acts=list(_acts(session, tasks, sum(tokens.values()))) if runs else [],
        waits=_waits(session, tasks),
        told=_told(session),
        ends=plan(session, contenders),
    )  # fmt: skip


def _told(session: Session) -> list[Told]:
    """Its steps and what was made void, with the reasons, in the order of time: two queries."""
    steps = [
        Told(VERBS.get(f"session.{each.verb}", each.verb), each.decided_by.name,
             each.decided_at, each.note)
        for each in steps_of(session)
    ]  # fmt: skip
    voids = [
        Told(VERBS["session.void"], each.voided_by.name, each.voided_at,
             _("%(item)s：%(reason)s") % {"item": each.item.title, "reason": each.reason})
        for each in voids_of(session)
    ]  # fmt: skip
    return sorted(steps + voids, key=lambda each: each.at)


def template_name(key: str) -> str:
    """A template in words; the bare key where the presets have it no more."""
    rows: dict[str, Any] = {row["key"]: row for row in preset("templates")["rows"]}
    return named(rows[key]) if key in rows else key


def readable(session: Session, contenders: Sequence[Contender]) -> TallyRules | None:
    """The rules: the frozen ones, else as they are prepared; None while they cannot be used."""
    try:
        return tally_rules_from(
            session.rules or rules_of(session.title, session.settings, contenders)
        )
    except Invalid:
        return None


def _tasks(
    session: Session,
    contenders: Sequence[Contender],
    rules: TallyRules | None,
    releasers: Sequence[Releaser],
    tokens: Mapping[str, int],
) -> Iterator[Task]:
    def task(title: str, told: str, name: str, *, is_done: bool) -> Task:
        return Task(title, told, reverse(name, args=[session.pk]), is_done)

    number = len(contenders)
    yield task(
        _("评议对象"), _("%(n)s 家") % {"n": number}, "session-contenders", is_done=number > 0
    )
    yield task(
        _("评议办法"), _("可以用") if rules else _("票种的应到人数等还没有填"),
        "session-settings" if session.state == SessionState.PREPARING else "session-rules",
        is_done=rules is not None,
    )  # fmt: skip
    names = _("、").join(each.person.name for each in releasers)
    yield task(_("公布人"), names or _("还没有指定"), "session-releasers", is_done=bool(releasers))
    if session.state in (SessionState.PREPARING, SessionState.CANCELLED):
        return
    yield task(
        _("出场次序"), _("已抽签") if session.drawn_at else _("还没有抽签"), "session-order",
        is_done=session.drawn_at is not None,
    )  # fmt: skip
    frozen = sum(each.frozen_at is not None for each in contenders)
    yield task(
        _("数据页和课件"), _("%(n)s 家已定稿") % {"n": frozen}, "session-data",
        is_done=frozen == number,
    )  # fmt: skip
    yield task(
        _("票据"), _("%(n)s 张") % {"n": sum(tokens.values())}, "session-tokens",
        is_done=rules is not None and all(tokens.get(each.key) for each in rules.classes),
    )  # fmt: skip


ACTS: Mapping[str, Sequence[str]] = {
    "preparing": ("cancel", "session-copy", "session-edit", "freeze"),
    "frozen": ("cancel", "session-copy", "thaw", "start"),
    "running": (
        "cancel",
        "session-copy",
        "session-said",
        "session-screen",
        "seal",
        "session-operate",
    ),
    "sealed": ("session-copy", "session-said", "result"),
    "computed": ("session-copy", "session-said", "result"),
    "released": ("session-copy", "session-said", "result"),
    "accepted": ("session-copy", "session-said", "result"),
}
"""By state what may be done, the main act last. Counting and release have a page of their own."""
PAGES: Mapping[str, str | Promise] = {
    "session-copy": pgettext_lazy("button", "复制一场"),
    "session-edit": pgettext_lazy("button", "修改"),
    "session-said": gettext_lazy("讲评和提问"),
    "result": gettext_lazy("评议结果"),
    "session-screen": pgettext_lazy("button", "大屏幕"),
    "session-operate": pgettext_lazy("button", "操作台"),
}
MAIN = ("freeze", "start", "session-operate", "result")


def _acts(session: Session, tasks: Sequence[Task], made: int) -> Iterator[Act]:
    voted = session.state == SessionState.RUNNING and is_voted(session)
    ready = all(task.is_done for task in tasks)
    hidden = {
        "freeze": not ready,
        "start": not ready,
        "thaw": bool(session.drawn_at or made),
        "seal": not voted,
    }
    for key in ACTS.get(session.state, ("session-copy",)):
        if hidden.get(key):
            continue
        url = reverse(key, args=[session.pk]) if key in PAGES else step_url(session, key)
        yield Act(PAGES.get(key) or STEPS[key], url, key in MAIN)


def step_url(session: Session, verb: str) -> str:
    """Where a step is asked once."""
    name = "result-step" if verb == "seal" else "session-step"
    return reverse(name, args=[session.pk, verb])


WAITS: Mapping[str, str | Promise] = {
    "running": gettext_lazy("正在进行。投票只凭现场发的票据。"),
    "sealed": gettext_lazy("选票已封存，等计票。公布以前，任何人看不到结果。"),
    "computed": gettext_lazy("已计票，等两位公布人同意公布。"),
    "released": gettext_lazy("结果已公布，等验收。验收后票据登记表销毁。"),
}


def _waits(session: Session, tasks: Sequence[Task]) -> str:
    missing = _("、").join(task.title for task in tasks if not task.is_done)
    if session.state == SessionState.PREPARING:
        if not tasks:
            return _("督查室正在筹备。")
        if missing:
            return _("还缺：%(what)s。") % {"what": missing}
        return _("都齐了，可以定下办法；定下以后才能抽签、制作票据。")
    if session.state == SessionState.FROZEN:
        if missing:
            return _("办法已定。还缺：%(what)s。") % {"what": missing}
        return _("办法已定，等会议开始。")
    return str(WAITS.get(session.state, ""))
