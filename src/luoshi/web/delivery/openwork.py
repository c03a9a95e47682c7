"""Reports to fill, to sign and to decide, and drawn samples to look at."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.delivery.models import ProgressReport, ReportState, Sample

GOING = Q(round__closed_at=None) | Q(submitted_at__isnull=False) | Q(supersedes__isnull=False)
"""As in ``queries.fillable``: what may still be said."""


def open_work(appointment: Appointment) -> Iterator[Work]:
    """By role; a sample hangs on the person who was drawn."""
    reports = ProgressReport.objects.select_related("round", "commitment")
    own = reports.filter(unit=appointment.unit_id)
    match appointment.role:
        case "contact":
            states = (ReportState.DRAFT, ReportState.RETURNED)
            yield from _told("fill", own.filter(GOING, state__in=states))
        case "unit_leader":
            yield from _told("sign", own.filter(state=ReportState.SUBMITTED))
        case "supervisor":
            area = appointment.jurisdiction_id
            rows = reports.filter(state=ReportState.SIGNED, round__list__jurisdiction=area)
            yield from _told("decide", rows)
        case "verifier":
            yield from _samples(appointment)


def _told(kind: str, reports: QuerySet[ProgressReport]) -> Iterator[Work]:
    for row in reports.order_by("round__due_on", "pk"):
        url = reverse("report", args=[row.pk])
        yield Work(kind, row.commitment.text, row.round.title, row.round.due_on, url)


def samples_of(appointment: Appointment) -> QuerySet[Sample]:
    """Drawn for the person in this jurisdiction, and not looked at yet."""
    rows = Sample.objects.filter(verifier=appointment.user_id, verifications=None)
    return rows.filter(draw__round__list__jurisdiction=appointment.jurisdiction_id)


def _samples(appointment: Appointment) -> Iterator[Work]:
    related = ("report__commitment", "draw__round")
    for row in samples_of(appointment).select_related(*related).order_by("pk"):
        url = reverse("sample", args=[row.pk])
        yield Work("sample", row.report.commitment.text, row.draw.round.title, None, url)
