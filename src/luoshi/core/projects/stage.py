"""The stages of a project, and which of them was said, shown and confirmed to be reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.core.errors import Invalid
from luoshi.core.sampling import Finding


class Stage(StrEnum):
    """From an idea to full capacity, in this order."""

    RESERVE = "reserve"
    SIGNED = "signed"
    FULFILLED = "fulfilled"
    STARTED = "started"
    PRODUCING = "producing"
    CAPACITY = "capacity"

    @property
    def place(self) -> int:
        """0 for the first stage, 5 for the last."""
        return tuple(Stage).index(self)


LATER = (Stage.FULFILLED, Stage.STARTED, Stage.PRODUCING, Stage.CAPACITY)
"""The stages whose rates are counted of those signed."""
CLAIMS = ("said", "did", "achieved")


@dataclass(frozen=True, slots=True)
class Change:
    """One account of a stage: reached ``on`` that day, with evidence or not, found true or not.

    ``finding`` is that of an outsider, None before anybody looked.
    """

    stage: Stage
    on: date
    shown: bool = False
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The last stage that was said, shown by evidence (did) and confirmed (achieved).

    None stands for another: a confirmed stage may lie below or above a shown one.
    """

    said: Stage
    did: Stage
    achieved: Stage

    def at(self, claim: str) -> Stage:
        """The stage of one claim: ``said``, ``did`` or ``achieved``."""
        return {"said": self.said, "did": self.did, "achieved": self.achieved}[claim]

    def reached(self, claim: str, stage: Stage) -> bool:
        """Whether that claim has come to ``stage`` or beyond it."""
        return self.at(claim).place >= stage.place


def standing(base: Stage, changes: Iterable[Change], on: date | None = None) -> Standing:
    """Where a project that began at ``base`` stands at the end of ``on`` (None: now).

    Changes count in the order of their days, those of one day in the order given. A step back
    takes all three claims back with it; later changes may raise them again. Partly confirmed
    or refuted raises nothing.
    """
    said = did = achieved = base
    known = [change for change in changes if on is None or change.on <= on]
    for change in sorted(known, key=lambda change: change.on):
        if change.stage.place < said.place:
            did, achieved = _lower(did, change.stage), _lower(achieved, change.stage)
        said = change.stage
        if change.shown:
            did = _higher(did, change.stage)
        if change.finding is Finding.CONFIRMED:
            achieved = _higher(achieved, change.stage)
    return Standing(said, did, achieved)


def reached_on(base: Stage, changes: Sequence[Change], claim: str, stage: Stage) -> date | None:
    """The day since which that claim stands at ``stage`` or beyond; None where it does not."""
    since = None
    for day in sorted({change.on for change in changes}):
        if not standing(base, changes, day).reached(claim, stage):
            since = None
        elif since is None:
            since = day
    return since


def check_change(
    current: Stage, since: date | None, change: Change, *, reason: str, today: date
) -> None:
    """Whether a new account may follow ``current``, which was reached on ``since``.

    Stages may be skipped. Raises Invalid with ``field``: ``stage-unchanged``,
    ``stage-before-signing``, ``stage-in-future``, ``stage-before-last``, and
    ``stage-back-without-reason`` for a step back that nobody explains.
    """
    if change.stage is current:
        raise Invalid("stage-unchanged", field="stage")
    if change.stage is Stage.RESERVE:
        raise Invalid("stage-before-signing", field="stage")
    if change.on > today:
        raise Invalid("stage-in-future", field="on")
    if since is not None and change.on < since:
        raise Invalid("stage-before-last", field="on", since=since.isoformat())
    if change.stage.place < current.place and not reason.strip():
        raise Invalid("stage-back-without-reason", field="reason")


def _lower(one: Stage, other: Stage) -> Stage:
    return min(one, other, key=lambda stage: stage.place)


def _higher(one: Stage, other: Stage) -> Stage:
    return max(one, other, key=lambda stage: stage.place)
