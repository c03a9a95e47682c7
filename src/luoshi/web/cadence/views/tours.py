"""The judges of a tour: invited, their score sheets printed and entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.cadence import actions
from luoshi.web.cadence.forms import JudgesForm, MarksForm
from luoshi.web.cadence.kinds import criteria_of
from luoshi.web.cadence.queries.meetings import judge_for, judges_of, meeting_for
from luoshi.web.cadence.rules import can_keep_cadences
from luoshi.web.cadence.sheetpage import criteria_heads
from luoshi.web.cadence.views.frame import act_page, form_view
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page


@form_view
def judges(request: Request, pk: int) -> HttpResponse:
    """Invite judges, one a line."""
    found = meeting_for(request.actor, pk)
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    form = JudgesForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            made = actions.judges_invite(
                meeting=found, names=form.listed(), by=request.actor, at=request.at
            )
            messages.success(request, _("已邀请 %(n)s 位评委。") % {"n": len(made)})
            return redirect(found)
    return act_page(request, form, _("邀请评委"), meeting=found)


@require_safe
def score_sheets(request: Request, pk: int) -> HttpResponse:
    """An empty score sheet for each judge, one a page."""
    found = meeting_for(request.actor, pk)
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    context = {
        "meeting": found,
        "judges": judges_of(found),
        "items": list(found.items.select_related("commitment__lead_unit")),
        "heads": criteria_heads(found.cadence.kind),
    }
    return page(request, "cadence/score_sheets.html", context)


@form_view
def marks(request: Request, pk: int) -> HttpResponse:
    """One judge's score sheet."""
    judge = judge_for(request.actor, pk)
    found = judge.meeting
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    stops = list(found.items.select_related("commitment"))
    given = {f"m{each.item_id}-{each.criterion}": each.points for each in judge.marks.all()}
    criteria = criteria_of(found.cadence.kind)
    form = MarksForm(posted(request), items=stops, criteria=criteria, initial=given)
    if form.is_valid():
        with refusals_on(form):
            actions.marks_enter(judge=judge, marks=form.marks(), by=request.actor, at=request.at)
            messages.success(request, _("评分已录入。"))
            return redirect(found)
    context = {
        "form": form,
        "judge": judge,
        "meeting": found,
        "heads": criteria_heads(found.cadence.kind),
    }
    status = 422 if form.errors else 200
    return page(request, "cadence/marks.html", context, part="form", status=status)
