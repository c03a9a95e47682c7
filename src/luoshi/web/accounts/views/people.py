"""People and their appointments, among the settings."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.accounts.actions import (
    appointing_area,
    appointment_end,
    person_enrol,
    user_appoint,
    user_reset_password,
    user_set_active,
)
from luoshi.web.accounts.forms import AppointForm, EndForm, EnrolForm, refuse
from luoshi.web.accounts.gate import admin_only
from luoshi.web.accounts.models import User
from luoshi.web.accounts.passwords import initial_password
from luoshi.web.accounts.queries import appointment_for, people_named, person_for
from luoshi.web.accounts.rules import can_look_after
from luoshi.web.http import Request, page
from luoshi.web.units.queries import looked_after_by


@require_safe
@admin_only
def people(request: Request) -> HttpResponse:
    """Who there is, and as what."""
    sought = request.GET.get("q", "").strip()[:60]
    context = {
        "people": people_named(request.actor, sought),
        "sought": sought,
        "today": timezone.localdate(request.at),
    }
    return page(request, "accounts/people.html", context, part="people")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def enrol(request: Request) -> HttpResponse:
    """A new person; the answer shows the initial password, this once."""
    units = looked_after_by(request.actor)
    today = timezone.localdate(request.at)
    if request.method != "POST":
        form = EnrolForm(units=units, initial={"from_on": today})
        return page(request, "accounts/enrol.html", {"form": form})
    form = EnrolForm(request.POST, units=units)
    password = initial_password()
    if form.is_valid():
        try:
            person = person_enrol(
                **form.cleaned_data, password=password, by=request.actor, at=request.at
            )
            return page(request, "accounts/told.html", {"person": person, "password": password})
        except DomainError as error:
            refuse(form, error)
    return page(request, "accounts/enrol.html", {"form": form}, status=422)


@require_safe
@admin_only
def person(request: Request, pk: int) -> HttpResponse:
    """One person: appointments, password, account."""
    return _person_page(request, person_for(request.actor, pk))


@require_POST
@admin_only
def appoint(request: Request, pk: int) -> HttpResponse:
    """One more appointment, in the unit's own jurisdiction."""
    found = person_for(request.actor, pk)
    form = AppointForm(request.POST, units=looked_after_by(request.actor))
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            user_appoint(
                user=found,
                **form.cleaned_data,
                jurisdiction=appointing_area(request.actor, unit),
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("已任命。"))
            return redirect("person", pk)
        except DomainError as error:
            refuse(form, error)
    return _person_page(request, found, appoint_form=form)


@require_POST
@admin_only
def end(request: Request, pk: int) -> HttpResponse:
    """The last day of an appointment."""
    held = appointment_for(request.actor, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            appointment_end(appointment=held, **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("任职已结束。"))
            return redirect("person", held.user_id)
        except DomainError as error:
            refuse(form, error)
    return _person_page(request, held.user, end_form=form)


@never_cache
@require_POST
@admin_only
def reset_password(request: Request, pk: int) -> HttpResponse:
    """A new initial password, shown this once; also lifts a lock-out."""
    found = person_for(request.actor, pk)
    password = initial_password()
    user_reset_password(user=found, password=password, by=request.actor, at=request.at)
    return page(request, "accounts/told.html", {"person": found, "password": password})


@require_POST
@admin_only
def set_active(request: Request, pk: int) -> HttpResponse:
    """Close or reopen an account."""
    found = person_for(request.actor, pk)
    is_active = request.POST.get("is_active") == "true"
    user_set_active(user=found, is_active=is_active, by=request.actor, at=request.at)
    messages.success(request, _("账号已恢复。") if is_active else _("账号已停用。"))
    return redirect("person", pk)


def _person_page(request: Request, found: User, **bound: forms.Form) -> HttpResponse:
    today = timezone.localdate(request.at)
    context = {
        "person": found,
        "today": today,
        "looked_after": can_look_after(request.actor, found),
        "areas": request.actor.jurisdictions("admin"),
        "is_self": found.pk == request.actor.user_id,
        "appoint_form": AppointForm(
            units=looked_after_by(request.actor), initial={"from_on": today}
        ),
        "end_form": EndForm(initial={"to_on": today}),
        **bound,
    }
    return page(
        request, "accounts/person.html", context, part="person", status=422 if bound else 200
    )
