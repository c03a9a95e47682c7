"""Self-checks: all, one by units, one unit's sheet, and what is promised of it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.errors import Invalid, Refused
from luoshi.web.commitments.columns import columns_of, title
from luoshi.web.commitments.forms import ItemForm, posted, refusals_on
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.queries import list_for
from luoshi.web.http import Request, page
from luoshi.web.selfcheck import actions
from luoshi.web.selfcheck.forms import TOLD, AnswersForm, OpenForm, PutRightForm
from luoshi.web.selfcheck.models import SelfCheck
from luoshi.web.selfcheck.queries import (
    OWNING,
    answer_for,
    check_for,
    check_of,
    checks_visible_to,
    lines_of,
    open_lists_of,
    owners_for,
    sheet_of,
    takers,
    unit_of,
)
from luoshi.web.selfcheck.rules import can_answer_check, can_open_check, can_put_right
from luoshi.web.selfcheck.titles import question_text, titled
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_of

form_view = require_http_methods(["GET", "HEAD", "POST"])
FORTNIGHT = timedelta(days=14)
QUARTER = timedelta(days=90)


@require_safe
def checks(request: Request) -> HttpResponse:
    """Every self-check that asks the person's units, or that the person keeps."""
    if not request.actor.holds("supervisor", *OWNING):
        raise Http404
    keeps = request.actor.holds("supervisor")
    context = {"checks": checks_visible_to(request.actor), "keeps": keeps}
    return page(request, "selfcheck/checks.html", context)


@form_view
def new(request: Request, pk: int) -> HttpResponse:
    """Put the questions of a list; where they were put already, how it stands."""
    lst = list_for(request.actor, pk)
    can_open_check(request.actor, lst).require()
    if not kind_of_list(lst).areas:
        raise Http404
    if request.method != "POST" and (found := check_of(lst)):
        return HttpResponseRedirect(found.get_absolute_url())
    lists, units = open_lists_of(lst), units_of(lst.jurisdiction_id)
    first = {"answer_by": timezone.localdate(request.at) + FORTNIGHT}
    form = OpenForm(posted(request), lists=lists, units=units, initial=first)
    if form.is_valid():
        with refusals_on(form):
            made = actions.self_check_open(
                lst=lst, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("自查已发起，各单位可以逐题答复。"))
            return redirect(made)
    context = {"form": form, "list": lst, "areas": titled(kind_of_list(lst))}
    status = 422 if form.errors else 200
    return page(request, "selfcheck/new.html", context, part="form", status=status)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """How far each unit is."""
    check = check_for(request.actor, pk)
    lines = lines_of(request.actor, check)
    context = {
        "check": check,
        "lines": lines,
        "questions": sum(len(area.questions) for area in kind_of_list(check.list).areas),
        "keeps": can_open_check(request.actor, check.list),
    }
    return page(request, "selfcheck/check.html", context)


@form_view
def unit(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """The questions with a unit's answers; who answers for it changes them."""
    check = check_for(request.actor, pk)
    where = unit_of(request.actor, check, unit_pk)
    answers = can_answer_check(request.actor, where.pk)
    data = posted(request)
    if data is not None:
        answers.require()
    form = AnswersForm(data, sheet=sheet_of(check, where))
    new = _save(request, check, where, form) if form.is_valid() else None
    if new is not None:
        text = ngettext("已保存 %(n)s 题的答复。", "已保存 %(n)s 题的答复。", new)
        messages.success(request, text % {"n": new})
        return redirect("self-check-unit", check.pk, where.pk)
    context = {
        "check": check,
        "unit": where,
        "form": form,
        "areas": [
            (title(area), [(title(row[0].question), *row) for row in rows])
            for area, rows in form.rows()
        ],
        "verdicts": form.sheet.verdicts,
        "answers": answers,
        "leads": can_put_right(request.actor, where.pk),
    }
    status = 422 if form.errors else 200
    return page(request, "selfcheck/unit.html", context, part="form", status=status)


def _save(request: Request, check: SelfCheck, where: Unit, form: AnswersForm) -> int | None:
    """How many answers are new; None where something is wrong, which the form says then."""
    try:
        return actions.answers_save(
            check=check, unit=where, said=form.said, by=request.actor, at=request.at
        )
    except (Invalid, Refused) as refusal:
        form.blame(refusal)
        return None


@form_view
def put_right(request: Request, pk: int) -> HttpResponse:
    """The list, the owner and the day: a problem becomes a commitment."""
    answer = answer_for(request.actor, pk)
    can_put_right(request.actor, answer.unit_id).require()
    lists = list(takers(answer.self_check))
    within = _chosen(request, lists)
    today = timezone.localdate(request.at)
    question = question_text(kind_of_list(answer.self_check.list), answer.question)
    first = {
        "text": _("整改“%(words)s”") % {"words": answer.words},
        "lead_unit": str(answer.unit_id),
        "due_on": today + QUARTER,
    }
    form = PutRightForm(posted(request), owners=owners_for(answer.unit), initial=first)
    columns = columns_of(kind_of_list(within)) if within else []
    told = {**dict.fromkeys(TOLD, answer.words), "question": question}
    item = ItemForm(posted(request), prefix="item", columns=columns, initial=told)
    if within and form.is_valid() & item.is_valid():
        with refusals_on(form):
            made = actions.problem_put_right(
                answer=answer, within=within, draft=form.draft(item, today),
                by=request.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, _("已列为整改事项，由责任单位按时交账。"))
            return redirect(made)
    context = {
        "answer": answer, "question": question, "lists": lists, "within": within, "form": form,
        "item": item, "check": answer.self_check, "unit": answer.unit,
    }  # fmt: skip
    status = 422 if form.errors or item.errors else 200
    return page(request, "selfcheck/put_right.html", context, part="form", status=status)


def _chosen(request: Request, lists: list[CommitmentList]) -> CommitmentList | None:
    wanted = request.GET.get("within", "")
    return next((each for each in lists if str(each.pk) == wanted), lists[0] if lists else None)
