"""The ballot box: ballots under keys that lead to no token, until they are sealed (ADR 12)."""

from luoshi.core.voting import Gate, Kept, Submission
from luoshi.web.box.box import Box, BoxBallot, Standing, box_of, make_box

__all__ = [
    "Box",
    "BoxBallot",
    "Gate",
    "Kept",
    "Standing",
    "Submission",
    "box_of",
    "make_box",
]
