"""What was asked, answered, remarked and decided."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.cadence import actions
from luoshi.web.cadence.forms import AnswerForm, QuestionForm, RemarkForm, ResolveForm
from luoshi.web.cadence.models import Meeting
from luoshi.web.cadence.queries.meetings import (
    commitment_seen,
    lists_for_resolutions,
    meeting_for,
    open_questions,
    question_for,
)
from luoshi.web.cadence.rules import can_answer_question, can_ask, can_keep_cadences
from luoshi.web.cadence.views.frame import act_page, form_view, today
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.unfilled import lacking_note
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of

ROWS = 50
WEEK = timedelta(days=7)


@require_safe
def questions(request: Request) -> HttpResponse:
    """Every question without an answer, the oldest first."""
    rows = Paginator(open_questions(request.actor), ROWS).get_page(request.GET.get("page"))
    shown = [(each, can_answer_question(request.actor, each)) for each in rows]
    return page(request, "cadence/questions.html", {"page": rows, "rows": shown, "query": ""})


@form_view
def ask(request: Request, pk: int) -> HttpResponse:
    """A question, about the item of the line it was asked from or in general."""
    found = meeting_for(request.actor, pk)
    can_ask(request.actor, found.cadence.list.jurisdiction_id).require()
    about = _about(request)
    first = {"unit": about and about.lead_unit, "text": request.GET.get("text", "")[:300]}
    units = units_of(found.cadence.list.jurisdiction_id)
    form = QuestionForm(posted(request), units=units, initial=first)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            actions.question_ask(
                meeting=found, commitment=about, **given, by=request.actor, at=request.at
            )
            messages.success(request, _("已记下。没有答复以前，每次都会列在单子上。"))
            return redirect(found)
    return act_page(request, form, _("提一个问题"), meeting=found, about=about)


@form_view
def remark(request: Request, pk: int) -> HttpResponse:
    """A leader's remark."""
    found = meeting_for(request.actor, pk)
    can_ask(request.actor, found.cadence.list.jurisdiction_id).require()
    about = _about(request)
    form = RemarkForm(posted(request), initial={"said_by": found.chair})
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            actions.remark_note(
                meeting=found, commitment=about, **given, by=request.actor, at=request.at
            )
            messages.success(request, _("点评已记下。"))
            return redirect(found)
    return act_page(request, form, _("记录点评"), meeting=found, about=about)


def _about(request: Request) -> Commitment | None:
    number = request.GET.get("commitment", "")
    pk = int(number) if number.isdecimal() and len(number) < 16 else None
    return commitment_seen(request.actor, pk)


@form_view
def resolve(request: Request, pk: int) -> HttpResponse:
    """A decision becomes a commitment and is dispatched."""
    found = meeting_for(request.actor, pk)
    area = found.cadence.list.jurisdiction_id
    can_keep_cadences(request.actor, area).require()
    lists = lists_for_resolutions(found)
    own = found.cadence.list
    first = {"due_on": today(request) + WEEK, "within": None if own.frozen_at else own}
    form = ResolveForm(posted(request), lists=lists, units=units_of(area), initial=first)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            actions.meeting_resolve(meeting=found, **given, by=request.actor, at=request.at)
            messages.success(request, _("已交办，等牵头单位签收。"))
            if lacks := lacking_note(given["within"], {}):
                messages.warning(request, lacks)
            return redirect(found)
    return act_page(request, form, _("会议交办"), meeting=found, listless=_listless(found))


def _listless(meeting: Meeting) -> bool:
    """Whether there is no list that still takes a decision."""
    return not lists_for_resolutions(meeting).exists()


@form_view
def answer(request: Request, pk: int) -> HttpResponse:
    """The answer of the unit."""
    found = question_for(request.actor, pk)
    can_answer_question(request.actor, found).require()
    form = AnswerForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            text = form.cleaned_data["answer"]
            actions.question_answer(question=found, text=text, by=request.actor, at=request.at)
            messages.success(request, _("已答复，会列在下一次的单子上。"))
            return redirect("questions")
    return act_page(request, form, _("答复"), question=found)
