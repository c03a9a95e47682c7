"""Commitments that have passed to another unit, and its acceptance."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.passing import Passed, commitments_take_over
from luoshi.web.succession.models import Cause, Transfer, TransferOutcome
from luoshi.web.units.models import UnitEvent


def transfers_record(
    passed: Iterable[Passed],
    *,
    cause: Cause,
    by: Actor,
    at: datetime,
    event: UnitEvent | None = None,
) -> list[Transfer]:
    """One for each that passed; one that still waited for its owner is settled by the new one.

    Runs in the transaction of what passed them.
    """
    rows = [each for each in passed if each.commitment.state != "draft"]
    ids = [each.commitment.pk for each in rows]
    waiting = Transfer.objects.filter(commitment__in=ids, outcome=TransferOutcome.WAITING)
    waiting.update(outcome=TransferOutcome.PASSED_ON, settled_by_id=by.user_id, settled_at=at)
    on = event.on if event else timezone.localdate(at)
    return Transfer.objects.bulk_create(_transfer(each, on, cause, event, by, at) for each in rows)


def _transfer(
    passed: Passed, on: date, cause: Cause, event: UnitEvent | None, by: Actor, at: datetime
) -> Transfer:
    waits = passed.was_taken_on
    return Transfer(
        commitment=passed.commitment,
        from_unit_id=passed.from_unit_id,
        to_unit_id=passed.commitment.lead_unit_id or 0,
        event=event,
        cause=cause,
        on=on,
        decided_by_id=by.user_id,
        decided_at=at,
        outcome=TransferOutcome.WAITING if waits else TransferOutcome.ASKED,
        settled_by_id=None if waits else by.user_id,
        settled_at=None if waits else at,
    )


@transaction.atomic
def transfers_accept(*, transfers: Iterable[Transfer], by: Actor, at: datetime) -> list[Transfer]:
    """签收: the leader of the new unit takes every one of them on, or none."""
    ids = [transfer.pk for transfer in transfers]
    locked = Transfer.objects.select_for_update(of=("self",)).select_related("commitment")
    rows = list(locked.filter(pk__in=ids).order_by("pk"))
    if any(row.outcome != TransferOutcome.WAITING for row in rows):
        raise Refused("transfer-settled")
    commitments_take_over(commitments=[row.commitment for row in rows], by=by, at=at)
    for row in rows:
        row.outcome, row.settled_by_id, row.settled_at = TransferOutcome.ACCEPTED, by.user_id, at
    Transfer.objects.bulk_update(rows, ["outcome", "settled_by", "settled_at"])
    for row in rows:
        record(
            by=by, at=at, verb="transfer.accept", obj=row,
            after={"commitment": row.commitment_id, "unit": row.to_unit_id},
        )  # fmt: skip
    return rows
