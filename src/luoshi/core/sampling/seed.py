"""Chance that anyone can recompute: a published seed and SHA-256, no generator."""

from hashlib import sha256


def rank_digest(seed: str, key: str) -> str:
    """SHA-256 of ``seed:key`` in UTF-8 as 64 hex digits; smaller comes first in every draw.

    By hand: ``printf '%s:%s' SEED KEY | sha256sum``.
    """
    return sha256(f"{seed}:{key}".encode()).hexdigest()
