"""The period of a run, as facts outside of lists are gathered for it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """The period of a run: the last day that counts is ``as_of``."""

    start: date
    as_of: date
    known_at: datetime
