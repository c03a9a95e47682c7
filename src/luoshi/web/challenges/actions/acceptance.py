"""验榜、奖榜: outsiders hold the result against the test, and results are rewarded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luoshi.core.challenge import Outcome
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import record
from luoshi.web.challenges.actions.pledges import fail_commitment
from luoshi.web.challenges.actions.steps import (
    locked,
    note_taken,
    require_note,
    require_state,
    take_step,
)
from luoshi.web.challenges.models import (
    Acceptor,
    Challenge,
    Pledge,
    PledgeState,
    TestVerdict,
)
from luoshi.web.challenges.numbers import rule
from luoshi.web.challenges.queries import (
    acceptors_of,
    last_taken,
    near_units,
    outcomes_of,
    party_of,
    people_as,
)
from luoshi.web.challenges.rules import can_accept, can_decide, can_run
from luoshi.web.delivery.queries.bars import barred_units


@dataclass(frozen=True, slots=True)
class Found:
    """One test of one pledge: passed or not, and what shows it."""

    pledge: int
    test: int
    passed: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Award:
    """What one pledge gets, in 10,000 yuan and in words."""

    amount: Decimal
    text: str = ""


@transaction.atomic
def challenge_call(
    *, challenge: Challenge, people: Sequence[User], by: Actor, at: datetime
) -> None:
    """组织验榜: name the outsiders who hold the result against the test.

    Raises Invalid ``acceptors-few``, ``challenge-people-elsewhere``, ``acceptor-of-party``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "underway")
    if len(people) < rule().acceptors_least:
        raise Invalid("acceptors-few", field="people", least=rule().acceptors_least)
    _require_outsiders(fresh, people, at)
    session = (fresh.acceptors.aggregate(last=Max("session"))["last"] or 0) + 1
    Acceptor.objects.bulk_create(
        Acceptor(challenge=fresh, person=person, session=session) for person in people
    )
    facts = {"acceptors": list(people), "session": session}
    take_step(fresh, "call", by=by, at=at, facts=facts)


def _require_outsiders(challenge: Challenge, people: Sequence[User], at: datetime) -> None:
    on = timezone.localdate(at)
    known = people_as(challenge.jurisdiction_id, ["verifier"], on)
    verifiers = set(known.values_list("pk", flat=True))
    barred = barred_units([person.pk for person in people], on=on)
    party = party_of(challenge)
    for person in people:
        if person.pk not in verifiers:
            raise Invalid("challenge-people-elsewhere", field="people", name=person.name)
        if barred[person.pk] & party:
            raise Invalid("acceptor-of-party", field="people", name=person.name)


@transaction.atomic
def verdict_give(*, acceptor: Acceptor, found: Iterable[Found], by: Actor, at: datetime) -> None:
    """Everything one outsider found, at once and not again."""
    challenge = locked(acceptor.challenge)
    fresh = Acceptor.objects.select_for_update().get(pk=acceptor.pk)
    fresh.challenge = challenge
    near = near_units(by.user_id, on=timezone.localdate(at))
    can_accept(by, fresh, barred=near, party=party_of(challenge)).require()
    require_state(challenge, "testing")
    if fresh.found_at:
        raise Refused("verdict-given")
    rows = {(each.pledge, each.test): each for each in found}
    pledges = racing(challenge)
    wanted = {(p.pk, test) for p in pledges for test in range(len(challenge.tests))}
    if rows.keys() != wanted or any(not row.evidence.strip() for row in rows.values()):
        raise Invalid("verdict-incomplete")
    TestVerdict.objects.bulk_create(
        TestVerdict(
            acceptor=fresh,
            pledge_id=row.pledge,
            test=row.test,
            passed=row.passed,
            evidence=row.evidence,
        )
        for row in rows.values()
    )
    fresh.found_at = at
    fresh.save(update_fields=["found_at"])
    said = {f"{row.pledge}/{row.test}": row.passed for row in rows.values()}
    record(by=by, at=at, verb="challenge.verdict", obj=challenge, after={"verdicts": said})


def racing(challenge: Challenge) -> list[Pledge]:
    """The pledges that are held against the test: signed, and not stopped."""
    rows = challenge.pledges.filter(state=PledgeState.COUNTERSIGNED)
    return list(rows.select_related("bid__unit", "commitment"))


def _results(challenge: Challenge) -> list[tuple[Pledge, Outcome]]:
    """Each racing pledge with its outcome. Raises Refused ``acceptance-open``."""
    pledges = racing(challenge)
    outcomes = outcomes_of(pledges, acceptors_of(challenge), len(challenge.tests))
    if not all(each.is_decided for each in outcomes.values()):
        raise Refused("acceptance-open")
    return [(pledge, outcomes[pledge.pk]) for pledge in pledges]


@transaction.atomic
def challenge_pass(*, challenge: Challenge, by: Actor, at: datetime) -> list[Pledge]:
    """At least one team passed every test: the result stands, and the others have not passed.

    Raises Refused ``acceptance-open``, ``pledge-none-passed``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "testing")
    results = _results(fresh)
    passed = [pledge for pledge, result in results if result.is_passed]
    if not passed:
        raise Refused("pledge-none-passed")
    for pledge, result in results:
        pledge.state = PledgeState.PASSED if result.is_passed else PledgeState.FAILED
        pledge.save(update_fields=["state"])
    facts = {"passed": [pledge.pk for pledge in passed]}
    take_step(fresh, "pass", by=by, at=at, facts=facts)
    return passed


@transaction.atomic
def challenge_resume(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """Nobody passed: go on, until the outsiders are called again."""
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    require_state(fresh, "testing")
    _require_none_passed(fresh)
    take_step(fresh, "resume", by=by, at=at, note=note)


@transaction.atomic
def challenge_delist(*, challenge: Challenge, note: str, by: Actor, at: datetime) -> None:
    """摘榜: it ends without a result. Claims for exemption stand beside the decision."""
    fresh = locked(challenge)
    can_decide(by, fresh).require()
    require_note(note)
    require_state(fresh, "underway", "testing")
    if fresh.state == "testing":
        _require_none_passed(fresh)
    state = PledgeState.FAILED if fresh.state == "testing" else PledgeState.STOPPED
    for pledge in racing(fresh):
        pledge.state, pledge.reason = state, note
        pledge.save(update_fields=["state", "reason"])
        fail_commitment(pledge, by=by, at=at)
    take_step(fresh, "delist", by=by, at=at, note=note)


def _require_none_passed(challenge: Challenge) -> None:
    if any(result.is_passed for _, result in _results(challenge)):
        raise Refused("pledge-passed")


@transaction.atomic
def reward_propose(
    *, challenge: Challenge, awards: Mapping[int, Award], by: Actor, at: datetime
) -> None:
    """What each team that passed is to get, within what was fixed before publication.

    Raises Invalid ``reward-for-failed``, ``reward-over``.
    """
    fresh = locked(challenge)
    can_run(by, fresh).require()
    require_state(fresh, "rewarding")
    pledges = {row.pk: row for row in fresh.pledges.filter(state=PledgeState.PASSED)}
    if not awards or awards.keys() - pledges.keys():
        raise Invalid("reward-for-failed")
    total = sum((award.amount for award in awards.values()), Decimal(0))
    if any(award.amount < 0 for award in awards.values()) or total > (fresh.reward or 0):
        raise Invalid("reward-over", most=fresh.reward or 0)
    for key, award in awards.items():
        pledges[key].reward, pledges[key].reward_text = award.amount, award.text
        pledges[key].save(update_fields=["reward", "reward_text"])
    facts = {str(key): [award.amount, award.text] for key, award in awards.items()}
    note_taken(fresh, "propose-reward", by=by, at=at, facts={"awards": facts})


@transaction.atomic
def challenge_reward(*, challenge: Challenge, by: Actor, at: datetime) -> None:
    """奖榜: a named person approves what another proposed, and it is announced."""
    fresh = locked(challenge)
    proposed = last_taken(fresh, "propose-reward")
    can_decide(by, fresh, asked_by=proposed.decided_by_id if proposed else None).require()
    if proposed is None:
        raise Refused("reward-missing")
    take_step(fresh, "reward", by=by, at=at, facts=proposed.facts)
