"""Chance that anyone can recompute: a published seed and SHA-256, no generator."""

from hashlib import sha256
from secrets import token_hex

SEED_BYTES = 16
"""128 bits: nobody guesses it, and nobody tries enough of them to like one."""


def chance_seed() -> str:
    """A seed that nobody chose: 128 bits of the system's own chance, 32 hex digits."""
    return token_hex(SEED_BYTES)


def rank_digest(seed: str, key: str) -> str:
    """SHA-256 of ``seed:key`` in UTF-8 as 64 hex digits; smaller comes first in every draw.

    By hand: ``printf '%s:%s' SEED KEY | sha256sum``.
    """
    return sha256(f"{seed}:{key}".encode()).hexdigest()
