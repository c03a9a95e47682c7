"""揭榜挂帅: a hard item is published, bid for under seal, scored, pledged and tested."""

from luoshi.core.challenge.acceptance import Outcome, Verdict, outcome
from luoshi.core.challenge.clock import (
    bid_time_is_short,
    notice_is_over,
    notice_until,
    seconds_late,
)
from luoshi.core.challenge.evaluation import Choice, Mark, Standing, choose, standings
from luoshi.core.challenge.padding import pad, unpad
from luoshi.core.challenge.rule import ChallengeRule, Criterion, challenge_rule_from, criteria_from
from luoshi.core.challenge.steps import CHALLENGE, STEPS, Step, Stride, stepper
from luoshi.core.challenge.terms import Terms, missing

__all__ = [
    "CHALLENGE",
    "STEPS",
    "ChallengeRule",
    "Choice",
    "Criterion",
    "Mark",
    "Outcome",
    "Standing",
    "Step",
    "Stride",
    "Terms",
    "Verdict",
    "bid_time_is_short",
    "challenge_rule_from",
    "choose",
    "criteria_from",
    "missing",
    "notice_is_over",
    "notice_until",
    "outcome",
    "pad",
    "seconds_late",
    "standings",
    "stepper",
    "unpad",
]
