"""The home page of a person: one block for each role held, the most urgent first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.web.accounts.actor import Actor
from luoshi.web.burden.models import DataRequest
from luoshi.web.burden.queries.requests import asks_of
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.dashboard.queries.changes import Changes, changes_for
from luoshi.web.dashboard.queries.contact import contact_home
from luoshi.web.dashboard.queries.leader import leader_home
from luoshi.web.dashboard.queries.lights import Warned, warned
from luoshi.web.dashboard.queries.objections import Objections, objections_of
from luoshi.web.dashboard.queries.others import (
    admin_home,
    assessor_home,
    auditor_home,
    verifier_home,
)
from luoshi.web.dashboard.queries.principal import principal_home
from luoshi.web.dashboard.queries.supervisor import supervisor_home
from luoshi.web.succession.models import Handover
from luoshi.web.succession.queries.handovers import asked_of

WATCHING = ("contact", "unit_leader", "supervisor")
"""Roles that also see what is red and what changed; a principal's page has both of its own."""

NONE = Objections((), ())


class Waiting(Protocol):
    """What every block tells: how much waits for the person, and how much of it is late."""

    @property
    def waiting(self) -> int: ...

    @property
    def late(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Block:
    """What one role finds on the page."""

    role: str
    data: Waiting

    @property
    def template(self) -> str:
        """The piece that shows it."""
        return f"dashboard/{self.role}.html"


@dataclass(frozen=True, slots=True)
class Home:
    """The page: blocks in order of urgency, what is red, what changed."""

    on: date
    blocks: tuple[Block, ...]
    warned: Warned | None
    changes: Changes | None
    handovers: Sequence[Handover] = ()
    requests: Sequence[DataRequest] = ()
    objections: Objections = NONE

    @property
    def waiting(self) -> int:
        """How many things wait for the person."""
        return (
            sum(block.data.waiting for block in self.blocks)
            + len(self.handovers)
            + len(self.requests)
            + len(self.objections.waiting)
        )

    @property
    def late(self) -> int:
        """How many of them are over their limit."""
        return sum(block.data.late for block in self.blocks) + self.objections.late

    @property
    def prints(self) -> bool:
        """Whether the page has a sheet to be printed."""
        return any(block.role == "principal" for block in self.blocks)


Make = Callable[[Actor, WorkCalendar, datetime, date], Waiting]
BLOCKS: Mapping[str, Make] = {
    "principal": principal_home,
    "supervisor": lambda actor, calendar, _at, on: supervisor_home(actor, calendar, on),
    "unit_leader": lambda actor, calendar, _at, on: leader_home(actor, calendar, on),
    "contact": lambda actor, calendar, _at, on: contact_home(actor, calendar, on),
    "verifier": lambda actor, _calendar, _at, _on: verifier_home(actor),
    "assessor": lambda actor, _calendar, _at, on: assessor_home(actor, on),
    "admin": lambda actor, _calendar, _at, on: admin_home(actor, on),
    "auditor": lambda actor, _calendar, _at, _on: auditor_home(actor),
}
"""By role, in the order in which equally urgent blocks stand."""


def home_of(actor: Actor, at: datetime) -> Home:
    """Everything on the person's home page."""
    on, calendar = timezone.localdate(at), work_calendar()
    blocks = [
        Block(role, make(actor, calendar, at, on))
        for role, make in BLOCKS.items()
        if actor.holds(role)
    ]
    blocks.sort(key=lambda block: (-block.data.late, -block.data.waiting))
    watching = actor.holds(*WATCHING)
    return Home(
        on=on,
        blocks=tuple(blocks),
        warned=warned(actor) if watching else None,
        changes=changes_for(actor, at) if watching else None,
        handovers=asked_of(actor),
        requests=asks_of(actor, on),
        objections=objections_of(actor, calendar, on),
    )
