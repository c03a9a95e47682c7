"""Ballots on paper as they are to be counted, and what still stands in the way of that."""

from collections.abc import Iterable
from typing import Any

from luoshi.core.errors import Refused
from luoshi.core.tally import Ballot
from luoshi.web.appraisal.models import PaperBallot, Session

WAITING, DIFFERS, AGREED, SETTLED = "waiting", "differs", "agreed", "settled"


def standing_of(paper: PaperBallot) -> str:
    """``waiting`` for the second entry, ``differs``, ``agreed`` or ``settled``."""
    if paper.settled is not None:
        return SETTLED
    if paper.second is None:
        return WAITING
    return AGREED if paper.first == paper.second else DIFFERS


def final_marks(paper: PaperBallot) -> Any:
    """What counts; None while it is not reconciled."""
    match standing_of(paper):
        case "settled":
            return paper.settled
        case "agreed":
            return paper.first
    return None


def reconciled(session: Session) -> list[Ballot]:
    """Every paper ballot of a session as it is sealed: one query. Raises Refused
    ``paper-unreconciled`` with how many are not."""
    rows = list(session.paper_ballots.all())
    if waiting := unreconciled(rows):
        raise Refused("paper-unreconciled", n=len(waiting))
    return [Ballot(each.voter_class, final_marks(each)) for each in rows]


def unreconciled(rows: Iterable[PaperBallot]) -> list[PaperBallot]:
    """Those that wait for the second entry or for somebody who settles them."""
    return [each for each in rows if final_marks(each) is None]
