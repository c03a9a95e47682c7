"""Objections: all, one with its answer, filing, the window of a run, computing it again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.scoring import ROOT
from luoshi.web import blobs
from luoshi.web.assessment.models import UnitScore
from luoshi.web.assessment.queries import run_for, score_for
from luoshi.web.assessment.rules import can_see_ranking
from luoshi.web.assessment.trace import Step, steps_of
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.objections import actions
from luoshi.web.objections.changes import moved
from luoshi.web.objections.clocks import clock_named, clock_words
from luoshi.web.objections.forms import AgainForm, AnswerForm, AssignForm, FilingForm, WindowForm
from luoshi.web.objections.models import Objection
from luoshi.web.objections.queries import (
    evidence_of,
    objection_for,
    objections_for,
    rerun_for,
    score_node,
    shown,
    standing_of,
    versions_for,
    windows_open_to,
)
from luoshi.web.objections.recusal import candidates, involved_in
from luoshi.web.objections.rules import (
    can_answer,
    can_assign,
    can_object,
    can_open_window,
    can_run_again,
    can_withdraw,
)

form_view = require_http_methods(["GET", "HEAD", "POST"])
MOST = 300


@require_safe
def every(request: Request) -> HttpResponse:
    """What nobody has answered yet, then what was; the windows open to the person."""
    today = timezone.localdate(request.at)
    rows = shown(objections_for(request.actor)[:MOST], work_calendar(), today)
    waiting = [row for row in rows if row.objection.is_open]
    context = {
        "waiting": waiting[::-1],
        "over": [row for row in rows if not row.objection.is_open],
        "windows": windows_open_to(request.actor, today),
    }
    return page(request, "objections/objections.html", context)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """One objection with the number behind it; who is named answers here."""
    objection = objection_for(request.actor, pk)
    involved = involved_in(objection)
    answers = can_answer(request.actor, objection, involved=involved)
    form = AnswerForm(posted(request))
    if request.method == "POST":
        answers.require()
        if form.is_valid():
            with refusals_on(form):
                actions.objection_decide(
                    objection=objection, **form.cleaned_data, by=request.actor, at=request.at
                )
                messages.success(request, _("已答复，提出单位现在可以看到。"))
                return redirect(objection)
    context = _page_of(request, objection) | {
        "answers": answers if objection.state == "assigned" else None,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "objections/objection.html", context, part="form", status=status)


def _page_of(request: Request, objection: Objection) -> dict[str, Any]:
    today = timezone.localdate(request.at)
    path = objection.node.path
    score = objection.node.score
    return {
        "row": shown([objection], work_calendar(), today)[0],
        "objection": objection,
        "files": list(objection.evidence.all()),
        "steps": _below(steps_of(score, request.actor), path),
        "assigns": objection.is_open and can_assign(request.actor, objection),
        "withdraws": objection.is_open and can_withdraw(request.actor, objection),
        "standing": standing_of(objection.run),
    }


def _below(steps: list[Step], path: str) -> list[Step]:
    """The number's own step and those below it; the total alone for the whole."""
    if path == ROOT:
        return [step for step in steps if step.path == ROOT]
    return [step for step in steps if step.path == path or step.path.startswith(f"{path}.")]


@form_view
def assign(request: Request, pk: int) -> HttpResponse:
    """Take it in and name who answers; those who took part stand below with the reason."""
    objection = objection_for(request.actor, pk)
    can_assign(request.actor, objection).require()
    people = candidates(objection, involved_in(objection), timezone.localdate(request.at))
    free = [one.user_id for one in people if one.decision]
    form = AssignForm(posted(request), people=free)
    if form.is_valid():
        with refusals_on(form):
            actions.objection_assign(
                objection=objection, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已受理并指定答复人。"))
            return redirect(objection)
    context = {
        "objection": objection,
        "form": form,
        "free": bool(free),
        "barred": [one for one in people if not one.decision],
    }
    status = 422 if form.errors else 200
    return page(request, "objections/assign.html", context, part="form", status=status)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """The unit takes it back."""
    objection = objection_for(request.actor, pk)
    actions.objection_withdraw(objection=objection, by=request.actor, at=request.at)
    messages.success(request, _("已撤回异议；异议期内可以重新提出。"))
    return redirect(objection)


@require_safe
def evidence(request: Request, pk: int, evidence_pk: int) -> HttpResponse:
    """A file as it was given, never shown inside the site."""
    found = evidence_of(request.actor, pk, evidence_pk)
    response = HttpResponse(blobs.read(found.sha256), content_type=found.media_type)
    header = content_disposition_header(as_attachment=True, filename=found.name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@form_view
def file(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Object to one number of one's own unit: the one named by ``path``, else the total."""
    score: UnitScore = score_for(request.actor, pk, unit_pk)
    can_object(request.actor, score).require()
    path = request.GET.get("path", "") or ROOT
    node = score_node(score.run, unit_pk, path)
    form = FilingForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            made = actions.objection_file(
                node=node, grounds=told["grounds"], wanted=told["wanted"],
                files=told["evidence"], by=request.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, _("异议已提出，考核办受理后由没有参与的人答复。"))
            return redirect(made)
    standing = standing_of(score.run)
    context = {
        "score": score,
        "run": score.run,
        "standing": standing,
        "takes": standing.takes(timezone.localdate(request.at)),
        "steps": _below(steps_of(score, request.actor), path),
        "whole": path == ROOT,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "objections/file.html", context, part="form", status=status)


@form_view
def of_run(request: Request, pk: int) -> HttpResponse:
    """The window of a run and what was filed in it; the assessor opens the window here."""
    run = run_for(request.actor, pk)
    opens = can_open_window(request.actor, run)
    form = WindowForm(posted(request))
    if request.method == "POST":
        opens.require()
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            made = actions.window_open(run=run, **told, by=request.actor, at=request.at)
            until = {"day": made.closes_on.isoformat()}
            messages.success(request, _("异议期已开放，到 %(day)s 止。") % until)
            return redirect("run-objections", pk)
    standing, today = standing_of(run), timezone.localdate(request.at)
    window = standing.window
    mine = objections_for(request.actor).filter(node__score__run=run)
    context = {
        "run": run,
        "standing": standing,
        "clock": clock_words(window.clock) if window else "",
        "source": clock_named(window.clock).source if window else "",
        "takes": standing.takes(today),
        "rows": shown(mine[:MOST], work_calendar(), today),
        "opens": opens and standing.window is None and standing.after is None,
        "again": can_run_again(request.actor, run) and standing.is_ripe(today),
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "objections/of_run.html", context, part="form", status=status)


@form_view
def again(request: Request, pk: int) -> HttpResponse:
    """Order that a run be computed again after objections were upheld; a worker does it."""
    run = run_for(request.actor, pk)
    can_run_again(request.actor, run).require()
    versions = versions_for(run)
    form = AgainForm(posted(request), versions=versions, initial={"version": run.version_id})
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            job = actions.again_order(run=run, **told, by=request.actor, at=request.at)
            return redirect("job", job.pk)
    context = {"run": run, "form": form, "standing": standing_of(run)}
    status = 422 if form.errors else 200
    return page(request, "objections/again.html", context, part="form", status=status)


@require_safe
def changes(request: Request, pk: int) -> HttpResponse:
    """What a run computed again says otherwise than the one before."""
    run = run_for(request.actor, pk)
    rerun = rerun_for(run)
    if rerun is None:
        raise Http404
    rows = moved(rerun)
    context = {
        "run": run,
        "rerun": rerun,
        "opens_old": can_see_ranking(request.actor, rerun.old),
        "changed": [row for row in rows if row.differs],
        "same": sum(not row.differs for row in rows),
    }
    return page(request, "objections/changes.html", context)
