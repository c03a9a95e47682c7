"""Choosing the planned curve and the light rule, until a list is frozen.

Afterwards both stay: they are what the commitment is measured by.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import CHANGING, is_frozen, locked, milestones_set
from luoshi.web.commitments.actions.lists import list_locked
from luoshi.web.commitments.kinds import light_keys
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.rules import can_change, can_change_list
from luoshi.web.commitments.trajectory import curves, is_held


@transaction.atomic
def pace_choose(
    *, commitment: Commitment, curve: str, light_rule: str, by: Actor, at: datetime
) -> Commitment:
    """A shape of the presets (empty: even, or its milestones) and a light rule (empty: the
    list's). A shape by stages sets the milestones anew.

    Raises Refused ``list-frozen``, ``wrong-state``; Invalid with the ``field`` at fault.
    """
    fresh = locked(commitment)
    can_change(by, fresh).require()
    if is_frozen(fresh):
        raise Refused("list-frozen")
    if fresh.state not in CHANGING:
        raise Refused("wrong-state", state=fresh.state)
    _check_rule(light_rule)
    _check_curve(fresh, curve)
    before = {"curve": fresh.curve, "light_rule": fresh.light_rule}
    fresh.curve, fresh.light_rule = curve, light_rule
    fresh.save(update_fields=["curve", "light_rule"])
    if curve and curve != before["curve"]:
        _stages(fresh, curve, by, at)
    after = {"curve": curve, "light_rule": light_rule}
    record(by=by, at=at, verb="commitment.pace", obj=fresh, before=before, after=after)
    return fresh


@transaction.atomic
def list_light_choose(*, lst: CommitmentList, light_rule: str, by: Actor, at: datetime) -> None:
    """The list's own light rule; empty: that of its kind. Raises Refused ``list-frozen``."""
    fresh = list_locked(lst)
    can_change_list(by, fresh).require()
    if fresh.frozen_at:
        raise Refused("list-frozen")
    _check_rule(light_rule)
    before = {"light_rule": fresh.light_rule}
    fresh.light_rule = light_rule
    fresh.save(update_fields=["light_rule"])
    after = {"light_rule": light_rule}
    record(by=by, at=at, verb="list.light", obj=fresh, before=before, after=after)


@transaction.atomic
def list_curve_choose(
    *, lst: CommitmentList, commitments: Iterable[int], curve: str, by: Actor, at: datetime
) -> int:
    """One shape for several commitments of a list; how many. All of them or none."""
    fresh = list_locked(lst)
    can_change_list(by, fresh).require()
    chosen = list(
        Commitment.objects.filter(items__list=fresh, pk__in=list(commitments)).order_by("pk")
    )
    if not chosen:
        raise Invalid("pace-nothing-chosen", field="curve")
    for each in chosen:
        pace_choose(commitment=each, curve=curve, light_rule=each.light_rule, by=by, at=at)
    return len(chosen)


def _stages(commitment: Commitment, curve: str, by: Actor, at: datetime) -> None:
    found = curves()[curve].steps(commitment.starts_on, commitment.due_on)
    if found:
        steps = [(_title(step), step.due_on, step.planned_share) for step in found]
        milestones_set(commitment=commitment, steps=steps, by=by, at=at)


def _title(step: Step) -> str:
    return f"{step.due_on.month}月底累计" if step.planned_share < 1 else "全部完成"


def _check_rule(light_rule: str) -> None:
    if light_rule and light_rule not in light_keys():
        raise Invalid("light-rule-unknown", field="light_rule")


def _check_curve(commitment: Commitment, curve: str) -> None:
    """That the shape leaves days to work on and agrees with the milestones there are."""
    if not curve:
        return
    known = curves().get(curve)
    if known is None:
        raise Invalid("curve-unknown", field="curve")
    if is_held(commitment):
        raise Invalid("curve-level", field="curve")
    span = (commitment.starts_on, commitment.due_on)
    if known.steps(*span):
        return
    steps = [Step(m.due_on, m.planned_share) for m in commitment.milestones.all()]
    try:
        Trajectory.by_milestones(*span, steps, known.plateaus(*span))
    except Invalid as error:
        code = "milestone-on-plateau" if steps else "curve-without-days"
        raise Invalid(code, field="curve") from error
