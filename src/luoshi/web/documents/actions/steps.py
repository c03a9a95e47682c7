"""Edits and marks are kept while their candidate is open, and can be taken back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import plain, record
from luoshi.web.documents.actions.decisions import candidate_locked
from luoshi.web.documents.models import Candidate, Step


def step_keep(
    candidate: Candidate,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was there, in the transaction of the change."""
    Step.objects.create(
        candidate=candidate,
        before=None if before is None else plain(before),
        after=plain(after),
        made_by_id=by.user_id,
        made_at=at,
    )


@transaction.atomic
def step_undo(*, step: Step, by: Actor, at: datetime) -> Candidate | None:
    """The candidate as it was before an edit; None where its mark was taken away again.

    Raises Refused ``step-undone`` when it was taken back already, ``candidate-changed-since``
    when somebody has edited it again, or decided on it, since.
    """
    fresh = candidate_locked(step.candidate, by)
    found = Step.objects.filter(pk=step.pk).first()
    if found is None:
        raise Refused("step-undone")
    if fresh.state != "open" or fresh.steps.filter(pk__gt=found.pk).exists():
        raise Refused("candidate-changed-since")
    if found.before is None:
        _unmark(fresh, found, by, at)
        return None
    _restore(fresh, found, by, at)
    return fresh


def _unmark(fresh: Candidate, step: Step, by: Actor, at: datetime) -> None:
    """One that was confirmed before stays: its withdrawn commitment names it as its source."""
    if fresh.commitments.exists():
        raise Refused("candidate-changed-since")
    record(by=by, at=at, verb="candidate.unmark", obj=fresh, before=step.after)
    fresh.delete()


def _restore(fresh: Candidate, step: Step, by: Actor, at: datetime) -> None:
    fields = {field.name: field for field in Candidate._meta.concrete_fields}
    for name, value in step.before.items():
        setattr(fresh, name, fields[name].to_python(value))
    fresh.save(update_fields=list(step.before))
    step.delete()
    record(by=by, at=at, verb="candidate.restore", obj=fresh, before=step.after, after=step.before)
