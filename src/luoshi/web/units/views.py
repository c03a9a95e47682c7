"""Settings: the unit tree, what units were called, and how documents write them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.accounts.forms import refuse
from luoshi.web.accounts.gate import admin_only
from luoshi.web.accounts.queries import people_visible_to
from luoshi.web.calendars.queries import years
from luoshi.web.commitments.queries import kinds_kept
from luoshi.web.http import Request, page
from luoshi.web.units.actions import alias_add, alias_remove, unit_create
from luoshi.web.units.forms import AliasForm, DayForm, UnitForm
from luoshi.web.units.models import Unit
from luoshi.web.units.past import tree, versions_of
from luoshi.web.units.queries import (
    administered,
    alias_for,
    events_of,
    heirs_of,
    looked_after_by,
    names_visible_to,
    unit_for,
)
from luoshi.web.units.rules import can_change_units
from luoshi.web.units.wording import event_text

Act = Callable[..., object]
TERSE = {"ensure_ascii": False, "separators": (",", ":")}


@require_safe
def names(request: Request) -> HttpResponse:
    """What is searched where a unit is chosen. Kept for some minutes, by cookie, in the browser."""
    answer = JsonResponse(names_visible_to(request.actor), json_dumps_params=TERSE)
    patch_cache_control(answer, private=True, max_age=300)
    return answer


@require_safe
@admin_only
def settings(request: Request) -> HttpResponse:
    """What an administrator looks after."""
    context = {
        "units": looked_after_by(request.actor).count(),
        "people": people_visible_to(request.actor).count(),
        "years": [year.year for year in years()],
        "kinds": kinds_kept(request.actor).count(),
    }
    return page(request, "units/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def units(request: Request) -> HttpResponse:
    """The tree, of a day where one is asked for; a POST adds a unit to it."""
    standing = looked_after_by(request.actor)
    if request.method != "POST":
        return _tree_page(request, UnitForm(units=standing))
    form = UnitForm(request.POST, units=standing)
    if _done(form, unit_create, request):
        messages.success(request, _("单位已新建。"))
        return redirect("units")
    return _tree_page(request, form, status=422)


@require_safe
@admin_only
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: names, place, past, aliases."""
    return _unit_page(request, unit_for(request.actor, pk))


@require_POST
@admin_only
def alias(request: Request, pk: int) -> HttpResponse:
    """Another way documents write the unit."""
    found = unit_for(request.actor, pk)
    form = AliasForm(request.POST)
    if _done(form, alias_add, request, unit=found):
        messages.success(request, _("别名已增加。"))
        return redirect("unit", pk)
    return _unit_page(request, found, alias_form=form)


@require_POST
@admin_only
def unalias(request: Request, pk: int) -> HttpResponse:
    """Documents no longer mean the unit by it."""
    found = alias_for(request.actor, pk)
    alias_remove(alias=found, by=request.actor, at=request.at)
    messages.success(request, _("别名已去掉。"))
    return redirect("unit", found.unit_id)


def _done(form: forms.Form, act: Act, request: Request, **given: object) -> bool:
    """Whether the form was good and the action went through; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(**given, **form.cleaned_data, by=request.actor, at=request.at)
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _tree_page(request: Request, form: UnitForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate(request.at)
    asked = DayForm(request.GET or None)
    on = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else None
    areas = administered(request.actor)
    context = {
        "rows": [row for area in areas for row in tree(area.pk, on=on or today)],
        "on": on if on != today else None,
        "asked": asked,
        "form": form,
    }
    status = 422 if asked.is_bound and asked.errors else status
    return page(request, "units/units.html", context, part="tree", status=status)


def _unit_page(request: Request, found: Unit, **bound: forms.Form) -> HttpResponse:
    context = {
        "unit": found,
        "heir": heirs_of([found])[found.pk] if found.closed_on else None,
        "versions": versions_of(found),
        "events": [(event, event_text(event)) for event in events_of(found)],
        "changes": can_change_units(request.actor, found.jurisdiction_id or 0),
        "aliases": found.aliases.order_by("text", "valid_from"),
        "alias_form": AliasForm(),
        **bound,
    }
    return page(request, "units/unit.html", context, part="unit", status=422 if bound else 200)
