"""Settings: a change of units, previewed, decided, and taken back before its day."""

from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.accounts.gate import admin_only
from luoshi.web.http import Request, page
from luoshi.web.succession.actions import unit_change
from luoshi.web.succession.forms import FORMS, ChangeForm, ChoicesForm
from luoshi.web.succession.preview import preview_of
from luoshi.web.succession.queries.transfers import transfers_by
from luoshi.web.units.actions import event_check, event_undo
from luoshi.web.units.drafts import EventDraft
from luoshi.web.units.models import EventKind, Unit
from luoshi.web.units.queries import event_for, looked_after_by, unit_for
from luoshi.web.units.rules import can_change_units
from luoshi.web.units.wording import event_text

OURS = ("csrfmiddlewaretoken", "preview", "confirm", "back")
CHOICES = ("commitment-", "appointment-")


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def change(request: Request, pk: int, kind: str) -> HttpResponse:
    """The form; what it would do; and, confirmed, the decision. One address, no script needed."""
    unit = unit_for(request.actor, pk)
    if kind not in FORMS or unit.closed_on is not None:
        raise Http404
    can_change_units(request.actor, unit.jurisdiction_id or 0).require()
    data = request.POST if request.method == "POST" else None
    form = FORMS[kind](data, unit=unit, units=looked_after_by(request.actor))
    if form.is_valid() and "back" not in request.POST:
        try:
            draft = form.draft()
            event_check(draft)
            if "confirm" in request.POST:
                return _decided(request, draft)
            return _preview(request, unit, kind, draft)
        except DomainError as error:
            form.refuse(error)
    return _form_page(request, unit, kind, form)


def _form_page(request: Request, unit: Unit, kind: str, form: ChangeForm) -> HttpResponse:
    context = {"unit": unit, "kind": kind, "label": EventKind(kind).label, "form": form}
    status = 422 if form.is_bound and "back" not in request.POST else 200
    return page(request, "succession/change.html", context, part="form", status=status)


def _preview(request: Request, unit: Unit, kind: str, draft: EventDraft) -> HttpResponse:
    preview = preview_of(draft)
    form = ChoicesForm(None, choices=preview.choices)
    context = {
        "unit": unit,
        "label": EventKind(kind).label,
        "draft": draft,
        "preview": preview,
        "commitments": [
            (each, form[way.name] if way else None) for each, way in preview.commitments
        ],
        "seats": [(each, form[way.name]) for each, way in preview.seats],
        "typed": list(_typed(request.POST)),
    }
    return page(request, "succession/preview.html", context)


def _typed(data: QueryDict) -> Iterator[tuple[str, str]]:
    """What the form holds, to be sent once more with the confirmation."""
    for name, values in data.lists():
        if name not in OURS and not name.startswith(CHOICES):
            yield from ((name, str(value)) for value in values)


def _decided(request: Request, draft: EventDraft) -> HttpResponse:
    """What is no longer there to be chosen about is left out."""
    choices = ChoicesForm(request.POST, choices=preview_of(draft).choices)
    chosen = choices.chosen() if choices.is_valid() else {}
    event = unit_change(draft=replace(draft, choices=chosen), by=request.actor, at=request.at)
    messages.success(
        request, _("已决定，到生效日自动办理。") if event.is_pending else _("已办理。")
    )
    return redirect("unit-event", event.pk)


@require_safe
@admin_only
def event(request: Request, pk: int) -> HttpResponse:
    """One change: what, when, why, by whom, and what passed with it."""
    found = event_for(request.actor, pk)
    context = {
        "event": found,
        "text": event_text(found),
        "parts": found.parts.all(),
        "transfers": transfers_by(found),
        "undoes": found.is_pending and can_change_units(request.actor, found.jurisdiction_id),
    }
    return page(request, "succession/event.html", context)


@require_POST
@admin_only
def undo(request: Request, pk: int) -> HttpResponse:
    """Taken back before its day."""
    found = event_for(request.actor, pk)
    event_undo(event=found, by=request.actor, at=request.at)
    messages.success(request, _("已撤回，什么都没有改变。"))
    return redirect("unit-event", pk)
