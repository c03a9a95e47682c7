"""Rounds are requests too: those opened elsewhere are entered by the rule of the house."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from luoshi.core.burden import week_of
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.audit.actions import record
from luoshi.web.burden.book import rule
from luoshi.web.burden.models import DataRequest, RequestState, RequestUnit
from luoshi.web.delivery.models import ProgressReport, Round


def rounds_enter(*, at: datetime) -> int:
    """Every round without a request gets one, ``assumed``: minutes by the rule, the list as its
    basis; how many. Safe to repeat."""
    missing = Round.objects.filter(request__isnull=True)
    rows = list(missing.select_related("list__jurisdiction", "opened_by").order_by("pk"))
    for found in rows:
        _enter(found, at)
    return len(rows)


@transaction.atomic
def _enter(found: Round, at: datetime) -> None:
    lst = found.list
    made = DataRequest.objects.create(
        jurisdiction_id=lst.jurisdiction_id,
        asker_id=_asker(found),
        title=f"{lst.title} · {found.title}"[:80],
        basis=lst.title,
        minutes=rule().minutes_per_line,
        period_start=found.period_start,
        period_end=found.period_end,
        due_on=found.due_on,
        expires_on=found.due_on + timedelta(days=rule().round_expires_days),
        state=RequestState.SENT,
        list=lst,
        round=found,
        assumed=True,
        made_by_id=found.opened_by_id,
        made_at=found.opened_at,
        sent_by_id=found.opened_by_id,
        sent_at=found.opened_at,
    )
    reports = ProgressReport.objects.filter(round=found, supersedes=None).order_by()
    lines = Counter(reports.values_list("unit_id", flat=True))
    RequestUnit.objects.bulk_create(
        RequestUnit(
            request=made, unit_id=pk, minutes=number * made.minutes, week=week_of(made.due_on)
        )
        for pk, number in sorted(lines.items())
    )
    by = Actor(found.opened_by_id, found.opened_by.name)
    record(by=by, at=at, verb="request.enter", obj=made, after={"round": found.pk})


def _asker(found: Round) -> int:
    """The office at which the opener supervises; the jurisdiction where that is not known."""
    area = found.list.jurisdiction_id
    held = Appointment.objects.filter(
        user=found.opened_by_id, role="supervisor", jurisdiction=area
    ).order_by("pk")
    first = held.first()
    return first.unit_id if first else area
