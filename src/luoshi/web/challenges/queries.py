"""Who sees which challenge, and what of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from luoshi.core.challenge import Mark as JudgeMark
from luoshi.core.challenge import (
    Outcome,
    Standing,
    Verdict,
    criteria_from,
    outcome,
    seconds_late,
    standings,
)
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import in_force
from luoshi.web.challenges.models import (
    Acceptor,
    Bid,
    Challenge,
    Evaluator,
    KeyHolder,
    Mark,
    Objection,
    Pledge,
    StepTaken,
    TestVerdict,
)
from luoshi.web.challenges.rules import OWNING, WHOLE
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.units.models import Unit

UNSEEN = ("collecting", "setting", "publishing", "declined")
"""States in which a challenge is not on the board: units see only what they proposed."""
CLOSED = ("evaluating", "noticing", "signing", "underway", "testing", "rewarding", "rewarded")


def visible_to(actor: Actor) -> QuerySet[Challenge]:
    """All for who runs the city, the board for its units, and those in which one is named."""
    claims = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    if actor.holds(*OWNING):
        board = Q(jurisdiction__in=actor.jurisdictions(*OWNING)) & ~Q(state__in=UNSEEN)
        claims |= board | Q(owner_unit__in=actor.units(*OWNING))
    for named in (KeyHolder, Evaluator, Acceptor):
        rows = named._default_manager.filter(person=actor.user_id)
        claims |= Q(pk__in=rows.values("challenge"))
    return Challenge.objects.filter(claims).select_related("owner_unit", "jurisdiction")


def challenge_for(actor: Actor, pk: int) -> Challenge:
    """One challenge. Raises Http404."""
    related = ("list", "supersedes", "superseded_by", "created_by")
    found = visible_to(actor).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def bids_open_to(actor: Actor, challenge: Challenge) -> QuerySet[Bid]:
    """The opened bids a person may read: all of them for those who run the city and for
    evaluators without an interest, the own one for a bidder. Nothing before the opening.
    """
    bids = Bid.objects.filter(challenge=challenge, state="current").select_related("unit")
    if challenge.state not in (*CLOSED, "lapsed", "assigned", "delisted"):
        return bids.none()
    whole = actor.holds(*WHOLE, jurisdiction_id=challenge.jurisdiction_id)
    if whole or _judges_freely(actor, challenge):
        return bids
    return bids.filter(unit__in=actor.units(*OWNING))


def _judges_freely(actor: Actor, challenge: Challenge) -> bool:
    evaluator = evaluator_of(actor, challenge)
    if evaluator is None or evaluator.has_interest:
        return False
    return not near_units(actor.user_id) & bidding_units(current_bids(challenge))


def bid_for(actor: Actor, challenge: Challenge, pk: int) -> Bid:
    """One opened bid. Raises Http404."""
    found = bids_open_to(actor, challenge).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_bids(actor: Actor, challenge: Challenge) -> QuerySet[Bid]:
    """What the person's own units handed in, with what was replaced; the newest first."""
    bids = Bid.objects.filter(challenge=challenge, unit__in=actor.units(*OWNING))
    return bids.select_related("unit", "sealed_by").defer("sealed").order_by("-pk")


def own_bid_for(actor: Actor, challenge: Challenge, pk: int) -> Bid:
    """One bid of an own unit, sealed or not. Raises Http404."""
    units = actor.units(*OWNING)
    found = Bid.objects.filter(challenge=challenge, unit__in=units, pk=pk).first()
    if found is None:
        raise Http404
    return found


def current_bids(challenge: Challenge) -> list[Bid]:
    """The bids that count, in the order in which they came."""
    bids = Bid.objects.filter(challenge=challenge, state="current")
    return list(bids.select_related("unit").defer("sealed"))


def judged_bids(challenge: Challenge) -> list[Bid]:
    """Those that could be read and are not barred by an objection."""
    return [bid for bid in current_bids(challenge) if bid.content and not bid.barred]


def bidding_units(bids: Iterable[Bid]) -> frozenset[int]:
    """Lead units of the bids and, once opened, their partners."""
    partners = (key for bid in bids if bid.content for key in bid.content["partners"])
    return frozenset(bid.unit_id for bid in bids) | frozenset(partners)


def near_units(user_id: int, *, on: date | None = None) -> frozenset[int]:
    """The units of a person with all above and below them."""
    return barred_units([user_id], on=on or timezone.localdate())[user_id]


def line_of(unit: Unit) -> frozenset[int]:
    """The unit with all above and all below it."""
    below = Unit.objects.descendants(unit, include_self=True)
    return frozenset(each.pk for each in (*unit.line(), *below))


def holders_of(challenge: Challenge) -> list[KeyHolder]:
    """The two, by place."""
    return list(challenge.holders.select_related("person"))


def holder_of(actor: Actor, challenge: Challenge) -> KeyHolder | None:
    """The person's own place among the holders."""
    return challenge.holders.select_related("challenge").filter(person=actor.user_id).first()


def evaluators_of(challenge: Challenge) -> list[Evaluator]:
    """Everybody named, in the order in which they were."""
    return list(challenge.evaluators.select_related("person"))


def evaluator_of(actor: Actor, challenge: Challenge) -> Evaluator | None:
    """The person's own place among the evaluators."""
    return challenge.evaluators.filter(person=actor.user_id).first()


def judges_of(challenge: Challenge, evaluators: Sequence[Evaluator], on: date) -> list[Evaluator]:
    """Those who are not kept away by an interest or by a unit that bids: two queries."""
    bidding = bidding_units(current_bids(challenge))
    near = barred_units([each.person_id for each in evaluators], on=on)
    return [
        each for each in evaluators if not each.has_interest and not near[each.person_id] & bidding
    ]


def standings_of(challenge: Challenge) -> tuple[Standing, ...]:
    """Where the bids stand by the marks given so far."""
    bids = [bid.pk for bid in judged_bids(challenge)]
    rows = Mark.objects.filter(bid__in=bids).values_list(
        "evaluator_id", "bid_id", "criterion", "points"
    )
    return standings(
        [JudgeMark(*row) for row in rows],
        bids=bids,
        criteria=criteria_from(challenge.criteria, "criteria"),
        pass_mark=challenge.pass_mark,
    )


def marks_of(challenge: Challenge) -> QuerySet[Mark]:
    """Every mark given."""
    return Mark.objects.filter(bid__challenge=challenge)


def objections_of(challenge: Challenge) -> list[Objection]:
    """What was said against the notice, oldest first."""
    related = ("bid__unit", "filed_by", "answered_by")
    return list(challenge.objections.select_related(*related))


def objection_for(challenge: Challenge, pk: int) -> Objection:
    """One objection of a challenge that the person was shown to see. Raises Http404."""
    found = challenge.objections.select_related("challenge", "bid__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def involved_in(objection: Objection) -> frozenset[int]:
    """Who may not answer it: evaluators, who decided the evaluation, who filed it."""
    judges = objection.challenge.evaluators.values_list("person_id", flat=True)
    chose = objection.challenge.taken.filter(verb="select").values_list("decided_by_id", flat=True)
    return frozenset((*judges, *chose, objection.filed_by_id))


def pledges_of(challenge: Challenge) -> list[Pledge]:
    """The pledges, winners first as they were chosen, with their units and commitments."""
    related = ("bid__unit", "commitment__progress", "signed_by", "countersigned_by", "challenge")
    shown = Prefetch("exemptions", to_attr="claims")
    return list(challenge.pledges.select_related(*related).prefetch_related(shown))


def pledge_for(challenge: Challenge, pk: int) -> Pledge:
    """One pledge of a challenge that the person was shown to see. Raises Http404."""
    related = ("bid__unit", "challenge__jurisdiction", "challenge__owner_unit")
    found = challenge.pledges.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def acceptors_of(challenge: Challenge) -> list[Acceptor]:
    """The acceptors of the latest session."""
    rows = list(challenge.acceptors.select_related("person", "challenge"))
    latest = max((row.session for row in rows), default=0)
    return [row for row in rows if row.session == latest]


def acceptor_of(actor: Actor, challenge: Challenge) -> Acceptor | None:
    """The person's own place among the acceptors of the latest session."""
    mine = (row for row in acceptors_of(challenge) if row.person_id == actor.user_id)
    return next(mine, None)


def verdicts_of(acceptors: Sequence[Acceptor]) -> list[TestVerdict]:
    """What they found."""
    found = TestVerdict.objects.filter(acceptor__in=acceptors)
    return list(found.select_related("acceptor__person"))


def outcomes_of(
    pledges: Iterable[Pledge], acceptors: Sequence[Acceptor], tests: int
) -> dict[int, Outcome]:
    """For each pledge what the verdicts come to: one query."""
    rows = verdicts_of(acceptors)
    return {
        pledge.pk: outcome(
            [
                Verdict(row.acceptor_id, row.test, row.passed)
                for row in rows
                if row.pledge_id == pledge.pk
            ],
            acceptors=[each.pk for each in acceptors],
            tests=tests,
        )
        for pledge in pledges
    }


def party_of(challenge: Challenge) -> frozenset[int]:
    """Every unit that has a part: owner, lead units and partners of the pledges."""
    bids = Bid.objects.filter(pledge__challenge=challenge).defer("sealed")
    return bidding_units(list(bids)) | {challenge.owner_unit_id}


def taken_of(challenge: Challenge) -> list[StepTaken]:
    """Every decision, oldest first."""
    return list(challenge.taken.select_related("decided_by"))


def last_taken(challenge: Challenge, verb: str) -> StepTaken | None:
    """The latest decision of that kind."""
    return challenge.taken.filter(verb=verb).order_by("-pk").first()


def people_as(jurisdiction_id: int, roles: Sequence[str], on: date) -> QuerySet[User]:
    """The people who hold one of the roles in the jurisdiction on a day, by login name."""
    held = Appointment.objects.filter(in_force(on), role__in=roles, jurisdiction_id=jurisdiction_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username")


def lists_to_join(challenge: Challenge) -> QuerySet[CommitmentList]:
    """The jurisdiction's lists of challenges that are not frozen."""
    return CommitmentList.objects.filter(
        jurisdiction=challenge.jurisdiction_id,
        list_type__key="challenge",
        frozen_at__isnull=True,
    )


def is_past_opening(challenge: Challenge, at: datetime) -> bool:
    """Whether the opening second has passed: no bid any more, keys from now on."""
    return challenge.opens_at is not None and seconds_late(at, challenge.opens_at) > 0


@dataclass(frozen=True, slots=True)
class Waits:
    """Challenges in which something waits for the person, by key."""

    keys: frozenset[int]


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many challenges the person sees in each state: one query."""
    states = visible_to(actor).order_by().values_list("state", flat=True)
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found


def proposers_of(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions in which the person may propose a challenge."""
    areas = actor.jurisdictions("supervisor", *OWNING)
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=areas).without_tree_fields()
    return units
