"""The result of a session: page, big screen, the acts on it, and its files."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.web.appraisal import actions
from luoshi.web.appraisal.advicepage import advice_of
from luoshi.web.appraisal.heard import unowned
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.openzip import may_hold_ballots, open_document, open_zip
from luoshi.web.appraisal.queries import session_for
from luoshi.web.appraisal.resultacts import STEPS, acts_on
from luoshi.web.appraisal.resultforms import ConfirmForm, WhyForm
from luoshi.web.appraisal.resultpage import told_of
from luoshi.web.appraisal.resultpaper import result_docx
from luoshi.web.appraisal.resultqueries import (
    destruction_of,
    document_of,
    refusals_of,
    releasers_of,
    repeat_of,
    result_for,
    sealed_for,
)
from luoshi.web.appraisal.rules import (
    PUBLIC,
    can_read_ballots,
    can_run_sessions,
    can_see_advice,
)
from luoshi.web.appraisal.scoreslides import slides_pptx
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.publishing.rules import can_draft

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ENDING = ("seal", "accept")
"""Acts before which questions without an owner are named."""
ACTIONS: Mapping[str, Callable[..., object]] = {
    "seal": actions.session_seal,
    "compute": actions.session_compute,
    "release": actions.result_release,
    "refuse": actions.result_refuse,
    "accept": actions.session_accept,
    "repeat": actions.session_repeat,
}


@require_safe
def result(request: Request, pk: int) -> HttpResponse:
    """The seal for everybody who sees the session; the result for whom it is there."""
    session = sealed_for(request.actor, pk)
    actions.unfinished(session, at=request.at)
    found, named = result_for(request.actor, session), releasers_of(session)
    context = {
        "session": session,
        "result": found,
        "told": told_of(session, found) if found else None,
        "advice": advice_of(session, found)
        if found and can_see_advice(request.actor, session)
        else [],
        "acts": acts_on(request.actor, session, named, found),
        "releasers": named,
        "refusals": refusals_of(session) if session.state == "computed" else [],
        "is_public": session.state in PUBLIC,
        "whole": found is not None and may_hold_ballots(found),
        "drafts": can_draft(request.actor, session),
        "repeat": repeat_of(session) if found and found.tally["failures"] else None,
        "destruction": destruction_of(session) if session.state == "accepted" else None,
        "ballots": can_read_ballots(request.actor, session),
    }
    return page(request, "appraisal/result.html", context)


@require_safe
def reveal(request: Request, pk: int) -> HttpResponse:
    """For the big screen, once it is released: from last to first."""
    session, found = _public(request, pk)
    context = {"session": session, "result": found, "told": told_of(session, found)}
    return page(request, "appraisal/reveal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Ask once, then do it."""
    session, what = session_for(request.actor, pk), STEPS.get(verb)
    if what is None or (request.method != "POST" and not _is_open(request, session, verb)):
        raise Http404
    form = (WhyForm if what.reason else ConfirmForm)(posted(request))
    if form.is_valid():
        with refusals_on(form):
            ACTIONS[verb](session=session, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, str(what.done))
            made = repeat_of(session) if verb == "repeat" else None
            return redirect("session", made.pk) if made else redirect("result", pk)
    waiting = unowned(session) if verb in ENDING else []
    context = {"session": session, "form": form, "step": what, "unowned": waiting}
    return page(request, "appraisal/result_step.html", context, status=422 if form.errors else 200)


def _is_open(request: Request, session: Session, verb: str) -> bool:
    if verb == "seal":
        runs = can_run_sessions(request.actor, session.jurisdiction_id)
        return bool(runs) and session.state == "running"
    found = result_for(request.actor, session)
    acts = acts_on(request.actor, session, releasers_of(session), found)
    return any(act.key == verb for act in acts)


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The result sheet for signatures, as soon as one may see the result."""
    session = sealed_for(request.actor, pk)
    found = result_for(request.actor, session)
    if found is None:
        raise Http404
    return _file(result_docx(session, found), WORD, f"{session.title}结果单.docx")


@require_safe
def slides(request: Request, pk: int) -> HttpResponse:
    """The scoreboard as slides."""
    session, found = _public(request, pk)
    data = slides_pptx(session, told_of(session, found))
    return _file(data, SLIDES, f"{session.title}成绩.pptx")


@require_safe
def opened(request: Request, pk: int) -> HttpResponse:
    """Everything somebody needs to check the result, in one archive."""
    session, found = _public(request, pk)
    return _file(open_zip(session, found), "application/zip", f"{session.title}核对包.zip")


@require_safe
def receipts(request: Request, pk: int) -> HttpResponse:
    """The open part of the sealed list: rules, receipts and digests, without a ballot."""
    session = sealed_for(request.actor, pk)
    return _file(open_document(session), "application/json", f"{session.title}公开清单.json")


@require_safe
def ballots(request: Request, pk: int) -> HttpResponse:
    """The whole sealed list, for the auditor alone."""
    session = sealed_for(request.actor, pk)
    can_read_ballots(request.actor, session).require()
    return _file(document_of(session), "application/json", f"{session.title}封存清单.json")


def _public(request: Request, pk: int) -> tuple[Session, Result]:
    session = sealed_for(request.actor, pk)
    found = result_for(request.actor, session)
    if found is None or session.state not in PUBLIC:
        raise Http404
    return session, found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(data, kind, headers={"Content-Disposition": disposition})
