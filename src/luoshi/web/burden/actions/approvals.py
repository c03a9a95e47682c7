"""What is over the week's budget needs a named person's word."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import record
from luoshi.web.burden.actions.requests import locked
from luoshi.web.burden.models import DataRequest, RequestState
from luoshi.web.burden.queries.budgets import over_of
from luoshi.web.burden.queries.requests import approvers
from luoshi.web.burden.rules import can_approve_request, can_handle_request


@transaction.atomic
def approval_ask(*, request: DataRequest, approver: User, by: Actor, at: datetime) -> DataRequest:
    """A principal of the jurisdiction is named, never the asker."""
    fresh = locked(request)
    can_handle_request(by, fresh).require()
    if fresh.state not in (RequestState.DRAFT, RequestState.WAITING):
        raise Refused("wrong-state", state=fresh.state)
    if not over_of(fresh):
        raise Refused("not-over-budget")
    fit = approvers(fresh.jurisdiction_id, timezone.localdate(at)).filter(pk=approver.pk)
    if approver.pk in (by.user_id, fresh.made_by_id) or not fit.exists():
        raise Invalid("approver-unfit", field="approver")
    fresh.approver, fresh.state = approver, RequestState.WAITING
    fresh.save(update_fields=["approver", "state"])
    record(by=by, at=at, verb="request.ask-approval", obj=fresh, after={"approver": approver})
    return fresh


@transaction.atomic
def request_approve(
    *, request: DataRequest, approve: bool, words: str, by: Actor, at: datetime
) -> DataRequest:
    """Approved, the asker may send it; not approved, it goes back with the reason."""
    fresh = locked(request)
    can_approve_request(by, fresh).require()
    if fresh.state != RequestState.WAITING or fresh.approved_at is not None:
        raise Refused("wrong-state", state=fresh.state)
    if not words.strip():
        raise Invalid("reason-missing", field="words")
    fresh.approval = words.strip()
    if approve:
        fresh.approved_by_id, fresh.approved_at = by.user_id, at
    else:
        fresh.state = RequestState.DRAFT
    fresh.save(update_fields=["approval", "approved_by", "approved_at", "state"])
    after = {"approved": approve, "words": fresh.approval}
    record(by=by, at=at, verb="request.approve", obj=fresh, after=after)
    return fresh
