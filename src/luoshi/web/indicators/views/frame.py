"""What the pages of indicators share."""

from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import written_date
from luoshi.web.http import Request, page
from luoshi.web.indicators.queries.files import importable
from luoshi.web.indicators.rules import can_keep_any_indicator

form_view = require_http_methods(["GET", "HEAD", "POST"])
SEES_FIGURES = ("assessor", "supervisor", "principal", "contact", "unit_leader")


def known_at(request: Request) -> datetime:
    """The end of the day asked for (``known``), or now; never later than now."""
    try:
        day = written_date(request.GET.get("known", "").strip(), request.at.year)
    except ValueError:
        day = None
    if day is None:
        return request.at
    return min(request.at, timezone.make_aware(datetime.combine(day, time.max)))


def tabs(request: Request, tab: str) -> dict[str, object]:
    """The tabs that the person has."""
    return {
        "tab": tab,
        "keeps": can_keep_any_indicator(request.actor),
        "imports": importable(request.actor).exists(),
        "figures_too": request.actor.holds(*SEES_FIGURES),
    }


def form_page(
    request: Request, form: Dressed, title: str, back: str, *, files: bool = False, hint: str = ""
) -> HttpResponse:
    """A page with one form; ``back``: where cancelling leads, an address or its name."""
    context = {
        "form": form,
        "title": title,
        "back": resolve_url(back),
        "files": files,
        "hint": hint,
    }
    status = 422 if form.errors else 200
    return page(request, "indicators/form.html", context, part="form", status=status)
