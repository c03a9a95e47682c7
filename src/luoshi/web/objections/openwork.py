"""Objections that a person is named to answer: another one must be named, the task cannot pass."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.objections.clocks import answer_due
from luoshi.web.objections.models import Objection, State
from luoshi.web.objections.rules import ANSWERING


def open_work(appointment: Appointment) -> Iterator[Work]:
    """One query where the office is one from which people answer; another where any waits."""
    if appointment.role not in ANSWERING:
        return
    rows = Objection.objects.filter(
        answerer=appointment.user_id,
        state=State.ASSIGNED,
        node__score__run__jurisdiction=appointment.jurisdiction_id,
    )
    found = list(rows.select_related("node", "unit").defer("node__trace").order_by("pk"))
    calendar = work_calendar() if found else None
    for row in found:
        note = gettext("须另行指定没有参与的答复人")
        due_on: date | None = None
        if calendar is not None:
            due_on = answer_due(timezone.localdate(row.filed_at), calendar)
        url = reverse("objection", args=[row.pk])
        yield Work("objection", f"{row.unit.short_name} · {row.node.label}", note, due_on, url)
