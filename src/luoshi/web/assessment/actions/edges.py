"""Who of a tie at the edge of a quota takes the seats left: a named person decides, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import EdgeDecision, RunQuota, ScoreRun
from luoshi.web.assessment.rules import can_decide_edge
from luoshi.web.audit.actions import record

LONGEST_REASON = 200


@transaction.atomic
def edge_decide(
    *, quota: RunQuota, chosen: Sequence[str], reason: str, by: Actor, at: datetime
) -> EdgeDecision:
    """Choose from the tie, with a reason; none chosen leaves the seats empty.

    Raises Refused ``edge-decided`` the second time and ``edge-none`` without a tie; Invalid with
    the ``field`` at fault for too many, for others than the tie, and without a reason.
    """
    run = ScoreRun.objects.select_for_update().get(pk=quota.run_id)
    can_decide_edge(by, run).require()
    if not quota.edge:
        raise Refused("edge-none")
    if EdgeDecision.objects.filter(quota=quota).exists():
        raise Refused("edge-decided")
    if not set(chosen) <= set(quota.edge):
        raise Invalid("edge-others", field="chosen")
    if len(set(chosen)) > quota.left:
        raise Invalid("edge-too-many", field="chosen", seats=quota.left)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid("edge-reason", field="reason")
    decision = EdgeDecision.objects.create(
        quota=quota, chosen=sorted(set(chosen)), reason=reason.strip(),
        decided_by_id=by.user_id, decided_at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="run.edge", obj=run,
        after={"quota": quota.key, "group": quota.group, "chosen": decision.chosen},
    )  # fmt: skip
    return decision
