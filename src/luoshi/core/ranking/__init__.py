"""Ranks, ties, quotas and the rounding they are seen on."""

from luoshi.core.ranking.quotas import Filled, fill_quota
from luoshi.core.ranking.ranks import METHODS, Band, Place, rank, tie_bands
from luoshi.core.ranking.rounding import MAX_PLACES, MODES, published

__all__ = [
    "MAX_PLACES",
    "METHODS",
    "MODES",
    "Band",
    "Filled",
    "Place",
    "fill_quota",
    "published",
    "rank",
    "tie_bands",
]
