"""Frozen lists and amendments of what they hold, for tests."""

from datetime import UTC, datetime

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import (
    Paper,
    amendment_approve,
    amendments_propose,
    list_freeze,
)
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList
from luoshi.web.units.models import Unit
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import supervisor

LATER = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
PAPER = Paper("关于调整年度目标的批复.txt", "同意调整。".encode(), "云府办〔2026〕12号")


def frozen(
    city: City, lead: Unit, within: CommitmentList | None = None, **fields: object
) -> Commitment:
    """A commitment of a list that is frozen."""
    lst = within or make_list(city)
    commitment = make_commitment(city, lead, within=lst, **fields)
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    return commitment


def propose(
    city: City, commitment: Commitment, by: Actor | None = None, **new: object
) -> Amendment:
    """The first amendment that comes of it."""
    return amendments_propose(
        commitment=commitment,
        changes=new,
        cause="policy",
        reason="省里调整了年度计划",
        paper=PAPER,
        by=by or supervisor(city),
        at=NOW,
    )[0]


def approve(city: City, amendment: Amendment, at: datetime = LATER) -> Commitment:
    """The commitment as the principal left it."""
    return amendment_approve(amendment=amendment, by=city.actor("principal"), at=at)


def amend(city: City, commitment: Commitment, at: datetime = LATER, **new: object) -> Commitment:
    """Proposed and approved."""
    return approve(city, propose(city, commitment, **new), at)
