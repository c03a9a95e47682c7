"""A unit begins to run its own lists."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import DomainError
from luoshi.web.accounts.forms import OpenForm, refuse
from luoshi.web.accounts.gate import admin_only
from luoshi.web.accounts.installation import jurisdiction_open
from luoshi.web.accounts.passwords import initial_password
from luoshi.web.http import Request, page
from luoshi.web.units.queries import unit_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def open_up(request: Request, pk: int) -> HttpResponse:
    """Name its first administrator; the answer shows the initial password, this once."""
    unit = unit_for(request.actor, pk)
    first = {"person": _("系统管理员"), "on": timezone.localdate(request.at)}
    form = OpenForm(request.POST if request.method == "POST" else None, initial=first)
    password = initial_password()
    if form.is_valid():
        try:
            person = jurisdiction_open(
                unit=unit, **form.cleaned_data, password=password, by=request.actor, at=request.at
            )
            told = {"person": person, "password": password, "unit": unit}
            return page(request, "accounts/told.html", told)
        except DomainError as error:
            refuse(form, error)
    status = 422 if form.errors else 200
    return page(request, "accounts/opening.html", {"form": form, "unit": unit}, status=status)
