"""The verification draw, who verifies what, and the true-account rate."""

from luoshi.core.sampling.assignment import Verifier, assign, refuse_unverifiable
from luoshi.core.sampling.claims import DENIED, each_claim
from luoshi.core.sampling.draw import Chosen, Claim, Drawn, draw
from luoshi.core.sampling.estimate import TrueAccount, true_account
from luoshi.core.sampling.finding import Finding
from luoshi.core.sampling.rule import SamplingRule, sampling_rule_from
from luoshi.core.sampling.seed import chance_seed, rank_digest

__all__ = [
    "DENIED",
    "Chosen",
    "Claim",
    "Drawn",
    "Finding",
    "SamplingRule",
    "TrueAccount",
    "Verifier",
    "assign",
    "chance_seed",
    "draw",
    "each_claim",
    "rank_digest",
    "refuse_unverifiable",
    "sampling_rule_from",
    "true_account",
]
