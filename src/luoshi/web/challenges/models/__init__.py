"""Challenges, their bids under seal, and what comes of them."""

from luoshi.web.challenges.models.bids import Bid, BidState, Mark, Objection
from luoshi.web.challenges.models.challenge import (
    Challenge,
    ChallengeState,
    Evaluator,
    KeyHolder,
    StepTaken,
)
from luoshi.web.challenges.models.pledges import (
    Acceptor,
    ExemptionClaim,
    Pledge,
    PledgeState,
    TestVerdict,
)

__all__ = [
    "Acceptor",
    "Bid",
    "BidState",
    "Challenge",
    "ChallengeState",
    "Evaluator",
    "ExemptionClaim",
    "KeyHolder",
    "Mark",
    "Objection",
    "Pledge",
    "PledgeState",
    "StepTaken",
    "TestVerdict",
]
