"""Ranks, ties, quotas and the rounding they are seen on."""

from luoshi.core.ranking.quotas import Filled, fill_quota
from luoshi.core.ranking.ranks import METHODS, Band, Place, Spot, rank, tie_bands
from luoshi.core.ranking.rounding import MAX_PLACES, MODES, published, settled

__all__ = [
    "MAX_PLACES",
    "METHODS",
    "MODES",
    "Band",
    "Filled",
    "Place",
    "Spot",
    "fill_quota",
    "published",
    "rank",
    "settled",
    "tie_bands",
]
