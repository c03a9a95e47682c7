"""征榜、定榜、发榜: from a hard item to terms on the board."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.challenge import Terms, bid_time_is_short, missing
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import record
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.challenges.actions.steps import locked, require_note, require_state, take_step
from luoshi.web.challenges.drafts import Proposal, TermsDraft
from luoshi.web.challenges.models import Challenge, Evaluator, KeyHolder
from luoshi.web.challenges.numbers import criteria_json, rule
from luoshi.web.challenges.queries import holders_of, is_past_opening, last_taken, people_as
from luoshi.web.challenges.rules import HOLDING, JUDGING, can_decide, can_propose, can_run
from luoshi.web.challenges.wording import terms_words
from luoshi.web.units.models import Unit

DRAWN_UP = (
    "title", "problem", "hardness", "owner_unit", "tests", "stop_loss", "reward", "reward_text",
    "budget", "starts_on", "due_on", "opens_at", "teams", "notice_days", "pass_mark", "criteria",
)  # fmt: skip
"""The columns that 定榜 fixes."""


@transaction.atomic
def challenge_propose(
    *,
    jurisdiction: Unit,
    proposal: Proposal,
    by: Actor,
    at: datetime,
    supersedes: Challenge | None = None,
) -> Challenge:
    """征榜: a hard item for the board."""
    can_propose(by, jurisdiction.pk).require()
    proposal.check(jurisdiction.pk)
    made = Challenge.objects.create(
        jurisdiction=jurisdiction,
        title=proposal.title,
        problem=proposal.problem,
        hardness=proposal.hardness,
        owner_unit=proposal.owner_unit,
        notice_days=rule().notice_days,
        pass_mark=rule().pass_mark,
        criteria=criteria_json(),
        supersedes=supersedes,
        created_by_id=by.user_id,
        created_at=at,
    )
    after = {"title": made.title, "owner_unit": made.owner_unit_id, "supersedes": supersedes}
    record(by=by, at=at, verb="challenge.propose", obj=made, after=after)
    return made


@transaction.atomic
def terms_set(
    *, challenge: Challenge, proposal: Proposal, terms: TermsDraft, by: Actor, at: datetime
) -> None:
    """Draw up the terms; only until they are handed in for 定榜."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "collecting")
    proposal.check(fresh.jurisdiction_id)
    terms.check(at)
    before = _terms_facts(fresh)
    said = {"title": proposal.title, "problem": proposal.problem, "hardness": proposal.hardness}
    for name, value in {**said, "owner_unit": proposal.owner_unit, **terms.columns()}.items():
        setattr(fresh, name, value)
    fresh.save()
    after = _terms_facts(fresh)
    changed = [name for name in after if after[name] != before[name]]
    record(
        by=by,
        at=at,
        verb="challenge.terms",
        obj=fresh,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def people_name(
    *,
    challenge: Challenge,
    holders: Sequence[User],
    evaluators: Sequence[User],
    by: Actor,
    at: datetime,
) -> None:
    """Name the two holders of the opening key and the evaluators; nobody has two parts."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "collecting")
    everyone = [person.pk for person in (*holders, *evaluators)]
    if len(set(everyone)) != len(everyone):
        raise Invalid("challenge-people-twice", field="evaluators")
    _require_role(fresh, holders, HOLDING, timezone.localdate(at), "first")
    _require_role(fresh, evaluators, JUDGING, timezone.localdate(at), "evaluators")
    fresh.holders.all().delete()
    fresh.evaluators.all().delete()
    KeyHolder.objects.bulk_create(
        KeyHolder(challenge=fresh, place=place, person=person)
        for place, person in enumerate(holders, 1)
    )
    Evaluator.objects.bulk_create(Evaluator(challenge=fresh, person=one) for one in evaluators)
    after = {"holders": list(holders), "evaluators": list(evaluators)}
    record(by=by, at=at, verb="challenge.people", obj=fresh, after=after)


def _require_role(
    challenge: Challenge, people: Iterable[User], roles: Sequence[str], on: date, field: str
) -> None:
    known = set(people_as(challenge.jurisdiction_id, roles, on).values_list("pk", flat=True))
    for person in people:
        if person.pk not in known:
            raise Invalid("challenge-people-elsewhere", field=field, name=person.name)


@transaction.atomic
def evaluator_add(*, challenge: Challenge, person: User, by: Actor, at: datetime) -> None:
    """One more evaluator, where too many are kept away by an interest."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "evaluating")
    _require_role(fresh, [person], JUDGING, timezone.localdate(at), "person")
    if fresh.evaluators.filter(person=person).exists():
        raise Invalid("evaluator-known", field="person")
    if fresh.holders.filter(person=person).exists():
        raise Invalid("challenge-people-twice", field="person")
    Evaluator.objects.create(challenge=fresh, person=person)
    record(by=by, at=at, verb="challenge.evaluator", obj=fresh, after={"evaluator": person})


@transaction.atomic
def challenge_submit(*, challenge: Challenge, by: Actor, at: datetime) -> None:
    """Hand the terms in for 定榜. Raises Invalid ``challenge-terms-missing``."""
    fresh = locked(challenge)
    can_run(by, fresh).require()
    _require_whole(fresh)
    take_step(fresh, "submit", by=by, at=at)


@transaction.atomic
def challenge_return(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """Back to be drawn up anew; keys that were taken are void."""
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    fresh.holders.update(public_key=None, taken_at=None)
    take_step(fresh, "return", by=by, at=at, note=note)


@transaction.atomic
def challenge_decline(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """It does not go on the board."""
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    take_step(fresh, "decline", by=by, at=at, note=note)


@transaction.atomic
def challenge_approve(*, challenge: Challenge, by: Actor, at: datetime) -> None:
    """定榜: from now on nothing changes the terms. Never by who handed them in."""
    fresh = locked(challenge)
    submitted = last_taken(fresh, "submit")
    can_decide(by, fresh, asked_by=submitted.decided_by_id if submitted else None).require()
    _require_whole(fresh)
    take_step(fresh, "approve", by=by, at=at, facts={"terms": _terms_facts(fresh)})


@transaction.atomic
def challenge_publish(*, challenge: Challenge, by: Actor, at: datetime) -> None:
    """发榜: on the board, open for bids until the opening time.

    Raises Refused ``keys-not-taken``, ``challenge-opens-past``, ``challenge-bid-days-short``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "publishing")
    if any(holder.taken_at is None for holder in holders_of(fresh)):
        raise Refused("keys-not-taken")
    if fresh.opens_at is None or is_past_opening(fresh, at):
        raise Refused("challenge-opens-past")
    days, today = rule().bid_days, timezone.localdate(at)
    if bid_time_is_short(today, timezone.localdate(fresh.opens_at), days, work_calendar()):
        raise Refused("challenge-bid-days-short", days=days)
    keys = [bytes(holder.public_key or b"").hex() for holder in holders_of(fresh)]
    take_step(fresh, "publish", by=by, at=at, facts={"public_keys": keys})


def _require_whole(challenge: Challenge) -> None:
    lacking = missing(
        Terms(
            problem=challenge.problem,
            tests=tuple(challenge.tests),
            stop_loss=challenge.stop_loss,
            reward=challenge.reward,
            reward_text=challenge.reward_text,
            budget=challenge.budget,
            starts_on=challenge.starts_on,
            due_on=challenge.due_on,
            opens_at=challenge.opens_at,
            holders=challenge.holders.count(),
            evaluators=challenge.evaluators.count(),
            evaluators_least=rule().evaluators_least,
        )
    )
    if lacking:
        raise Invalid("challenge-terms-missing", missing=terms_words(lacking))


def _terms_facts(challenge: Challenge) -> Mapping[str, object]:
    return {name: getattr(challenge, name) for name in DRAWN_UP}
