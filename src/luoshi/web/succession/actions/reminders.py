"""催办: the office asks an owner once more to accept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.models import Commitment
from luoshi.web.succession.models import Reminder, TransferOutcome
from luoshi.web.succession.rules import can_remind_owners


@transaction.atomic
def owner_remind(*, commitment: Commitment, by: Actor, at: datetime) -> Reminder:
    """Shown on the home page of the unit's leader; once a day for one commitment.

    Raises Refused ``owner-accepted`` and ``owner-reminded``.
    """
    fresh = Commitment.objects.select_for_update().get(pk=commitment.pk)
    can_remind_owners(by, fresh.jurisdiction_id).require()
    waits = fresh.transfers.filter(outcome=TransferOutcome.WAITING).exists()
    if fresh.lead_unit_id is None or not (fresh.state == "assigned" or waits):
        raise Refused("owner-accepted")
    today = timezone.localdate(at)
    if fresh.reminders.filter(on=today).exists():
        raise Refused("owner-reminded")
    made = Reminder.objects.create(
        commitment=fresh, unit_id=fresh.lead_unit_id, on=today,
        reminded_by_id=by.user_id, reminded_at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="owner.remind", obj=fresh, after={"unit": fresh.lead_unit_id})
    return made
