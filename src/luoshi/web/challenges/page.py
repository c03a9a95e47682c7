"""A challenge as its page shows it: the stepper, who did what, and each part with its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise

from luoshi.core.challenge import Outcome, Standing, stepper
from luoshi.web.challenges.acts import Act, acts_on, pledge_acts
from luoshi.web.challenges.commitment import reward_words
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.models import (
    Bid,
    Challenge,
    Evaluator,
    Objection,
    Pledge,
    StepTaken,
    TestVerdict,
)
from luoshi.web.challenges.numbers import hardnesses
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.queries import bids_open_to, involved_in, own_bids, verdicts_of
from luoshi.web.challenges.rules import can_answer_objection
from luoshi.web.challenges.waits import waits_for
from luoshi.web.challenges.wording import STANDINGS, STEPS, VERBS, moment, money
from luoshi.web.commitments.wording import percent
from luoshi.web.units.models import Unit

Label = str | Promise
OPENED = ("evaluating", "noticing", "signing", "underway", "testing", "rewarding", "rewarded")


@dataclass(frozen=True, slots=True)
class StepShown:
    """One of the ten: its word, how it stands, and who ended it when."""

    number: int
    label: Label
    standing: str
    standing_words: Label
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class BidShown:
    """One opened bid: who, with whom, where it stands, and whether this person may read it."""

    bid: Bid
    partners: str
    price: str
    standing: Standing | None
    readable: bool


@dataclass(frozen=True, slots=True)
class PledgeShown:
    """One pledge with its acts, what the outsiders found, and whether its commitment opens."""

    pledge: Pledge
    opens: bool
    acts: Sequence[tuple[str, Label]]
    outcome: Outcome | None
    reward: str


@dataclass(frozen=True, slots=True)
class Told:
    """One decision of the trail."""

    taken: StepTaken
    verb: Label


def steps_of(challenge: Challenge, taken: Sequence[StepTaken]) -> list[StepShown]:
    """The ten steps; each that is done names who ended it."""
    ended_in = taken[-1].before if taken else ""
    ended_in = next((row.before for row in reversed(taken) if row.before != row.after), ended_in)
    by_verb = {row.verb: row for row in taken}
    shown = []
    for number, stride in enumerate(stepper(challenge.state, ended_in), 1):
        row = by_verb.get(stride.step.verb) if stride.standing == "done" else None
        words = STANDINGS[stride.standing]
        who = row.decided_by.name if row else ""
        at = row.decided_at if row else None
        shown.append(StepShown(number, STEPS[stride.step.key], stride.standing, words, who, at))
    return shown


def detail_of(parts: Parts) -> dict[str, object]:
    """Everything the page of one challenge shows."""
    challenge = parts.challenge
    acts: list[Act] = acts_on(parts)
    return {
        "challenge": challenge,
        "steps": steps_of(challenge, parts.taken),
        "acts": acts,
        "waits": waits_for(parts),
        "facts": facts_of(challenge),
        "holders": parts.holders,
        "evaluators": _judges(parts),
        "own": own_bids(parts.actor, challenge),
        "is_opened": challenge.state in OPENED or bool(parts.last("open")),
        "bids": bids_of(parts),
        "objections": _objections(parts),
        "pledges": [_pledge(parts, pledge) for pledge in parts.pledges],
        "acceptors": parts.acceptors,
        "tests": tests_of(parts),
        "verdicts": _verdicts(parts),
        "told": [Told(row, VERBS[f"challenge.{row.verb}"]) for row in parts.taken],
    }


def facts_of(challenge: Challenge) -> dict[str, object]:
    """The terms in words."""
    return {
        "hardness": dict(hardnesses()).get(challenge.hardness, challenge.hardness),
        "reward": reward_words(challenge),
        "budget": money(challenge.budget),
        "opens_at": moment(challenge.opens_at),
    }


def _judges(parts: Parts) -> list[tuple[Evaluator, bool]]:
    """Each evaluator, and whether the person is kept away; known once bids are open."""
    if parts.challenge.state not in OPENED:
        return [(each, False) for each in parts.evaluators]
    free = {each.pk for each in parts.judges}
    return [(each, each.pk not in free) for each in parts.evaluators]


def bids_of(parts: Parts) -> list[BidShown]:
    """The opened bids, best first; nothing before the opening."""
    if not parts.last("open"):
        return []
    readable = set(bids_open_to(parts.actor, parts.challenge).values_list("pk", flat=True))
    units = partner_names(parts.bids)
    standing = {each.bid: each for each in shown_standings(parts)}
    rows = [
        BidShown(
            bid,
            units.get(bid.pk, "") if bid.pk in readable else "",
            money(Decimal(bid.content["price"])) if bid.content and bid.pk in readable else "",
            standing.get(bid.pk),
            bid.pk in readable,
        )
        for bid in parts.bids
    ]
    return sorted(rows, key=lambda row: (row.standing.rank if row.standing else 99, row.bid.pk))


def shown_standings(parts: Parts) -> Sequence[Standing]:
    """The standings once everybody has marked: nobody marks after another's numbers."""
    if parts.challenge.state == "evaluating" and not parts.is_evaluated:
        return ()
    return parts.standings


def partner_names(bids: Sequence[Bid]) -> dict[int, str]:
    """The partners of each bid in words: one query."""
    keys = {bid.pk: bid.content["partners"] for bid in bids if bid.content}
    wanted = {key for found in keys.values() for key in found}
    units = Unit.objects.filter(pk__in=wanted).without_tree_fields() if wanted else ()
    known = {unit.pk: unit.short_name for unit in units}
    return {
        pk: "、".join(known[key] for key in found if key in known) for pk, found in keys.items()
    }


def _objections(parts: Parts) -> list[tuple[Objection, bool]]:
    """Each objection, and whether this person may answer it."""
    rows = []
    for each in parts.objections:
        waits = each.answered_at is None and parts.challenge.state == "noticing"
        each.challenge = parts.challenge
        answers = waits and can_answer_objection(parts.actor, each, involved=involved_in(each))
        rows.append((each, bool(answers)))
    return rows


def _pledge(parts: Parts, pledge: Pledge) -> PledgeShown:
    pledge.challenge = parts.challenge
    reward = "；".join(part for part in (money(pledge.reward), pledge.reward_text) if part)
    outcome = parts.outcomes.get(pledge.pk) if parts.acceptors else None
    opens = pledge.commitment_id in parts.seen
    return PledgeShown(pledge, opens, list(pledge_acts(parts, pledge)), outcome, reward)


def tests_of(parts: Parts) -> list[tuple[str, list[str]]]:
    """Each test with how it came out for each team that was held against it."""
    raced = [parts.outcomes[each.pk] for each in parts.raced] if parts.acceptors else []
    tests = enumerate(parts.challenge.tests)
    return [(text, [_came(number, outcome) for outcome in raced]) for number, text in tests]


def _verdicts(parts: Parts) -> list[tuple[TestVerdict, str, str]]:
    """What each outsider found, with unit and test; once all of them have spoken."""
    if not parts.acceptors or not all(each.found_at for each in parts.acceptors):
        return []
    units = {pledge.pk: pledge.bid.unit.short_name for pledge in parts.pledges}
    tests = parts.challenge.tests
    return [(row, units[row.pledge_id], tests[row.test]) for row in verdicts_of(parts.acceptors)]


def _came(test: int, outcome: Outcome) -> str:
    if test in outcome.passed:
        return "passed"
    return "failed" if test in outcome.failed else "open"


def content_of(bid: Bid) -> Mapping[str, object]:
    """An opened bid in words."""
    content = BidContent.of_json(bid.content)
    return {
        "team": content.team,
        "plan": content.plan,
        "price": money(content.price),
        "partners": partner_names([bid]).get(bid.pk, ""),
        "steps": [(title, due, percent(share)) for title, due, share in content.steps],
    }


def today_of(at: datetime) -> str:
    """The server's clock to the second, for pages on which a second matters."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
