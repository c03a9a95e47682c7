"""Opening and closing the reporting rounds of a list."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import ROUND
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions.progress import progress_refresh
from luoshi.web.delivery.models import ProgressReport, Round
from luoshi.web.delivery.queries.asked import asked_in
from luoshi.web.delivery.rules import can_run_rounds


@transaction.atomic
def round_open(
    *,
    lst: CommitmentList,
    title: str,
    period_start: date,
    period_end: date,
    due_on: date,
    by: Actor,
    at: datetime,
    without: Collection[int] = (),
) -> Round:
    """A round with one empty report for each commitment of the list that ``asked_in`` names, but
    for those ``without``: of these what is known is used."""
    locked = CommitmentList.objects.select_for_update().get(pk=lst.pk)
    can_run_rounds(by, locked.jurisdiction_id).require()
    _check(locked, title, period_start, period_end, due_on)
    commitments = _asked(locked, period_end, without)
    opened = Round.objects.create(
        list=locked,
        title=title.strip(),
        period_start=period_start,
        period_end=period_end,
        due_on=due_on,
        opened_by_id=by.user_id,
        opened_at=at,
    )
    _ask_units(opened, commitments)
    after = {"list": locked.pk, "due_on": due_on, "reports": len(commitments)}
    record(by=by, at=at, verb="round.open", obj=opened, after=after)
    for commitment in commitments:
        if commitment.state == "accepted":
            commitment_advance(commitment=commitment, verb="start", by=by, at=at)
    progress_refresh(ids={each.pk for each in commitments}, on=timezone.localdate(at))
    return opened


def _ask_units(opened: Round, commitments: Sequence[Commitment]) -> None:
    ProgressReport.objects.bulk_create(
        (
            ProgressReport(round=opened, commitment=each, unit_id=each.lead_unit_id)
            for each in commitments
            if each.lead_unit_id
        ),
        batch_size=500,
    )


def round_check(
    *,
    lst: CommitmentList,
    title: str,
    period_start: date,
    period_end: date,
    due_on: date,
    by: Actor,
) -> None:
    """Whether a round could be opened so. Raises as ``round_open``."""
    can_run_rounds(by, lst.jurisdiction_id).require()
    _check(lst, title, period_start, period_end, due_on)
    if not asked_in(lst, period_end).exists():
        raise Refused("round-empty")


def _asked(lst: CommitmentList, until: date, without: Collection[int]) -> list[Commitment]:
    """Locked, by id. Raises Refused ``round-empty``."""
    within = asked_in(lst, until).exclude(pk__in=list(without))
    commitments = list(within.select_for_update(of=("self",)).order_by("pk"))
    if not commitments:
        raise Refused("round-empty")
    return commitments


def _check(lst: CommitmentList, title: str, start: date, end: date, due_on: date) -> None:
    if not title.strip():
        raise Invalid("round-untitled", field="title")
    if end < start:
        raise Invalid("round-ends-before-start", field="period")
    if due_on < start:
        raise Invalid("round-due-before-start", field="due_on")
    if Round.objects.filter(list=lst, period_end=end).exists():
        raise Invalid("round-exists", field="period")


@transaction.atomic
def round_close(*, round: Round, by: Actor, at: datetime) -> Round:  # noqa: A002
    """From now on no report of the round is handed in for the first time."""
    fresh = Round.objects.select_for_update(of=("self",)).select_related("list").get(pk=round.pk)
    can_run_rounds(by, fresh.list.jurisdiction_id).require()
    ROUND.next(fresh.state, "close")
    fresh.closed_by_id, fresh.closed_at = by.user_id, at
    fresh.save(update_fields=["closed_by", "closed_at"])
    record(by=by, at=at, verb="round.close", obj=fresh, after={"state": fresh.state})
    reported = ProgressReport.objects.filter(round=fresh).values_list("commitment_id", flat=True)
    progress_refresh(ids=set(reported), on=timezone.localdate(at))
    return fresh
