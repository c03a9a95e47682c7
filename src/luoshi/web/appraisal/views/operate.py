"""The operator's page and the stage; both ask again every few seconds and learn of changes only."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.web.appraisal import actions
from luoshi.web.appraisal.facts import data_page
from luoshi.web.appraisal.forms import ConfirmForm, ReasonForm, ReplaceForm
from luoshi.web.appraisal.live import Live, counts_of, live_of
from luoshi.web.appraisal.models import Item, ItemState, Session, SessionState
from luoshi.web.appraisal.page import readable
from luoshi.web.appraisal.queries import is_last, last_slides, unheard
from luoshi.web.appraisal.views.frame import asked, form_page, form_view, session_run
from luoshi.web.appraisal.wrongcodes import wrong_codes
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page

OPERATE, SCREEN = "appraisal/operate.html", "appraisal/screen.html"


@require_safe
def operate(request: Request, pk: int) -> HttpResponse:
    """Who speaks, what is open, how many ballots came, and every button for it."""
    return _live_page(request, session_run(request, pk), OPERATE)


@require_safe
def screen(request: Request, pk: int) -> HttpResponse:
    """The stage: large and dark, for everybody in the room."""
    return _live_page(request, session_run(request, pk), SCREEN)


def _live_page(request: Request, session: Session, template: str) -> HttpResponse:
    live = live_of(session, request.at)
    asks = "live" in request.GET
    wrong = wrong_codes(session) if template == OPERATE else 0
    tag = live.tag(f"{get_language()} {wrong}")
    if asks and (same := get_conditional_response(request, etag=tag)):
        return _fresh(same, tag)
    context = {
        "session": session,
        "live": live,
        "now": int(request.at.timestamp() * 1000),
        "wrong_codes": wrong,
        **_beside(live),
    }
    response = page(request, f"{template}#live" if asks else template, context)
    return _fresh(response, tag) if asks else response


def _fresh(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _beside(live: Live) -> dict[str, object]:
    if live.speech is None:
        return {"data": None, "slides": None}
    contender = live.speech.contender
    shown = last_slides([contender]).get(contender.pk)
    return {"data": data_page(contender), "slides": shown}


@require_POST
def call(request: Request, pk: int, of: int) -> HttpResponse:
    """It is this contender's turn; its time begins."""
    session = session_run(request, pk)
    contender = get_object_or_404(session.contenders, pk=of)
    actions.speaker_call(contender=contender, by=request.actor, at=request.at)
    messages.success(request, _("开始计时。"))
    return redirect("session-operate", pk)


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Nobody speaks any more."""
    session = session_run(request, pk)
    actions.speaker_finish(session=session, by=request.actor, at=request.at)
    messages.success(request, _("发言结束。"))
    return redirect("session-operate", pk)


@form_view
def open_item(request: Request, pk: int, of: int) -> HttpResponse:
    """Ask once; ballots are taken from then on."""
    return _turned(
        request, pk, of, actions.item_open, ItemState.WAITING, _opening,
        title=_("开始投票"), done=_("开始投票。"),
    )  # fmt: skip


@form_view
def close_item(request: Request, pk: int, of: int) -> HttpResponse:
    """Ask once; no ballot is taken any more."""
    return _turned(
        request, pk, of, actions.item_close, ItemState.OPEN, _closing,
        title=_("截止投票"), done=_("已截止。"),
    )  # fmt: skip


def _turned(
    request: Request,
    pk: int,
    of: int,
    act: Callable[..., Item],
    before: str,
    asks: Callable[[Session, Item], dict[str, Any]],
    **told: Any,
) -> HttpResponse:
    """Ask what ``asks`` tells of an item that stands at ``before``; who comes back to the question
    later finds the desk."""
    session = session_run(request, pk)
    item = get_object_or_404(session.items.select_related("session"), pk=of)
    url = reverse("session-operate", args=[pk])
    if request.method != "POST" and (session.state, item.state) != (SessionState.RUNNING, before):
        messages.info(request, _("这一项已经不在那一步了，请看现在的状态。"))
        return redirect(url)
    if request.method != "POST":
        told |= asks(session, item)
    return asked(
        request, session, ConfirmForm(posted(request)),
        lambda: act(item=item, by=request.actor, at=request.at),
        about=item.title if item.title != session.title else "", to=url, back=url, **told,
    )  # fmt: skip


def _opening(session: Session, item: Item) -> dict[str, Any]:
    del session
    told = _("全场这一项的票据随即可以投票，不能收回；投错了只能写明原因作废重投。")
    names = _("、").join(each.unit.short_name for each in unheard(item))
    if names:
        told += _("还没有发言：%(names)s。") % {"names": names}
    return {"warning": told}


def _closing(session: Session, item: Item) -> dict[str, Any]:
    told = _("不再收这一项的票，还没有交的就交不上了，不能再开；投错了只能写明原因作废重投。")
    if is_last(session, item):
        told += _("这是最后一项：截止以后全场投票结束，接着录入纸票、封存。")
    return {"warning": told, "counts": counts_of(session, item)}


@form_view
def void_item(request: Request, pk: int, of: int) -> HttpResponse:
    """Make its marks void, with the reason, so that it can be opened again."""
    session = session_run(request, pk)
    item = get_object_or_404(session.items, pk=of)
    form = ReasonForm(posted(request))
    url = reverse("session-operate", args=[pk])
    return asked(
        request, session, form,
        lambda: actions.item_void(
            item=item, note=form.cleaned_data["note"], by=request.actor, at=request.at
        ),
        title=_("作废并重投"), button=_("作废这一项的投票"), about=item.title,
        warning=_("这一项已收到的评分全部作废，收不回来；投票人要重新评分。原因记录在案，对全场公开。"),
        done=_("已作废，可以重新开始投票。"), to=url, back=url,
    )  # fmt: skip


@form_view
def replace(request: Request, pk: int) -> HttpResponse:
    """A dead phone: the token is handed in, a paper ballot of its class handed out."""
    session = session_run(request, pk)
    form = ReplaceForm(posted(request))
    voter_class, again = None, False
    if form.is_valid():
        with refusals_on(form):
            code = form.cleaned_data["code"]
            token = actions.token_replace(
                session=session, code=code, by=request.actor, at=request.at
            )
            rules = readable(session, ())
            key, again = token.voter_class, token.again
            voter_class = next(each for each in rules.classes if each.key == key) if rules else None
            form = ReplaceForm()
    context = {"session": session, "voter_class": voter_class, "again": again}
    return form_page(request, "appraisal/replace.html", form, **context)
