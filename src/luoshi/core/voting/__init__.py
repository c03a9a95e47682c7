"""A vote in a hall: paper tokens without names, the life of a session, and ballots that arrive."""

from luoshi.core.voting.agenda import clock
from luoshi.core.voting.casting import (
    Gate,
    Held,
    Kept,
    Marks,
    Sent,
    Submission,
    decide,
    emptied,
    is_returned,
    settled,
)
from luoshi.core.voting.marking import VOIDING, Sheet
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
    "VOIDING",
    "Gate",
    "Held",
    "Kept",
    "Marks",
    "Sent",
    "Sheet",
    "Submission",
    "ballot_key",
    "clock",
    "decide",
    "emptied",
    "is_returned",
    "new_receipt",
    "new_token",
    "read_token",
    "registry_digest",
    "settled",
]
