"""Papers of the supervision office with sentences that nobody has decided on."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.documents.models import SourceDocument


def open_work(appointment: Appointment) -> Iterator[Work]:
    """The papers, with how many candidates are open in each."""
    if appointment.role != "supervisor":
        return
    rows = SourceDocument.objects.filter(jurisdiction=appointment.jurisdiction_id)
    open_ones = Count("candidates", filter=Q(candidates__state="open"))
    for row in rows.annotate(still=open_ones).filter(still__gt=0).order_by("pk"):
        note = gettext("%(n)s 条未确认") % {"n": row.still}
        yield Work("paper", row.title, note, None, reverse("document_review", args=[row.pk]))
