"""Answers, and how the asker rates them: not satisfied means open again."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.visits.actions.visits import raised_locked
from luoshi.web.visits.models import Answer, How, Link, Raised, Rating, State, Verdict
from luoshi.web.visits.queries import digest_of, link_by
from luoshi.web.visits.rules import can_answer_raised, can_keep_visits

ASKER, ASKER_ROLE = Actor(0, ""), "asker"
"""Who rates by a link has no account: the record names nobody, in the role ``asker``."""
BEGUN = {"accepted": "start"}
SAID = BEGUN | {"underway": "claim_done"}
RATED = {
    Verdict.SATISFIED.value: SAID | {"claimed_done": "verify"},
    Verdict.UNSATISFIED.value: {"claimed_done": "refute"},
    Verdict.DECLINED.value: {"claimed_done": "refute"},
}
"""How its commitment moves on once it is answered, and once the answer is rated, by its state.
One that its unit has not taken on stays where it is."""


@transaction.atomic
def answer_give(
    *, raised: Raised, text: str, until: date | None, by: Actor, at: datetime
) -> Answer:
    """What is answered, on the spot while the visit lasts: solved, or not yet and ``until`` when;
    not yet leaves it open. Raises Refused ``answer-not-rated`` while an earlier answer waits for
    its rating, Invalid ``answer-until-past`` for a day gone by.
    """
    fresh = raised_locked(raised)
    can_answer_raised(by, fresh).require()
    if fresh.state == State.CLOSED:
        raise Refused("raised-closed")
    if fresh.state == State.ANSWERED:
        raise Refused("answer-not-rated")
    if not text.strip():
        raise Invalid("answer-text-missing", field="text")
    if until and until < timezone.localdate(at):
        raise Invalid("answer-until-past", field="until")
    made = Answer.objects.create(
        raised=fresh,
        text=text.strip(),
        on_spot=fresh.visit.ended_at is None,
        until=until,
        given_by_id=by.user_id,
        given_at=at,
    )
    _set(fresh, State.OPEN if until else State.ANSWERED)
    after = {"answer": made.pk, "on_spot": made.on_spot, "until": until}
    record(by=by, at=at, verb="raised.answer", obj=fresh, after=after)
    _follow(fresh, BEGUN if until else SAID, by, at)
    return made


@transaction.atomic
def link_make(*, answer: Answer, by: Actor, at: datetime) -> str:
    """The secret of a personal address for rating this answer, told once and kept by nobody.
    Earlier addresses of the answer no longer hold.
    """
    fresh = raised_locked(answer.raised)
    can_keep_visits(by, fresh.visit.jurisdiction_id).require()
    _require_unrated(answer)
    days = presets.limit("rating_link_days")
    secret = secrets.token_urlsafe(24)
    answer.links.all().delete()
    Link.objects.create(
        answer=answer,
        digest=digest_of(secret),
        expires_on=timezone.localdate(at) + timedelta(days=days),
        made_by_id=by.user_id,
        made_at=at,
    )
    record(by=by, at=at, verb="raised.link", obj=fresh, after={"answer": answer.pk})
    return secret


@transaction.atomic
def rating_give(*, secret: str, verdict: str, comment: str, at: datetime) -> Rating:
    """By the asker with the own link. Raises Http404 where the link does not hold."""
    link = link_by(secret, timezone.localdate(at))
    return _rate(link.answer, verdict, How.LINK, comment, None, at)


@transaction.atomic
def rating_note(
    *, answer: Answer, verdict: str, how: str, comment: str, by: Actor, at: datetime
) -> Rating:
    """As the asker told the supervision office, which says how it asked."""
    can_keep_visits(by, answer.raised.visit.jurisdiction_id).require()
    if how not in How.values or how == How.LINK:
        raise Invalid("rating-how-unknown", field="how")
    return _rate(answer, verdict, how, comment, by, at)


def _rate(
    answer: Answer, verdict: str, how: str, comment: str, by: Actor | None, at: datetime
) -> Rating:
    fresh = raised_locked(answer.raised)
    if verdict not in Verdict.values:
        raise Invalid("rating-unknown", field="verdict")
    _require_unrated(answer)
    made = Rating.objects.create(
        answer=answer,
        verdict=verdict,
        how=how,
        comment=comment.strip(),
        noted_by_id=by.user_id if by else None,
        noted_at=at,
    )
    who, role = by or ASKER, "" if by else ASKER_ROLE
    after = {"answer": answer.pk, "verdict": verdict, "how": how}
    record(by=who, at=at, verb="raised.rate", obj=fresh, after=after, role=role)
    _set(fresh, State.OPEN if verdict == Verdict.UNSATISFIED else State.CLOSED)
    _follow(fresh, RATED.get(verdict, {}), who, at, finding=verdict, role=role)
    return made


def _require_unrated(answer: Answer) -> None:
    if answer.until:
        raise Refused("answer-not-solved")
    if Rating.objects.filter(answer=answer).exists():
        raise Refused("answer-rated")


def _set(raised: Raised, state: str) -> None:
    raised.state = state
    raised.save(update_fields=["state"])


def _follow(
    raised: Raised,
    moves: Mapping[str, str],
    by: Actor,
    at: datetime,
    finding: str = "",
    role: str = "",
) -> None:
    """Let its commitment follow, step by step, and its light."""
    if (commitment := raised.commitment) is None:
        return
    while verb := moves.get(commitment.state, ""):
        commitment = commitment_advance(
            commitment=commitment, verb=verb, by=by, at=at, because=finding, role=role
        )
    progress_refresh(ids=[commitment.pk], on=timezone.localdate(at))
