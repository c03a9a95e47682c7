"""Data pages of contenders: frozen before the session, so that nobody prepares another."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.steps import locked, note_step
from luoshi.web.appraisal.facts import facts_of
from luoshi.web.appraisal.models import Contender, Session, SessionState
from luoshi.web.audit.actions import record


@transaction.atomic
def facts_freeze(*, session: Session, by: Actor, at: datetime) -> Session:
    """Keep what is verified of each contender by now, once. Raises Refused ``facts-frozen``."""
    fresh = locked(session, by, SessionState.FROZEN)
    _freeze(fresh, by, at)
    return fresh


def facts_freeze_due(at: datetime) -> int:
    """Freeze the data pages of every session whose slides are fixed by now: how many there were.

    Safe to repeat; nobody is named, for the calendar did it.
    """
    due = Session.objects.filter(state=SessionState.FROZEN, slides_until__lt=at)
    keys = due.filter(contenders__frozen_at=None).distinct().values_list("pk", flat=True)
    for key in list(keys):
        with transaction.atomic():
            _freeze(Session.objects.select_for_update().get(pk=key), Actor(0, ""), at)
    return len(keys)


def _freeze(session: Session, by: Actor, at: datetime) -> None:
    rows = list(session.contenders.select_related("unit").filter(frozen_at=None))
    if not rows:
        raise Refused("facts-frozen")
    found = facts_of(session, [each.unit_id for each in rows], timezone.localdate(at))
    for each in rows:
        each.facts, each.frozen_at = found[each.unit_id], at
    Contender.objects.bulk_update(rows, ["facts", "frozen_at"])
    told = {"contenders": len(rows)}
    if by.user_id:
        note_step(session, "facts", by=by, at=at, facts=told)
    else:
        record(by=by, at=at, verb="session.facts", obj=session, after=told, role="calendar")
