"""What a unit says to a request: its answer, its minutes, its remark; and what follows."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.burden import actions
from luoshi.web.burden.actions.answers import left_to_answer
from luoshi.web.burden.forms import AnswerForm, MinutesForm, RemarkForm, WordsForm
from luoshi.web.burden.models import Remark, RequestUnit
from luoshi.web.burden.queries.known import known_to
from luoshi.web.burden.queries.requests import asked_row_for, request_for
from luoshi.web.burden.queries.years import year_of, years_of
from luoshi.web.burden.rules import ASKING, WHOLE
from luoshi.web.burden.views.requests import show
from luoshi.web.delivery.forms import OurForm
from luoshi.web.http import Request, page


def _acted(
    request: Request, row: RequestUnit, form: OurForm, act: Callable[[], object]
) -> HttpResponse:
    """The act where the form is in order; else the page says why not, with what was typed."""
    found = request_for(request.actor, row.request_id)
    if form.is_valid():
        try:
            act()
        except DomainError as error:
            if "field" not in error.params:
                raise
            form.refuse(error)
        else:
            messages.success(request, _("已记下。"))
            return redirect(found)
    return show(request, found, 422, wrong_form=form, wrong_row=row.pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """答复."""
    row = asked_row_for(request.actor, pk)
    form = AnswerForm(request.POST, items=left_to_answer(row), kept={})

    def act() -> object:
        values = form.values()
        known = known_to(row)
        reused = {
            item for item, told in known.items()
            if values.get(item, "").strip() == told.number
        }  # fmt: skip
        return actions.request_answer(
            asked=row, values=values, reused=frozenset(reused), by=request.actor, at=request.at
        )

    return _acted(request, row, form, act)


def _told(request: Request, pk: int, form: OurForm, act: Callable[..., object]) -> HttpResponse:
    """What a unit says of the request itself."""
    row = asked_row_for(request.actor, pk)
    return _acted(
        request, row, form,
        lambda: act(asked=row, **form.cleaned_data, by=request.actor, at=request.at),
    )  # fmt: skip


@require_POST
def minutes(request: Request, pk: int) -> HttpResponse:
    """How long it really took."""
    return _told(request, pk, MinutesForm(request.POST), actions.minutes_state)


@require_POST
def remark(request: Request, pk: int) -> HttpResponse:
    """重复 or without basis."""
    return _told(request, pk, RemarkForm(request.POST), actions.remark_raise)


def _said(request: Request, pk: int, act: Callable[..., object], **how: bool) -> HttpResponse:
    """What is said to a remark. Raises Http404 where there is none."""
    row, form = asked_row_for(request.actor, pk), WordsForm(request.POST)
    found: Remark | None = getattr(row, "remark", None)
    if found is None:
        raise Http404
    return _acted(
        request, row, form,
        lambda: act(remark=found, **how, **form.cleaned_data, by=request.actor, at=request.at),
    )  # fmt: skip


@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    """The asker's answer to a remark."""
    return _said(request, pk, actions.remark_reply, upheld="agree" in request.POST)


@require_POST
def appeal(request: Request, pk: int) -> HttpResponse:
    """Against that answer."""
    return _said(request, pk, actions.remark_appeal)


@require_POST
def ruling(request: Request, pk: int) -> HttpResponse:
    """裁定."""
    return _said(request, pk, actions.remark_rule, for_unit="for-unit" in request.POST)


@require_safe
def year(request: Request) -> HttpResponse:
    """The account of a year for those who ask."""
    actor, today = request.actor, timezone.localdate(request.at)
    if not actor.holds(*WHOLE, *ASKING):
        raise Http404
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    found = year_of(actor, chosen, today)
    context = {"found": found, "years": years_of(actor), "whole": actor.holds(*WHOLE)}
    return page(request, "burden/year.html", context)
