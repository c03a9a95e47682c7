"""What every page of projects needs: the day, the form page, the answer with a file."""

from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.web.http import Request, page
from luoshi.web.projects.models import Cohort, Project

form_view = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def today(request: Request) -> date:
    """The local day on which the request arrived."""
    return timezone.localdate(request.at)


def act_page(
    request: Request, form: BaseForm, title: object, about: Project | Cohort, **more: Any
) -> HttpResponse:
    """One act with its form on a page of its own: 422 where something is wrong in it."""
    name = "project" if isinstance(about, Project) else "cohort"
    context = {"form": form, "title": title, name: about, **more}
    status = 422 if form.errors else 200
    return page(request, "projects/act.html", context, part="form", status=status)


def workbook_answer(data: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under that name."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
