"""What every page of cadences needs: the day, the form page, the meeting with who may do what."""

from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from luoshi.web.accounts.actor import Actor
from luoshi.web.cadence.models import Cadence, Meeting
from luoshi.web.commitments.queries import WHOLE
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])


def today(request: Request) -> date:
    """The local day on which the request arrived."""
    return timezone.localdate(request.at)


def oversees(actor: Actor, meeting: Meeting) -> bool:
    """Whether the person sees all of the list."""
    area = meeting.cadence.list.jurisdiction_id
    return actor.holds(*WHOLE, jurisdiction_id=area)


def act_page(
    request: Request,
    form: BaseForm,
    title: object,
    *,
    meeting: Meeting | None = None,
    cadence: Cadence | None = None,
    **more: Any,
) -> HttpResponse:
    """One act with its form on a page of its own: 422 where something is wrong in it."""
    context = {"form": form, "title": title, "meeting": meeting, "cadence": cadence, **more}
    status = 422 if form.errors else 200
    return page(request, "cadence/act.html", context, part="form", status=status)
