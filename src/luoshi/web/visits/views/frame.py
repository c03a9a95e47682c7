"""What pages of visits share."""

from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.web.http import Request, page
from luoshi.web.visits.models import Raised, Visit

form_view = require_http_methods(["GET", "HEAD", "POST"])


def today(request: Request) -> date:
    """The local day on which the request arrived."""
    return timezone.localdate(request.at)


def act_page(
    request: Request,
    form: BaseForm,
    title: object,
    visit: Visit,
    raised: Raised | None = None,
    **more: Any,
) -> HttpResponse:
    """One act with its form on a page of its own: 422 where something is wrong in it."""
    context = {"form": form, "title": title, "visit": visit, "raised": raised, **more}
    status = 422 if form.errors else 200
    return page(request, "visits/act.html", context, part="form", status=status)
