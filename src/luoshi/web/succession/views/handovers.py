"""Hand-overs: proposed with a preview, decided, taken over, printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.accounts.queries import appointments_held, people_of, people_visible_to
from luoshi.web.http import Request, page
from luoshi.web.succession import actions
from luoshi.web.succession.handoverforms import AnswerForm, HandoverForm
from luoshi.web.succession.handoverpage import handover_page, previewed
from luoshi.web.succession.models import Handover
from luoshi.web.succession.queries.handovers import (
    handover_for,
    passing,
    to_decide,
    visible_to,
    waiting_for_me,
)


@require_safe
def handovers(request: Request) -> HttpResponse:
    """Those the person has to do with, the latest first; what waits stands on top."""
    _require_office(request)
    context = {
        "handovers": visible_to(request.actor)[:200],
        "mine": {row.pk for row in waiting_for_me(request.actor)},
        "deciding": {row.pk for row in to_decide(request.actor)},
        "oversees": request.actor.holds("supervisor", "unit_leader"),
    }
    return page(request, "succession/handovers.html", context)


def _require_office(request: Request) -> None:
    if not request.actor.held:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Seats, successor and day; what would pass; then the proposal. No script needed."""
    _require_office(request)
    form = _form(request)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            if "confirm" in request.POST:
                return _proposed(request, form)
            return _preview(request, form)
        except DomainError as error:
            form.refuse(error)
    status = 422 if form.is_bound and "back" not in request.POST else 200
    context = {"form": form, "person": _person(request), "people": _people(request)}
    return page(request, "succession/handover_new.html", context, part="form", status=status)


def _person(request: Request) -> int:
    """Whose seats: the own ones, or of somebody the administrator looks after."""
    asked = request.GET.get("person", "")
    if not asked or asked == str(request.actor.user_id):
        return request.actor.user_id
    if not asked.isdecimal() or len(asked) > 15:
        raise Http404
    if not people_visible_to(request.actor).filter(pk=int(asked)).exists():
        raise Http404
    return int(asked)


def _people(request: Request) -> object:
    """Whose seats an administrator may hand over; nobody to choose for others."""
    if not request.actor.holds("admin"):
        return None
    areas = request.actor.jurisdictions("admin")
    return people_of(areas, timezone.localdate(request.at))


def _form(request: Request) -> HandoverForm:
    today, person = timezone.localdate(request.at), _person(request)
    seats = appointments_held(person, on=today)
    if person != request.actor.user_id:
        seats = seats.filter(jurisdiction__in=request.actor.jurisdictions("admin"))
    areas = frozenset(held.jurisdiction_id for held in seats)
    data = request.POST if request.method == "POST" else None
    return HandoverForm(
        data,
        seats=seats,
        people=people_of(areas, today).exclude(pk=person),
        initial={"seats": [seat.pk for seat in seats], "on": today},
    )


def _preview(request: Request, form: HandoverForm) -> HttpResponse:
    given = form.cleaned_data
    actions.handover_check(
        seats=list(given["seats"]), to_user=given["to_user"], on=given["on"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    told = passing(given["seats"], given["on"])
    context = {
        "told": told,
        "parts": previewed(told),
        "to_user": given["to_user"],
        "on": given["on"],
        "note": given["note"],
        "typed": [("seats", seat.pk) for seat in given["seats"]]
        + [("to_user", given["to_user"].pk), ("on", given["on"]), ("note", given["note"])],
    }
    return page(request, "succession/handover_preview.html", context)


def _proposed(request: Request, form: HandoverForm) -> HttpResponse:
    given = form.cleaned_data
    made = actions.handover_propose(
        seats=list(given["seats"]), to_user=given["to_user"], on=given["on"], note=given["note"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    if made.decided_at:
        messages.success(request, _("移交已定，等接收人接收。"))
    else:
        messages.success(request, _("移交已提出，等系统管理员批准。"))
    return redirect(made)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What passes, to whom, from when; what is asked of whom; the sheet to be signed."""
    return _page(request, handover_for(request.actor, pk))


def _page(request: Request, found: Handover, form: AnswerForm | None = None) -> HttpResponse:
    context = handover_page(request.actor, found, timezone.localdate(request.at))
    context |= {"form": form or AnswerForm()}
    return page(request, "succession/handover.html", context, status=422 if form else 200)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """批准 or not."""
    found = handover_for(request.actor, pk)
    approve, form = "approve" in request.POST, AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.handover_decide(
                handover=found, approve=approve, answer=form.cleaned_data["answer"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except DomainError as error:
            if "field" not in error.params:
                raise
            form.refuse(error)
        else:
            messages.success(request, _("已批准。") if approve else _("已退回，没有移交。"))
            return redirect("handover", pk)
    return _page(request, found, form)


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """接收 or not."""
    found = handover_for(request.actor, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            _answer(request, found, form.cleaned_data["answer"])
        except DomainError as error:
            if "field" not in error.params:
                raise
            form.refuse(error)
        else:
            messages.success(request, _("已记下。"))
            return redirect("handover", pk)
    return _page(request, found, form)


def _answer(request: Request, found: Handover, answer: str) -> None:
    if "take" in request.POST:
        actions.handover_confirm(handover=found, by=request.actor, at=request.at)
        return
    actions.handover_refuse(handover=found, answer=answer, by=request.actor, at=request.at)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Taken back before its day."""
    found = handover_for(request.actor, pk)
    actions.handover_cancel(handover=found, by=request.actor, at=request.at)
    messages.success(request, _("移交已撤回，什么都没有改变。"))
    return redirect("handover", pk)
