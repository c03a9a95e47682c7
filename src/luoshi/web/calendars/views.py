"""The working calendar among the settings."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import DomainError
from luoshi.web.accounts.forms import refuse
from luoshi.web.accounts.gate import admin_only
from luoshi.web.calendars.actions import (
    special_day_remove,
    special_day_set,
    year_enter,
    year_seed,
)
from luoshi.web.calendars.forms import DayForm, YearForm
from luoshi.web.calendars.models import SpecialDay
from luoshi.web.calendars.queries import months_of, special_days, years, years_to_seed
from luoshi.web.http import Request, page


@require_safe
@admin_only
def calendar(request: Request) -> HttpResponse:
    """The latest known year, or this one."""
    known = [year.year for year in years()]
    this_year = timezone.localdate(request.at).year
    if not known:
        return _year_page(request, this_year, DayForm())
    return redirect("calendar-year", this_year if this_year in known else known[0])


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def calendar_year(request: Request, year: int) -> HttpResponse:
    """One year day by day; a POST sets a special day."""
    if request.method != "POST":
        if year not in [known.year for known in years()]:
            raise Http404
        return _year_page(request, year, DayForm())
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            day = special_day_set(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已保存 %(day)s 的安排。") % {"day": day.on.isoformat()})
            return redirect("calendar-year", day.on.year)
        except DomainError as error:
            refuse(form, error)
    return _year_page(request, year, form, status=422)


@require_POST
@admin_only
def day_remove(request: Request, on: str) -> HttpResponse:
    """The day follows its weekday again."""
    day = _day(on)
    special_day_remove(day=day, by=request.actor, at=request.at)
    messages.success(request, _("已去掉 %(day)s，这一天随星期。") % {"day": on})
    return redirect("calendar-year", day.year_id)


@require_POST
@admin_only
def seed(request: Request, year: int) -> HttpResponse:
    """Enter a published year."""
    year_seed(year=year, by=request.actor, at=request.at)
    messages.success(request, _("已导入 %(year)s 年的安排。") % {"year": year})
    return redirect("calendar-year", year)


@require_POST
@admin_only
def enter(request: Request) -> HttpResponse:
    """Enter a year by hand."""
    form = YearForm(request.POST)
    if form.is_valid():
        try:
            entered = year_enter(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已录入 %(year)s 年。") % {"year": entered.year})
            return redirect("calendar-year", entered.year)
        except DomainError as error:
            refuse(form, error)
    shown = timezone.localdate(request.at).year
    return _year_page(request, shown, DayForm(), form, status=422)


def _day(on: str) -> SpecialDay:
    try:
        day = parse_date(on)
    except ValueError:
        day = None
    found = special_days(day.year).get(day) if day else None
    if found is None:
        raise Http404
    return found


def _year_page(
    request: Request,
    year: int,
    day_form: forms.Form,
    year_form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    known = {found.year: found for found in years()}
    special = special_days(year)
    context = {
        "years": list(known.values()),
        "year": known.get(year),
        "months": months_of(year, special) if year in known else [],
        "special": list(special.values()),
        "to_seed": years_to_seed()[:3],
        "day_form": day_form,
        "year_form": year_form or YearForm(),
    }
    return page(request, "calendars/calendar.html", context, part="year", status=status)
