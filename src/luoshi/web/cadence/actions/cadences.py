"""Cadences: arranged, taken over, stopped."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.cadence.actions.drafts import Plan
from luoshi.web.cadence.models import Cadence
from luoshi.web.cadence.rules import can_keep_cadences
from luoshi.web.commitments.models import CommitmentList


@transaction.atomic
def cadence_create(*, lst: CommitmentList, plan: Plan, by: Actor, at: datetime) -> Cadence:
    """Meetings of one kind for a list, from a day on, in the name of who arranges them.

    Raises Invalid ``cadence-exists`` and what ``Plan.check`` does.
    """
    locked = CommitmentList.objects.select_for_update().get(pk=lst.pk)
    can_keep_cadences(by, locked.jurisdiction_id).require()
    plan.check()
    if Cadence.objects.filter(list=locked, kind=plan.kind, stopped_at=None).exists():
        raise Invalid("cadence-exists", field="kind")
    values = asdict(plan) | {"title": plan.title.strip(), "place": plan.place.strip()}
    made = Cadence.objects.create(
        list=locked, keeper_id=by.user_id, created_by_id=by.user_id, created_at=at, **values
    )
    record(by=by, at=at, verb="cadence.create", obj=made, after={"list": locked.pk, **values})
    return made


@transaction.atomic
def cadence_keep(*, cadence: Cadence, by: Actor, at: datetime) -> None:
    """From now on what it does by itself is done in this person's name."""
    fresh = cadence_locked(cadence, by)
    before = {"keeper": fresh.keeper_id}
    fresh.keeper_id = by.user_id
    fresh.save(update_fields=["keeper"])
    after = {"keeper": by.user_id}
    record(by=by, at=at, verb="cadence.keep", obj=fresh, before=before, after=after)


@transaction.atomic
def cadence_stop(*, cadence: Cadence, by: Actor, at: datetime) -> None:
    """No more meetings are prepared; those that were stay."""
    fresh = cadence_locked(cadence, by)
    fresh.stopped_by_id, fresh.stopped_at = by.user_id, at
    fresh.save(update_fields=["stopped_by", "stopped_at"])
    record(by=by, at=at, verb="cadence.stop", obj=fresh, after={"stopped": True})


def cadence_locked(cadence: Cadence, by: Actor) -> Cadence:
    """The running cadence as it stands now, locked, for who may keep it. Raises Refused."""
    rows = Cadence.objects.select_for_update(of=("self",)).select_related("list")
    fresh = rows.get(pk=cadence.pk)
    can_keep_cadences(by, fresh.list.jurisdiction_id).require()
    if fresh.stopped_at:
        raise Refused("cadence-stopped")
    return fresh
