"""The ballots of a session under seal, and what they come to."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from luoshi import presets
from luoshi.core.errors import Refused
from luoshi.core.raters import advice, floor_from
from luoshi.core.scoring.canonical import canonical_json, digest, plain
from luoshi.core.tally import Ballot, TallyRules, read_sealed, sealed_bytes, tally
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.steps import locked, take_step
from luoshi.web.appraisal.kinds import frozen_rules
from luoshi.web.appraisal.models import (
    ItemState,
    PaperBallot,
    Result,
    SealedList,
    Session,
    SessionState,
)
from luoshi.web.box import box_of

log = logging.getLogger("luoshi.appraisal")
Marks = Mapping[str, Mapping[str, str | None]]


@transaction.atomic
def session_seal(*, session: Session, by: Actor, at: datetime) -> SealedList:
    """Put the ballots under seal, those of the box and those on paper; the box is then destroyed.

    Raises Refused ``items-open``, ``paper-unreconciled`` with how many (``n``), ``box-missing``,
    ``box-altered`` where a row of the box was changed by another hand.
    """
    fresh = locked(session, by, SessionState.RUNNING)
    box = box_of(fresh.box)
    if fresh.items.exclude(state=ItemState.CLOSED).exists() or any(g.is_open for g in box.gates()):
        raise Refused("items-open")
    paper = list(fresh.paper_ballots.all())
    unsettled = [each for each in paper if agreed(each) is None]
    if unsettled:
        raise Refused("paper-unreconciled", n=len(unsettled))
    rules, taken = frozen_rules(fresh), box.taken()
    ballots = [_whole(rules, each.voter_class, each.marks) for each in taken]
    ballots += [_whole(rules, each.voter_class, agreed(each) or {}) for each in paper]
    data = sealed_bytes(fresh.rules, ballots, [each.receipt for each in taken], paper=len(paper))
    made = SealedList.objects.create(
        session=fresh,
        document=data,
        seal=read_sealed(data).computed,
        sealed_by_id=by.user_id,
        sealed_at=at,
    )
    facts = {"seal": made.seal, "ballots": len(ballots), "paper": len(paper)}
    take_step(fresh, "seal", by=by, at=at, facts=facts)
    transaction.on_commit(lambda: box_destroy(fresh))
    return made


def box_destroy(session: Session) -> None:
    """Leave nothing of a box whose ballots are under seal, or whose session was cancelled.

    Asked again, there is nothing to do; what fails now is tried again at the next look.
    """
    over = Q(sealed__isnull=False) | Q(state=SessionState.CANCELLED)
    if not Session.objects.filter(over, pk=session.pk).exists():
        return
    try:
        box_of(session.box).destroy()
    except Refused:
        return
    except OSError as error:
        log.warning("a box is not destroyed yet: %s", type(error).__name__)


def agreed(paper: PaperBallot) -> Marks | None:
    """The marks of a ballot on paper: as settled, or as two people entered them alike."""
    if paper.settled is not None:
        settled: Marks = paper.settled
        return settled
    alike = paper.first is not None and paper.first == paper.second
    return paper.first if alike else None


def _whole(rules: TallyRules, voter_class: str, marks: Marks) -> Ballot:
    """A ballot as it stands in the list: what was not marked is blank."""
    return Ballot(voter_class, dict(_rows(rules, voter_class, marks)))


def _rows(rules: TallyRules, voter_class: str, marks: Marks) -> Iterator[tuple[str, Any]]:
    aside = {key for each in rules.classes if each.key == voter_class for key in each.recused}
    names = [each.key for each in rules.criteria]
    for contender in rules.contenders:
        given = marks.get(contender.key)
        if given is not None:
            yield contender.key, {**dict.fromkeys(names), **given}
        elif contender.key not in aside:
            yield contender.key, dict.fromkeys(names)


@transaction.atomic
def session_compute(*, session: Session, by: Actor, at: datetime) -> Result:
    """Count the sealed list. Only the two releasers see what comes of it.

    Raises Refused ``seal-broken`` where the list is not the one that was sealed.
    """
    fresh = locked(session, by, SessionState.SEALED)
    box_destroy(fresh)
    values = counted(fresh)
    made = Result.objects.create(session=fresh, **values, computed_by_id=by.user_id, computed_at=at)
    take_step(fresh, "compute", by=by, at=at, facts={"result": made.digest})
    return made


def counted(session: Session) -> dict[str, Any]:
    """``tally``, ``digest`` and ``advice`` of the sealed list, computed anew.

    Raises Refused ``seal-broken``.
    """
    sealed = read_sealed(bytes(session.sealed.document))
    if not sealed.whole or sealed.computed != session.sealed.seal:
        raise Refused("seal-broken")
    found = tally(sealed)
    told = digest(canonical_json(found))
    floor = floor_from(presets.load("ballots")["advice"], "ballots.advice")
    turns = {each.key: each.position for each in session.contenders.all() if each.position}
    return {
        "tally": plain(found),
        "digest": told,
        "advice": advice(sealed, found, floor, turns=turns, seed=told),
    }
