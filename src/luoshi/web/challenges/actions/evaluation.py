"""评榜: declarations of interest, marks, and who is chosen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luoshi.core.challenge import Choice, Standing, choose, notice_until
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.challenges.actions.steps import locked, require_note, require_state, take_step
from luoshi.web.challenges.models import Bid, Challenge, Evaluator, Mark
from luoshi.web.challenges.numbers import criteria_kept, rule
from luoshi.web.challenges.queries import (
    bidding_units,
    current_bids,
    evaluators_of,
    is_past_opening,
    judged_bids,
    judges_of,
    near_units,
    standings_of,
)
from luoshi.web.challenges.rules import can_decide, can_declare, can_mark

Marks = Mapping[tuple[int, str], Decimal]
"""Points by bid and criterion."""


@transaction.atomic
def interest_declare(
    *, evaluator: Evaluator, has_interest: bool, text: str, by: Actor, at: datetime
) -> None:
    """Say once whether there is an interest; who has one is kept away from then on."""
    challenge = locked(evaluator.challenge)
    fresh = Evaluator.objects.select_for_update().get(pk=evaluator.pk)
    can_declare(by, fresh).require()
    require_state(challenge, "evaluating")
    if fresh.declared_at:
        raise Refused("evaluator-declared")
    if has_interest and not text.strip():
        raise Invalid("interest-missing", field="text")
    fresh.has_interest, fresh.interest, fresh.declared_at = has_interest, text, at
    fresh.save(update_fields=["has_interest", "interest", "declared_at"])
    after = {"evaluator": fresh.person_id, "interest": has_interest}
    record(by=by, at=at, verb="challenge.declare", obj=challenge, after=after)


@transaction.atomic
def marks_give(*, evaluator: Evaluator, marks: Marks, remark: str, by: Actor, at: datetime) -> None:
    """Every mark of one evaluator at once, and not again.

    Raises Invalid ``marks-incomplete``, ``mark-outside``; Refused ``evaluator-marked``.
    """
    challenge = locked(evaluator.challenge)
    fresh = Evaluator.objects.select_for_update().get(pk=evaluator.pk)
    bidding = bidding_units(current_bids(challenge))
    near = near_units(by.user_id, on=timezone.localdate(at))
    can_mark(by, fresh, near=near, bidding=bidding).require()
    require_state(challenge, "evaluating")
    if fresh.marked_at:
        raise Refused("evaluator-marked")
    bids = judged_bids(challenge)
    if not bids:
        raise Refused("nothing-to-mark")
    rows = [
        Mark(
            evaluator=fresh,
            bid=bid,
            criterion=each.key,
            points=_points(marks, bid, each.key, each.points),
        )
        for bid in bids
        for each in criteria_kept(challenge.criteria)
    ]
    Mark.objects.bulk_create(rows)
    fresh.remark, fresh.marked_at = remark, at
    fresh.save(update_fields=["remark", "marked_at"])
    given = {f"{row.bid_id}/{row.criterion}": row.points for row in rows}
    after = {"evaluator": fresh.person_id, "marks": given}
    record(by=by, at=at, verb="challenge.mark", obj=challenge, after=after)


def _points(marks: Marks, bid: Bid, criterion: str, most: Decimal) -> Decimal:
    points = marks.get((bid.pk, criterion))
    field = f"mark_{bid.pk}_{criterion}"
    if points is None:
        raise Invalid("marks-incomplete", field=field)
    if not 0 <= points <= most:
        raise Invalid("mark-outside", field=field, most=most)
    return points


@transaction.atomic
def challenge_select(
    *,
    challenge: Challenge,
    winners: Sequence[Bid],
    reserve: Bid | None,
    note: str,
    by: Actor,
    at: datetime,
) -> Choice:
    """评定: winners and reserve by rank; the public notice begins with it.

    Between level bids the person decides, with a reason. Raises Refused ``evaluation-open``,
    ``evaluation-thin``; Invalid for a choice that passes over a better bid.
    """
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_state(fresh, "evaluating")
    require_evaluated(fresh, at)
    standing = standings_of(fresh)
    choice = choose(
        standing,
        winners=[bid.pk for bid in winners],
        reserve=reserve.pk if reserve else None,
        teams=fresh.teams,
    )
    if choice.broke_tie and not note.strip():
        raise Invalid("tie-reason-missing", field="note")
    fresh.noticed_on = timezone.localdate(at)
    fresh.notice_until = notice_until(fresh.noticed_on, fresh.notice_days, work_calendar())
    facts = {
        "standings": [_standing_facts(each) for each in standing],
        "winners": choice.winners,
        "reserve": choice.reserve,
        "notice_until": fresh.notice_until,
    }
    columns = ("noticed_on", "notice_until")
    take_step(fresh, "select", by=by, at=at, note=note, facts=facts, columns=columns)
    return choice


def require_evaluated(challenge: Challenge, at: datetime) -> None:
    """Raises Refused unless everybody who is not kept away has marked, and they are enough."""
    judges = judges_of(challenge, evaluators_of(challenge), timezone.localdate(at))
    if any(each.marked_at is None for each in judges):
        raise Refused("evaluation-open")
    least = rule().evaluators_least
    if len(judges) < least:
        raise Refused("evaluation-thin", count=len(judges), least=least)


@transaction.atomic
def challenge_lapse(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """流榜: nobody bid, no bid is acceptable, or nobody who was chosen signs.

    Raises Refused ``challenge-has-bids``, ``acceptable-bids-left``, ``pledge-not-open``.
    """
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    require_state(fresh, "bidding", "evaluating", "signing")
    {"bidding": _without_bids, "evaluating": _without_acceptable, "signing": _without_pledges}[
        fresh.state
    ](fresh, at)
    take_step(fresh, "lapse", by=by, at=at, note=note)


def _without_bids(challenge: Challenge, at: datetime) -> None:
    if not is_past_opening(challenge, at) or current_bids(challenge):
        raise Refused("challenge-has-bids")


def _without_acceptable(challenge: Challenge, at: datetime) -> None:
    if not judged_bids(challenge):
        return
    require_evaluated(challenge, at)
    if any(each.acceptable for each in standings_of(challenge)):
        raise Refused("acceptable-bids-left")


def _without_pledges(challenge: Challenge, at: datetime) -> None:
    del at
    if challenge.pledges.exclude(state="forgone").exists():
        raise Refused("pledge-not-open")


def _standing_facts(standing: Standing) -> dict[str, object]:
    return {
        "bid": standing.bid,
        "total": standing.total,
        "rank": standing.rank,
        "judges": standing.judges,
        "acceptable": standing.acceptable,
    }
