"""Sessions: all of them, one, a new one, and the steps that are asked once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from luoshi.web.appraisal import actions
from luoshi.web.appraisal.forms import (
    ConfirmForm,
    CopyForm,
    NewForm,
    ReasonForm,
    ReleasersForm,
    SessionForm,
)
from luoshi.web.appraisal.kinds import first_begins
from luoshi.web.appraisal.page import STEPS, detail_of, template_name
from luoshi.web.appraisal.queries import listed, releasing_people, run_areas, session_for
from luoshi.web.appraisal.rules import can_run_any_session
from luoshi.web.appraisal.views.frame import Label, asked, fixed_page, form_view, session_run
from luoshi.web.commitments.forms import posted
from luoshi.web.http import Request, page

ROWS = 50


@require_safe
def sessions(request: Request) -> HttpResponse:
    """Every session, the latest first."""
    found = Paginator(listed(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [(each, template_name(each.template)) for each in found],
        "runs": can_run_any_session(request.actor),
        "query": "",
    }
    return page(request, "appraisal/sessions.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """Where it stands, what comes next, who speaks, by which rules."""
    session = session_for(request.actor, pk)
    if session.state == "cancelled":
        actions.unfinished(session, at=request.at)
    detail = detail_of(request.actor, session)
    return page(request, "appraisal/session.html", {"detail": detail, "session": detail.session})


@form_view
def new(request: Request) -> HttpResponse:
    """From a template."""
    can_run_any_session(request.actor).require()
    areas = run_areas(request.actor)
    first = {
        "template": "account", "jurisdiction": areas.first(), "begins": first_begins(),
    }  # fmt: skip
    form = NewForm(posted(request), areas=areas, initial=first)

    def made() -> object:
        return actions.session_create(
            jurisdiction=form.cleaned_data["jurisdiction"],
            template=form.cleaned_data["template"],
            draft=form.draft(),
            by=request.actor,
            at=request.at,
        )

    return asked(
        request, None, form, made, title=_("筹备评议会"), button=_("新建"),
        done=_("已新建。接着确定评议对象、办法和公布人。"), draft="session-new",
    )  # fmt: skip


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """Title, day, place, minutes, how it is voted and drawn."""
    session = session_run(request, pk)
    title = _("修改评议会")
    if fixed := fixed_page(request, session, title):
        return fixed
    form = SessionForm(posted(request), initial=SessionForm.initial_of(session))
    return asked(
        request, session, form,
        lambda: actions.session_edit(
            session=session, draft=form.draft(), by=request.actor, at=request.at
        ),
        title=title, button=_("保存"), done=_("已保存。"), draft=f"session-{pk}",
    )  # fmt: skip


@form_view
def copy(request: Request, pk: int) -> HttpResponse:
    """Another one with the same rules, contenders and releasers."""
    source = session_run(request, pk)
    first = {"title": source.title, "place": source.place, "begins": source.begins}
    form = CopyForm(posted(request), initial=first)
    return asked(
        request, None, form,
        lambda: actions.session_copy(
            session=source, draft=form.draft(source), by=request.actor, at=request.at
        ),
        title=_("复制一场"), done=_("已复制。评议对象、办法和公布人与原来相同，次序重新抽签。"),
        draft=f"session-copy-{pk}", source=source,
    )  # fmt: skip


@form_view
def releasers(request: Request, pk: int) -> HttpResponse:
    """The two who see the result first."""
    session = session_run(request, pk)
    title = _("指定公布人")
    if fixed := fixed_page(request, session, title):
        return fixed
    on = timezone.localdate(request.at)
    people = releasing_people(session.jurisdiction_id, on)
    known = [each.person_id for each in session.releasers.all()]
    first = dict(zip(("first", "second"), known, strict=False))
    form = ReleasersForm(posted(request), people=people, initial=first)
    return asked(
        request, session, form,
        lambda: actions.releasers_name(
            session=session, people=form.people(), by=request.actor, at=request.at
        ),
        title=title, button=_("保存"), done=_("公布人已指定。"),
        warning=_("结果先只给这两位看，两位都同意才公布。办法定下以后不能再换人。"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that is asked once: what will happen, and whether a reason is needed."""

    action: Callable[..., object]
    warning: Label
    done: Label
    reason: bool = False


ASKED: Mapping[str, Asked] = {
    "freeze": Asked(
        actions.session_freeze,
        _(
            "办法、评议对象、组别和公布人从此固定，各单位都能看到。第一次抽签或制作票据以前还可以重新打开。"
        ),
        _("办法已定。请打印办法，抽签，制作票据。"),
    ),
    "thaw": Asked(
        actions.session_thaw,
        _("办法重新打开修改，原来的摘要作废；各单位暂时看不到本场。"),
        _("办法已重新打开。"),
        reason=True,
    ),
    "facts": Asked(
        actions.facts_freeze,
        _("各家数据页按现在已核验的数据定稿，以后不再变。不手动定稿的，课件截止时自动定稿。"),
        _("数据页已定稿。"),
    ),
    "start": Asked(
        actions.voting_start,
        _("票箱随即建立，发言和投票在操作台上一项一项开始。"),
        _("会议开始。"),
    ),
    "cancel": Asked(
        actions.session_cancel,
        _("本场取消，不能恢复；票据登记和票箱随即销毁，已投的票不再有人读到。可以复制一场另开。"),
        _("已取消。"),
        reason=True,
    ),
}


@form_view
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Ask once, then do it."""
    session = session_run(request, pk)
    what = ASKED.get(verb)
    if what is None:
        raise Http404
    form = (ReasonForm if what.reason else ConfirmForm)(posted(request))
    return asked(
        request, session, form,
        lambda: what.action(
            session=session, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=STEPS[verb], warning=what.warning, done=what.done,
    )  # fmt: skip
