"""Requests for data that a contact has still to answer."""

from collections.abc import Iterator

from django.utils import timezone

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.burden.models import RequestState, RequestUnit


def open_work(appointment: Appointment) -> Iterator[Work]:
    """Those of the unit that have not expired."""
    if appointment.role != "contact":
        return
    rows = RequestUnit.objects.filter(
        unit=appointment.unit_id, answered_at=None, lifted_at=None, request__list=None,
        request__state=RequestState.SENT, request__expires_on__gte=timezone.localdate(),
    )  # fmt: skip
    for row in rows.select_related("request__asker").order_by("request__due_on", "pk"):
        request = row.request
        url = request.get_absolute_url()
        yield Work("request", request.title, request.asker.short_name, request.due_on, url)
