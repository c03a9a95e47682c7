"""The request as our views see it, and answers that several views share."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request of a signed-in person. ``at`` is when it arrived."""

    user: User
    actor: Actor
    at: datetime
    htmx: "HtmxDetails"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its named part when HTMX asked."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if part and htmx and not htmx.boosted:
        template = f"{template}#{part}"
    return render(request, template, None if context is None else {**context}, status=status)


def enclosing(path: str) -> str:
    """The nearest address above that there is: of ``/reports/3/sign/`` the report, at last home."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return "/"


def back(request: HttpRequest, fallback: str, *args: object) -> HttpResponse:
    """See other: where the form came from (``next``), else the named page."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target) if safe and target else redirect(fallback, *args)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not ours or the cookie is gone: say so in plain words."""
    del reason
    return render(request, "csrf.html", {"login": settings.LOGIN_URL}, status=403)
