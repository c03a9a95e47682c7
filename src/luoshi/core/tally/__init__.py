"""Votes: the sealed list of ballots, and what it comes to, for anyone to compute again."""

from luoshi.core.tally.ballots import ABSTAIN, REASONS, Verdict
from luoshi.core.tally.counting import (
    METHOD,
    ClassCount,
    ClassResult,
    Failure,
    Standing,
    Tally,
    tally,
    verdicts,
)
from luoshi.core.tally.disclosure import uncounted, withheld
from luoshi.core.tally.orders import SINGLE_WINNER, Order, winners
from luoshi.core.tally.polls import BASES, METHODS, Poll, PollCount, carried, count_poll, vote_fault
from luoshi.core.tally.rules import TallyRules, Trim, Validity, VoterClass, tally_rules_from
from luoshi.core.tally.sealed import (
    FORMAT,
    Ballot,
    OpenPart,
    SealedList,
    open_part,
    read_open,
    read_sealed,
    rules_digest,
    sealed_bytes,
)

__all__ = [
    "ABSTAIN",
    "BASES",
    "FORMAT",
    "METHOD",
    "METHODS",
    "REASONS",
    "SINGLE_WINNER",
    "Ballot",
    "ClassCount",
    "ClassResult",
    "Failure",
    "OpenPart",
    "Order",
    "Poll",
    "PollCount",
    "SealedList",
    "Standing",
    "Tally",
    "TallyRules",
    "Trim",
    "Validity",
    "Verdict",
    "VoterClass",
    "carried",
    "count_poll",
    "open_part",
    "read_open",
    "read_sealed",
    "rules_digest",
    "sealed_bytes",
    "tally",
    "tally_rules_from",
    "uncounted",
    "verdicts",
    "vote_fault",
    "winners",
    "withheld",
]
