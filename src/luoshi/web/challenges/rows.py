"""Challenges as a list shows them: ten dots, the present step, and whether it is my turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.actor import Actor
from luoshi.web.challenges.models import Challenge, KeyHolder, Pledge, StepTaken
from luoshi.web.challenges.page import StepShown, steps_of
from luoshi.web.challenges.queries import UNSEEN, is_past_opening, visible_to
from luoshi.web.challenges.rules import can_decide, can_run

GROUPS: dict[str, tuple[str | Promise, Sequence[str]]] = {
    "board": (_("正在揭榜"), ("bidding",)),
    "drawing": (_("征榜定榜"), ("collecting", "setting", "publishing")),
    "choosing": (_("评榜公示"), ("evaluating", "noticing", "signing")),
    "underway": (_("攻榜验榜"), ("underway", "testing", "rewarding")),
    "done": (_("已奖榜"), ("rewarded",)),
    "ended": (_("流榜摘榜"), ("lapsed", "assigned", "delisted", "void", "declined")),
}
"""Chips of the list, with the states behind each."""
DESK = ("collecting", "publishing", "noticing", "signing", "underway", "testing", "rewarding")
LEADER = ("setting", "evaluating", "signing", "testing", "rewarding")


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter with its count."""

    key: str
    label: str | Promise
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One challenge of the list."""

    challenge: Challenge
    steps: Sequence[StepShown]
    teams: str
    is_mine: bool

    @property
    def now(self) -> StepShown | None:
        """The step at which it stands or stopped."""
        return next((step for step in self.steps if step.standing in ("now", "stopped")), None)


def listed(actor: Actor, group: str) -> QuerySet[Challenge]:
    """The challenges of one group (all for an unknown one), newest first, ready for their rows."""
    rows = visible_to(actor)
    if group in GROUPS:
        rows = rows.filter(state__in=GROUPS[group][1])
    pledges = Pledge.objects.select_related("bid__unit").defer("bid__sealed")
    return rows.prefetch_related(
        Prefetch("taken", StepTaken.objects.select_related("decided_by")),
        Prefetch("pledges", pledges),
        "holders",
        "evaluators",
        "acceptors",
    )


def chips_of(counts: dict[str, int], group: str) -> list[Chip]:
    """The filters: all, then each group that holds something."""
    total = Chip("", _("全部榜单"), sum(counts.values()), group not in GROUPS)
    found = [
        Chip(key, label, sum(counts.get(state, 0) for state in states), key == group)
        for key, (label, states) in GROUPS.items()
    ]
    return [total, *(chip for chip in found if chip.count or chip.is_on)]


def row_of(actor: Actor, challenge: Challenge, at: datetime) -> Row:
    """One row, from what :func:`listed` has loaded."""
    teams = [
        str(pledge.bid.unit)
        for pledge in challenge.pledges.all()
        if pledge.state not in ("reserve", "forgone")
    ]
    return Row(
        challenge,
        steps_of(challenge, list(challenge.taken.all())),
        "、".join(teams),
        is_mine(actor, challenge, at),
    )


def is_mine(actor: Actor, challenge: Challenge, at: datetime) -> bool:
    """Whether the next act may be this person's."""
    state = challenge.state
    if state in DESK and can_run(actor, challenge):
        return True
    if state in LEADER and can_decide(actor, challenge):
        return True
    return _named(actor, challenge, at) or _unit(actor, challenge, at)


def _named(actor: Actor, challenge: Challenge, at: datetime) -> bool:
    user = actor.user_id
    match challenge.state:
        case "publishing":
            return any(h.person_id == user and not h.taken_at for h in challenge.holders.all())
        case "bidding":
            return is_past_opening(challenge, at) and _has_key(user, challenge.holders.all())
        case "evaluating":
            rows = challenge.evaluators.all()
            return any(e.person_id == user and not (e.marked_at or e.has_interest) for e in rows)
        case "testing":
            return any(a.person_id == user and not a.found_at for a in challenge.acceptors.all())
    return False


def _has_key(user: int, holders: Iterable[KeyHolder]) -> bool:
    return any(each.person_id == user and not each.handed_in_at for each in holders)


def _unit(actor: Actor, challenge: Challenge, at: datetime) -> bool:
    led = actor.own_units("unit_leader")
    if not led or challenge.state in UNSEEN:
        return False
    if challenge.state == "bidding":
        return challenge.owner_unit_id not in led and not is_past_opening(challenge, at)
    return challenge.state == "signing" and any(
        each.state == "offered" and each.bid.unit_id in led for each in challenge.pledges.all()
    )
