"""What operator and stage see while a session runs: the speaker, the clock, counts in blocks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from luoshi.core.tally.rules import VoterClass
from luoshi.web.appraisal.actions import items_now
from luoshi.web.appraisal.agenda import plan
from luoshi.web.appraisal.kinds import frozen_rules, in_blocks, warnings
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    ItemState,
    ItemVoid,
    Session,
    SessionState,
)
from luoshi.web.appraisal.queries import contenders_of
from luoshi.web.box import Box, box_of


@dataclass(frozen=True, slots=True)
class Count:
    """How many ballots of a class came, told in blocks only: at least ``shown`` of ``size``."""

    name: str
    shown: int
    size: int


@dataclass(frozen=True, slots=True)
class Voting:
    """An item with what came in so far; nothing of it before it was first opened. ``void``: the
    last time its marks were made void."""

    item: Item
    counts: tuple[Count, ...]
    void: ItemVoid | None = None

    @property
    def is_open(self) -> bool:
        """Whether ballots are taken."""
        return self.item.state == ItemState.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether no more are."""
        return self.item.state == ItemState.CLOSED


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks, since when and until when by the clock of the server."""

    contender: Contender
    since: datetime
    until: datetime

    @property
    def began(self) -> int:
        """Milliseconds of the Unix clock."""
        return int(self.since.timestamp() * 1000)

    @property
    def ends(self) -> int:
        """Milliseconds of the Unix clock."""
        return int(self.until.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Live:
    """The session at this moment. ``warnings``: seconds left at which the timer warns."""

    session: Session
    contenders: Sequence[Contender]
    speech: Speech | None
    next: Contender | None
    votings: Sequence[Voting]
    warnings: str

    @property
    def open(self) -> Voting | None:
        """The item that is open, the first where several are."""
        return next((each for each in self.votings if each.is_open), None)

    @property
    def void(self) -> ItemVoid | None:
        """Of the item that is open or waits to be opened again, the first where several do."""
        found = (each.void for each in self.votings if each.void and not each.is_closed)
        return next(found, None)

    @property
    def all_closed(self) -> bool:
        """Whether nothing more is voted on."""
        return bool(self.votings) and all(each.is_closed for each in self.votings)

    def tag(self, beside: str) -> str:
        """Changes when what is shown does; ``beside``: what else is."""
        told = (
            beside, self.session.state, self.session.digest,
            [(each.pk, each.on_stage_at, each.left_stage_at) for each in self.contenders],
            [(each.item.pk, each.item.state, each.item.turn, each.counts) for each in self.votings],
            self.void and self.void.pk,
        )  # fmt: skip
        return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def live_of(session: Session, at: datetime) -> Live:
    """Everything both pages show: a constant number of queries."""
    contenders = contenders_of(session)
    plan(session, contenders)
    speaking = next(
        (each for each in contenders if each.on_stage_at and not each.left_stage_at), None
    )
    waiting = [each for each in contenders if not each.on_stage_at]
    return Live(
        session=session,
        contenders=contenders,
        speech=_speech(speaking) if speaking else None,
        next=waiting[0] if waiting else None,
        votings=_votings(session, at) if session.state == SessionState.RUNNING else (),
        warnings=",".join(map(str, warnings())),
    )


def _speech(contender: Contender) -> Speech | None:
    if contender.on_stage_at is None:
        return None
    until = contender.on_stage_at + timedelta(minutes=contender.minutes)
    return Speech(contender, contender.on_stage_at, until)


def _votings(session: Session, at: datetime) -> list[Voting]:
    items, box, classes = items_now(session, at), box_of(session.box), frozen_rules(session).classes
    voids = {each.item_id: each for each in ItemVoid.objects.filter(item__session=session)}
    return [
        Voting(item, _counts(box, item, classes) if item.turn else (), voids.get(item.pk))
        for item in items
    ]


def counts_of(session: Session, item: Item) -> tuple[Count, ...]:
    """What came in for one item of a running session. Raises Refused ``box-missing``."""
    return _counts(box_of(session.box), item, frozen_rules(session).classes)


def _counts(box: Box, item: Item, classes: Sequence[VoterClass]) -> tuple[Count, ...]:
    told = box.counts(item.pk)
    return tuple(
        Count(f"{each.key} {each.name}", in_blocks(told.get(each.key, 0), each.size), each.size)
        for each in classes
    )
