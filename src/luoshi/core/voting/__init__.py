"""A vote in a hall: paper tokens without names, and the life of a session and of its items."""

from luoshi.core.voting.steps import ITEM, SESSION
from luoshi.core.voting.tokens import (
    ballot_key,
    new_receipt,
    new_token,
    read_token,
    registry_digest,
)

__all__ = [
    "ITEM",
    "SESSION",
    "ballot_key",
    "new_receipt",
    "new_token",
    "read_token",
    "registry_digest",
]
