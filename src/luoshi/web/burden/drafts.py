"""A request for data as it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from luoshi.web.commitments.models import CommitmentList
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """One figure asked, with its unit of measure."""

    text: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Who asks what of whom. ``minutes`` is for each unit, of a round for each line; with a
    ``list`` its lines and their lead units are what is asked."""

    asker: Unit
    title: str
    basis: str
    minutes: int
    period_start: date
    period_end: date
    due_on: date
    expires_on: date
    items: Sequence[Item] = ()
    units: Sequence[Unit] = ()
    list: CommitmentList | None = field(default=None)
