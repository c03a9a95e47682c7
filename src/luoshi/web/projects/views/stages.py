"""Stages told by owners, found by outsiders; the files beside them; moving out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web import blobs
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request
from luoshi.web.projects import actions
from luoshi.web.projects.forms import FindForm, MovingOutForm, StageForm
from luoshi.web.projects.models import STAGES, Project, StageChange
from luoshi.web.projects.queries.projects import change_for, project_for
from luoshi.web.projects.queries.told import barred, evidence_of
from luoshi.web.projects.rules import can_find, can_propose_moving_out, can_tell
from luoshi.web.projects.terms import standards
from luoshi.web.projects.views.frame import act_page, form_view, today
from luoshi.web.projects.wording import stage_text


@form_view
def tell(request: Request, pk: int) -> HttpResponse:
    """The contact says that a stage was reached."""
    project = project_for(request.actor, pk, today(request))
    can_tell(request.actor, project).require()
    return _told(request, project, None)


@form_view
def correct(request: Request, pk: int) -> HttpResponse:
    """Another account in the place of the last one."""
    change = change_for(request.actor, pk, today(request))
    can_tell(request.actor, change.project).require()
    return _told(request, change.project, change)


def _told(request: Request, project: Project, corrects: StageChange | None) -> HttpResponse:
    first: dict[str, object] = {"on": today(request)}
    if corrects:
        first = {"stage": corrects.stage, "on": corrects.on, "note": corrects.note}
    files = request.FILES if request.method == "POST" else None
    form = StageForm(posted(request), files, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            actions.stage_tell(
                project=project,
                stage=given["stage"],
                on=given["on"],
                note=given["note"],
                reason=given["reason"],
                files=given["evidence"],
                corrects=corrects,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("已报告。核验员核实后才算“成”。"))
            return redirect(project)
    title = _("更正阶段报告") if corrects else _("报告阶段")
    return act_page(request, form, title, project, files=True, standards=_standards())


def _standards() -> list[tuple[str, str]]:
    counts = standards()
    return [(str(label), counts[stage]) for stage, label in list(STAGES.items())[1:]]


@form_view
def find(request: Request, pk: int) -> HttpResponse:
    """What an outsider found of one account."""
    on = today(request)
    change = change_for(request.actor, pk, on)
    can_find(request.actor, change, barred=barred(request.actor, on)).require()
    form = FindForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            actions.stage_find(change=change, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已记录核验结论。"))
            return redirect(change.project)
    hint = _("单位报告 %(day)s 到达“%(stage)s”。认定标准：%(standard)s。") % {
        "day": change.on.isoformat(),
        "stage": stage_text(change.stage),
        "standard": standards()[change.stage],
    }
    return act_page(request, form, _("核验阶段"), change.project, hint=hint, change=change)


@form_view
def move_out(request: Request, pk: int) -> HttpResponse:
    """The owner's leader proposes to move the project out."""
    project = project_for(request.actor, pk, today(request))
    can_propose_moving_out(request.actor, project).require()
    form = MovingOutForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            actions.moving_out_propose(
                project=project, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已提出，等市领导按批次审定。"))
            return redirect(project)
    hint = _("只限客观原因。每个批次每年只审定一次；同意退出的仍留在批次里，两个分母都会列出。")
    return act_page(request, form, _("提出客观退出"), project, hint=hint)


@require_safe
def evidence(request: Request, pk: int) -> HttpResponse:
    """A file as it was given, never shown inside the site."""
    found = evidence_of(request.actor, pk, today(request))
    if found is None:
        raise Http404
    response = HttpResponse(blobs.read(found.sha256), content_type=found.media_type)
    header = content_disposition_header(as_attachment=True, filename=found.name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
