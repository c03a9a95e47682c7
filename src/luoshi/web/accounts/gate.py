"""The door of the settings pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from luoshi.web.accounts.rules import can_open_settings
from luoshi.web.http import Request

Given = ParamSpec("Given")


def admin_only(
    view: Callable[Concatenate[Request, Given], HttpResponse],
) -> Callable[Concatenate[Request, Given], HttpResponse]:
    """The view for an administrator of any jurisdiction; for others the page does not exist."""

    @wraps(view)
    def guarded(request: Request, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if not can_open_settings(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
