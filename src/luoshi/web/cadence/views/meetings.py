"""One meeting: its sheet on screen, on paper and in Word; its plan and its record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.cadence import actions
from luoshi.web.cadence.forms import ItemsForm, PlanForm, RecordForm
from luoshi.web.cadence.kinds import kinds, named
from luoshi.web.cadence.paper import sheet_docx
from luoshi.web.cadence.queries.meetings import judges_of, meeting_for, questions_on
from luoshi.web.cadence.queries.sheet import candidates
from luoshi.web.cadence.rules import can_ask, can_keep_cadences
from luoshi.web.cadence.sheetpage import criteria_heads, scores_of, sheet_page
from luoshi.web.cadence.views.frame import act_page, form_view, oversees, today
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.messages import catalogue

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_SEARCH = 60


@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """What lies on the table, what was asked, said and decided."""
    found = meeting_for(request.actor, pk)
    whole = oversees(request.actor, found)
    sheet = sheet_page(request.actor, found, today(request), whole=whole)
    area = found.cadence.list.jurisdiction_id
    open_ = found.recorded_at is None
    kind = kinds().get(found.cadence.kind)
    context = {
        "meeting": found,
        "sheet": sheet,
        "whole": whole,
        "kind": named(kind) if kind else "",
        "keeps": open_ and can_keep_cadences(request.actor, area),
        "asks": open_ and can_ask(request.actor, area),
        "heads": criteria_heads(found.cadence.kind) if whole else [],
        "scores": scores_of(found) if sheet.kind == "tour" and whole else [],
        "judges": judges_of(found) if sheet.kind == "tour" and whole else [],
        "past": found.on <= today(request),
        "no_round": catalogue().get(found.no_round, ""),
    }
    return page(request, "cadence/meeting.html", context)


@require_safe
def word(request: Request, pk: int) -> HttpResponse:
    """The sheet as a Word file, in Chinese whatever the reader's language."""
    found = meeting_for(request.actor, pk)
    whole = oversees(request.actor, found)
    with translation.override("zh-hans"):
        sheet = sheet_page(request.actor, found, today(request), whole=whole)
        data = sheet_docx(found, sheet)
    response = HttpResponse(data, content_type=WORD)
    name = f"{found.cadence.title}{found.held_on or found.on}.docx"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    return response


@form_view
def plan(request: Request, pk: int) -> HttpResponse:
    """Day, place, subject and chair."""
    found = meeting_for(request.actor, pk)
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    names = ("on", "place", "subject", "chair")
    form = PlanForm(posted(request), initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        with refusals_on(form):
            values = form.cleaned_data
            actions.meeting_plan(meeting=found, **values, by=request.actor, at=request.at)
            messages.success(request, _("已保存。"))
            return redirect(found)
    return act_page(request, form, _("调整例会"), meeting=found)


@form_view
def record(request: Request, pk: int) -> HttpResponse:
    """Held or not; what was answered and what was left open."""
    found = meeting_for(request.actor, pk)
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    past = {"held": "held", "held_on": found.on} if found.on <= today(request) else {}
    first = {"chair": found.chair, **past}
    questions = questions_on(request.actor, found)
    form = RecordForm(posted(request), questions=questions, initial=first)
    if form.is_valid():
        with refusals_on(form):
            actions.meeting_record(meeting=found, told=form.told(), by=request.actor, at=request.at)
            messages.success(request, _("已记录。未答复的问题会列入下一次的单子。"))
            return redirect(found)
    context = {"form": form, "meeting": found}
    status = 422 if form.errors else 200
    return page(request, "cadence/record.html", context, part="form", status=status)


@form_view
def items(request: Request, pk: int) -> HttpResponse:
    """What is called, in order; of a tour the route."""
    found = meeting_for(request.actor, pk)
    can_keep_cadences(request.actor, found.cadence.list.jurisdiction_id).require()
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    places = {f"p{each.commitment_id}": each.position for each in found.items.all()}
    form = ItemsForm(posted(request), candidates=candidates(found, text), initial=places)
    if form.is_valid():
        with refusals_on(form):
            actions.items_call(
                meeting=found, commitments=form.called(), by=request.actor, at=request.at
            )
            messages.success(request, _("已保存顺序。"))
            return redirect(found)
    context = {"form": form, "meeting": found, "text": text}
    status = 422 if form.errors else 200
    return page(request, "cadence/items.html", context, part="form", status=status)
