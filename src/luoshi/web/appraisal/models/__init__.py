"""Appraisal sessions, what is voted on in them, and what comes of it."""

from luoshi.web.appraisal.models.result import Asked, Comment, Releaser, Result, SealedList
from luoshi.web.appraisal.models.session import (
    Contender,
    Session,
    SessionState,
    SessionStep,
    Slides,
)
from luoshi.web.appraisal.models.voting import (
    Item,
    ItemState,
    ItemVoid,
    PaperBallot,
    Token,
    TokenDestruction,
    TokenSheet,
)

__all__ = [
    "Asked",
    "Comment",
    "Contender",
    "Item",
    "ItemState",
    "ItemVoid",
    "PaperBallot",
    "Releaser",
    "Result",
    "SealedList",
    "Session",
    "SessionState",
    "SessionStep",
    "Slides",
    "Token",
    "TokenDestruction",
    "TokenSheet",
]
