"""The later life of a commitment, moved on by reports and verification."""

from datetime import datetime

from django.db import transaction

from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import locked
from luoshi.web.commitments.models import Commitment, SignOffStep

ADVANCES = frozenset(
    {"start", "claim_done", "verify", "refute", "take_back", "sign_off", "reopen", "fail"}
)
"""The verbs of ``core.workflow.COMMITMENT`` that do not decide about ownership."""


@transaction.atomic
def commitment_advance(
    *, commitment: Commitment, verb: str, by: Actor, at: datetime, because: str = "", role: str = ""
) -> Commitment:
    """One step on. Who may take it is asked by the action that calls this one.

    ``because`` is the code of the finding that moved it, where one did; ``role``: in which it was
    moved, where that is none of an account.
    Re-opened, the steps that were taken before sign-off have to be taken again.
    """
    if verb not in ADVANCES:
        raise ValueError(f"not a step of progress: {verb}")
    fresh = locked(commitment)
    before = fresh.state
    fresh.state = COMMITMENT.next(before, verb)
    fresh.save(update_fields=["state"])
    if verb == "reopen":
        SignOffStep.objects.filter(item__commitment=fresh, void=False).update(void=True)
    record(
        by=by,
        at=at,
        verb=f"commitment.{verb}",
        obj=fresh,
        before={"state": before},
        after={"state": fresh.state} | ({"finding": because} if because else {}),
        role=role,
    )
    return fresh
