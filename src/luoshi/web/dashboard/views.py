"""The home page of each role."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from luoshi.web.dashboard.queries import home_of
from luoshi.web.http import Request, page


@require_safe
def home(request: Request) -> HttpResponse:
    """What is due from me, what is red and why, what changed."""
    return page(request, "dashboard/home.html", {"home": home_of(request.actor, request.at)})
