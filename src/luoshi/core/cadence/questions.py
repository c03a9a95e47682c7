"""What a meeting may ask about an item: proposals from the facts, never a judgement."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands before a meeting.

    ``said_done``: its owner says that it is done. ``evidence``: how many files show that
    something was done. ``judged``: an outsider has found something. ``blocked``: a blocker was
    named; ``waits_for_other``: and with it another unit. ``silent``: nothing was handed in for a
    round whose limit is over.
    """

    light: str
    said_done: bool = False
    evidence: int = 0
    judged: bool = False
    blocked: bool = False
    waits_for_other: bool = False
    silent: bool = False


ASK: dict[str, Callable[[Standing], bool]] = {
    "silent": lambda it: it.silent,
    "waits-for-other": lambda it: it.light in ("red", "yellow") and it.waits_for_other,
    "red-without-reason": lambda it: it.light == "red" and not it.blocked,
    "blocked": lambda it: it.light in ("red", "yellow") and it.blocked,
    "done-without-evidence": lambda it: it.said_done and not it.evidence,
    "done-unjudged": lambda it: it.said_done and not it.judged,
}
"""By code, in the order in which one goes before another: when a question is worth asking."""


def worth_asking(standing: Standing) -> str:
    """The code of the first question that the facts suggest; empty where there is none."""
    return next((code for code, holds in ASK.items() if holds(standing)), "")
