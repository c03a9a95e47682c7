"""Self-checks that a contact has still to answer."""

from collections.abc import Iterator

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.selfcheck.models import SelfCheck
from luoshi.web.selfcheck.queries import waiting


def open_work(appointment: Appointment) -> Iterator[Work]:
    """Those of the unit with questions that have no answer yet."""
    if appointment.role != "contact":
        return
    asked = {check for check, _unit, _left in waiting(units=[appointment.unit_id])}
    rows = SelfCheck.objects.filter(pk__in=asked).select_related("list")
    for check in rows.order_by("answer_by", "pk"):
        url = check.get_absolute_url()
        yield Work("self-check", check.list.title, due_on=check.answer_by, url=url)
