"""Every address is closed to visitors; whoever was sent to sign in comes back to the form."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's rule, with a better way back.

    A POST or a fragment whose session has expired cannot be repeated by a GET of its own
    address: the page it was sent from can, and the browser keeps what was typed there.
    """

    def handle_no_permission(  # type: ignore[override]  # a fragment gets no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """To the sign-in page, which leads back to the page in view."""
        htmx = getattr(request, "htmx", None) or request.headers.get("HX-Request") == "true"
        if request.method in ("GET", "HEAD") and not htmx:
            return super().handle_no_permission(request, view_func)
        answer = redirect_to_login(page_in_view(request), self.get_login_url(view_func))
        return HttpResponseClientRedirect(answer.url) if htmx else answer


def page_in_view(request: HttpRequest) -> str:
    """Path and query of the page the request was sent from; home when it is not one of ours."""
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(address)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
