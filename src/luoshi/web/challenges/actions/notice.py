"""公示: objections while it runs, and its end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.challenge import notice_is_over
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.challenges.actions.steps import locked, require_note, require_state, take_step
from luoshi.web.challenges.models import (
    Bid,
    Challenge,
    Evaluator,
    Mark,
    Objection,
    Pledge,
    PledgeState,
)
from luoshi.web.challenges.queries import involved_in, last_taken, marks_of
from luoshi.web.challenges.rules import can_answer_objection, can_object, can_run


@transaction.atomic
def objection_file(
    *, challenge: Challenge, text: str, bid: Bid | None, by: Actor, at: datetime
) -> Objection:
    """What somebody has against the result, or against one bid, until the notice ends."""
    fresh = locked(challenge)
    can_object(by, fresh).require()
    require_state(fresh, "noticing")
    require_note(text, "text")
    if fresh.notice_until and notice_is_over(fresh.notice_until, timezone.localdate(at)):
        raise Refused("objection-late")
    if bid is not None and bid.challenge_id != fresh.pk:
        raise Invalid("bid-not-yours", field="bid")
    made = Objection.objects.create(
        challenge=fresh, bid=bid, text=text, filed_by_id=by.user_id, filed_at=at
    )
    after = {"objection": made.pk, "bid": bid}
    record(by=by, at=at, verb="challenge.object", obj=fresh, after=after)
    return made


@transaction.atomic
def objection_answer(
    *, objection: Objection, upheld: bool, answer: str, by: Actor, at: datetime
) -> None:
    """Answered by somebody who had no part; one that is upheld sends it back to evaluation.

    Upheld against a bid, that bid is not judged any more and the marks of the others stand;
    upheld against the whole, everybody marks again. What was found before stays in the record.
    """
    challenge = locked(objection.challenge)
    fresh = (
        Objection.objects.select_for_update(of=("self",)).select_related("bid").get(pk=objection.pk)
    )
    fresh.challenge = challenge
    can_answer_objection(by, fresh, involved=involved_in(fresh)).require()
    require_state(challenge, "noticing")
    require_note(answer, "answer")
    if fresh.answered_at:
        raise Refused("objection-answered")
    fresh.upheld, fresh.answer = upheld, answer
    fresh.answered_by_id, fresh.answered_at = by.user_id, at
    fresh.save()
    after = {"objection": fresh.pk, "upheld": upheld}
    record(by=by, at=at, verb="challenge.answer", obj=challenge, after=after)
    if upheld:
        _reopen(challenge, fresh, by=by, at=at)


def _reopen(challenge: Challenge, objection: Objection, *, by: Actor, at: datetime) -> None:
    facts: dict[str, object] = {"objection": objection.pk}
    if bid := objection.bid:
        Bid.objects.filter(pk=bid.pk).update(barred=True)
        facts["barred"] = bid.pk
    else:
        facts["marks"] = _marks_facts(challenge)
        marks_of(challenge).delete()
        Evaluator.objects.filter(challenge=challenge).update(marked_at=None)
    challenge.noticed_on = challenge.notice_until = None
    columns = ("noticed_on", "notice_until")
    take_step(challenge, "reopen", by=by, at=at, facts=facts, columns=columns)


def _marks_facts(challenge: Challenge) -> list[list[object]]:
    rows = Mark.objects.filter(bid__challenge=challenge)
    return [list(row) for row in rows.values_list("evaluator", "bid", "criterion", "points")]


@transaction.atomic
def challenge_conclude(*, challenge: Challenge, by: Actor, at: datetime) -> list[Pledge]:
    """The notice is over and every objection answered: the winners are asked to sign.

    Raises Refused ``notice-running``, ``objections-open``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "noticing")
    if fresh.notice_until and not notice_is_over(fresh.notice_until, timezone.localdate(at)):
        raise Refused("notice-running", until=fresh.notice_until.isoformat())
    unanswered = fresh.objections.filter(answered_at=None).count()
    if unanswered:
        raise Refused("objections-open", count=unanswered)
    chosen = last_taken(fresh, "select")
    facts = chosen.facts if chosen else {"winners": [], "reserve": None}
    pledges = [
        Pledge(challenge=fresh, bid_id=bid, state=PledgeState.OFFERED) for bid in facts["winners"]
    ]
    if facts["reserve"]:
        reserve = Pledge(challenge=fresh, bid_id=facts["reserve"], state=PledgeState.RESERVE)
        pledges.append(reserve)
    made = Pledge.objects.bulk_create(pledges)
    take_step(fresh, "conclude", by=by, at=at)
    return made
