"""Everything that belongs to one challenge, loaded once for its page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from luoshi.core.challenge import Outcome, Standing, notice_is_over
from luoshi.web.accounts.actor import Actor
from luoshi.web.challenges.models import (
    Acceptor,
    Bid,
    Challenge,
    Evaluator,
    KeyHolder,
    Objection,
    Pledge,
    StepTaken,
)
from luoshi.web.challenges.queries import (
    acceptors_of,
    bidding_units,
    current_bids,
    evaluators_of,
    holders_of,
    is_past_opening,
    judges_of,
    line_of,
    near_units,
    objections_of,
    outcomes_of,
    pledges_of,
    standings_of,
    taken_of,
)
from luoshi.web.commitments.queries import visible_to


@dataclass(frozen=True)
class Parts:
    """One challenge as ``actor`` finds it at a moment; each part is loaded when first asked."""

    actor: Actor
    challenge: Challenge
    at: datetime

    @cached_property
    def holders(self) -> list[KeyHolder]:
        """The two holders of the opening key."""
        return holders_of(self.challenge)

    @cached_property
    def evaluators(self) -> list[Evaluator]:
        """Everybody who was named to evaluate."""
        return evaluators_of(self.challenge)

    @cached_property
    def judges(self) -> list[Evaluator]:
        """Those of them who are not kept away."""
        return judges_of(self.challenge, self.evaluators, timezone.localdate(self.at))

    @cached_property
    def bids(self) -> list[Bid]:
        """The bids that count; before the opening nothing but their number may be used."""
        return current_bids(self.challenge)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where they stand by the marks so far."""
        return standings_of(self.challenge)

    @cached_property
    def objections(self) -> list[Objection]:
        """What was said against the notice."""
        return objections_of(self.challenge)

    @cached_property
    def pledges(self) -> list[Pledge]:
        """Winners and reserve."""
        return pledges_of(self.challenge)

    @cached_property
    def seen(self) -> frozenset[int]:
        """Those of their commitments that the person may open, by key."""
        keys = [pledge.commitment_id for pledge in self.pledges if pledge.commitment_id]
        found = (
            visible_to(self.actor).filter(pk__in=keys) if keys else visible_to(self.actor).none()
        )
        return frozenset(found.values_list("pk", flat=True))

    @cached_property
    def acceptors(self) -> list[Acceptor]:
        """The outsiders of the latest session."""
        return acceptors_of(self.challenge)

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """What they found, by pledge."""
        return outcomes_of(self.pledges, self.acceptors, len(self.challenge.tests))

    @cached_property
    def taken(self) -> list[StepTaken]:
        """Every decision, oldest first."""
        return taken_of(self.challenge)

    @cached_property
    def owner_line(self) -> frozenset[int]:
        """The unit whose problem it is, with those above and below."""
        return line_of(self.challenge.owner_unit)

    @cached_property
    def near(self) -> frozenset[int]:
        """The person's own units, with those above and below."""
        return near_units(self.actor.user_id, on=timezone.localdate(self.at))

    @cached_property
    def bidding(self) -> frozenset[int]:
        """Lead units and partners of the bids."""
        return bidding_units(self.bids)

    @property
    def is_opened_by_time(self) -> bool:
        """Whether the opening second has passed."""
        return is_past_opening(self.challenge, self.at)

    @property
    def is_evaluated(self) -> bool:
        """Whether everybody who judges has marked."""
        return bool(self.judges) and all(each.marked_at for each in self.judges)

    @property
    def is_notice_over(self) -> bool:
        """Whether the last day of the notice has passed."""
        until = self.challenge.notice_until
        return until is not None and notice_is_over(until, timezone.localdate(self.at))

    def last(self, verb: str) -> StepTaken | None:
        """The latest decision of that kind."""
        return next((row for row in reversed(self.taken) if row.verb == verb), None)

    def in_state(self, *states: str) -> list[Pledge]:
        """The pledges that stand so."""
        return [pledge for pledge in self.pledges if pledge.state in states]

    @property
    def raced(self) -> list[Pledge]:
        """The pledges that were held against the test."""
        return self.in_state("countersigned", "passed", "failed")
