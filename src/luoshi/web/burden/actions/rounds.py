"""Rounds and self-checks are requests too, entered by the rule of the house."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from luoshi.core.burden import week_of
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment
from luoshi.web.audit.actions import record
from luoshi.web.burden.book import rule
from luoshi.web.burden.models import DataRequest, RequestState, RequestUnit
from luoshi.web.commitments.models import CommitmentList
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
    reports = ProgressReport.objects.filter(round=found, supersedes=None).order_by()
    made = _entered(
        found.list,
        Counter(reports.values_list("unit_id", flat=True)),
        rule().minutes_per_line,
        Opened(found.opened_by_id, found.opened_at, found.due_on),
        title=f"{found.list.title} · {found.title}"[:80],
        period_start=found.period_start,
        period_end=found.period_end,
        round=found,
    )
    by = Actor(found.opened_by_id, found.opened_by.name)
    record(by=by, at=at, verb="request.enter", obj=made, after={"round": found.pk})


def questions_enter(
    *, lst: CommitmentList, units: Iterable[int], number: int, due_on: date, by: Actor, at: datetime
) -> DataRequest:
    """The ``number`` of questions of a list's self-check is asked of each unit: entered at once,
    ``assumed``, minutes by the rule. Runs in the transaction that puts the questions."""
    made = _entered(
        lst,
        dict.fromkeys(units, number),
        rule().minutes_per_question,
        Opened(by.user_id, at, due_on),
        title=lst.title[:80],
        period_start=lst.period_start,
        period_end=lst.period_end,
    )
    record(by=by, at=at, verb="request.enter", obj=made, after={"list": lst.pk})
    return made


def questions_pass_on(*, lst: CommitmentList, unit_id: int) -> None:
    """The questions of a list's self-check are asked of one more unit: who goes on for another.
    Runs in the transaction that says so."""
    asked = DataRequest.objects.filter(list=lst, round=None, state=RequestState.SENT).first()
    first = asked.units.first() if asked else None
    if asked and first:
        RequestUnit.objects.get_or_create(
            request=asked, unit_id=unit_id,
            defaults={"minutes": first.minutes, "week": first.week},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """By whom and when something was asked, and until when."""

    by: int
    at: datetime
    due_on: date


def _entered(
    lst: CommitmentList,
    lines: Mapping[int, int],
    minutes: int,
    opened: Opened,
    **values: Any,
) -> DataRequest:
    made = DataRequest.objects.create(
        jurisdiction_id=lst.jurisdiction_id,
        asker_id=_asker(lst.jurisdiction_id, opened.by),
        basis=lst.title,
        minutes=minutes,
        due_on=opened.due_on,
        expires_on=opened.due_on + timedelta(days=rule().round_expires_days),
        state=RequestState.SENT,
        list=lst,
        assumed=True,
        made_by_id=opened.by,
        made_at=opened.at,
        sent_by_id=opened.by,
        sent_at=opened.at,
        **values,
    )
    RequestUnit.objects.bulk_create(
        RequestUnit(request=made, unit_id=pk, minutes=number * minutes, week=week_of(made.due_on))
        for pk, number in sorted(lines.items())
    )
    return made


def _asker(area: int, opener: int) -> int:
    """The office at which the opener supervises; the jurisdiction where that is not known."""
    held = Appointment.objects.filter(user=opener, role="supervisor", jurisdiction=area).order_by(
        "pk"
    )
    first = held.first()
    return first.unit_id if first else area
