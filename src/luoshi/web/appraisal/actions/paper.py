"""Ballots on paper: entered twice by two people, settled where they differ."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.core.tally import ABSTAIN, TallyRules
from luoshi.core.tally.rules import VoterClass
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.steps import require_reason, require_state
from luoshi.web.appraisal.actions.tokens import class_of
from luoshi.web.appraisal.kinds import frozen_rules, tokens_most
from luoshi.web.appraisal.models import Item, ItemState, PaperBallot, Session, SessionState
from luoshi.web.appraisal.rules import can_enter_paper, can_run_sessions
from luoshi.web.audit.actions import record
from luoshi.web.box import box_of

Marks = Mapping[str, Mapping[str, str | None]]
"""Contender → criterion → mark, ``"abstain"`` or None, as in the sealed list."""
HIGHEST = Decimal(10) ** 6


@transaction.atomic
def paper_enter(
    *,
    session: Session,
    voter_class: str,
    number: int,
    marks: Marks,
    by: Actor,
    at: datetime,
) -> PaperBallot:
    """The first entry of a ballot, or the second by somebody else, who has not seen the first.

    Paper is entered once every item is closed: emptied out, shuffled and numbered, so that neither
    number nor time leads to a voter. Raises Refused ``paper-not-yet``, ``paper-entered``,
    ``paper-beyond``; Invalid ``paper-number``, ``paper-mark``.
    """
    fresh = _entering(session, by)
    told = class_of(fresh, voter_class)
    if not 1 <= number <= tokens_most(told.size):
        raise Invalid("paper-number", field="number", most=tokens_most(told.size))
    kept = checked(frozen_rules(fresh), voter_class, marks)
    rows = PaperBallot.objects.select_for_update().filter(session=fresh)
    paper = rows.filter(voter_class=voter_class, number=number).first()
    if paper is None:
        _require_room(fresh, told)
        paper = PaperBallot.objects.create(
            session=fresh, voter_class=voter_class, number=number,
            first=kept, first_by_id=by.user_id,
        )  # fmt: skip
    elif paper.second_by_id:
        raise Refused("paper-entered")
    else:
        can_enter_paper(by, fresh.jurisdiction_id, entered_by=paper.first_by_id).require()
        paper.second, paper.second_by_id = kept, by.user_id
        paper.save(update_fields=["second", "second_by"])
    record(by=by, at=at, verb="paper.enter", obj=paper, after={"session": fresh.pk})
    return paper


def _require_room(session: Session, told: VoterClass) -> None:
    """More ballots than people expected leave a session without a result, and none can be taken
    out under seal. Whoever handed a token in has a paper ballot in any case."""
    came = box_of(session.box).counts().get(told.key, 0)
    handed_in = session.tokens.filter(voter_class=told.key, replaced=True).count()
    entered = session.paper_ballots.filter(voter_class=told.key).count()
    if entered >= max(told.size - came, handed_in):
        raise Refused("paper-beyond", name=told.key, size=told.size)


@transaction.atomic
def paper_settle(*, paper: PaperBallot, marks: Marks, by: Actor, at: datetime) -> PaperBallot:
    """What the paper says where the two entries differ, by somebody who looked at it.

    Raises Refused ``paper-agreed``; Invalid ``paper-mark``.
    """
    fresh = PaperBallot.objects.select_for_update().get(pk=paper.pk)
    session = _entering(fresh.session, by)
    if not fresh.second_by_id or fresh.first == fresh.second:
        raise Refused("paper-agreed")
    fresh.settled = checked(frozen_rules(session), fresh.voter_class, marks)
    fresh.settled_by_id = by.user_id
    fresh.save(update_fields=["settled", "settled_by"])
    record(by=by, at=at, verb="paper.settle", obj=fresh, after={"session": session.pk})
    return fresh


@transaction.atomic
def paper_remove(*, paper: PaperBallot, note: str, by: Actor, at: datetime) -> None:
    """Take an entry out that stands under a wrong class or number: it is entered again."""
    fresh = PaperBallot.objects.select_for_update().get(pk=paper.pk)
    session = _entering(fresh.session, by)
    can_run_sessions(by, session.jurisdiction_id).require()
    after = {"session": session.pk, "class": fresh.voter_class, "number": fresh.number}
    record(
        by=by, at=at, verb="paper.remove", obj=fresh, after=after | {"note": require_reason(note)}
    )
    fresh.delete()


def _entering(session: Session, by: Actor) -> Session:
    fresh = Session.objects.select_for_update().get(pk=session.pk)
    can_enter_paper(by, fresh.jurisdiction_id).require()
    require_state(fresh, SessionState.RUNNING)
    if Item.objects.filter(session=fresh).exclude(state=ItemState.CLOSED).exists():
        raise Refused("paper-not-yet")
    return fresh


def checked(rules: TallyRules, voter_class: str, marks: Marks) -> dict[str, dict[str, str | None]]:
    """The marks in the form of the sealed list, every contender and criterion of the class's ballot
    in turn. A number beyond the criterion's range stays as written: it makes the ballot void.

    Raises Invalid ``paper-mark`` with ``field``: contender, a dash, criterion.
    """
    recused = next(each.recused for each in rules.classes if each.key == voter_class)
    return {
        contender.key: {
            each.key: _mark(marks.get(contender.key, {}).get(each.key), contender.key, each.key)
            for each in rules.criteria
        }
        for contender in rules.contenders
        if contender.key not in recused
    }


def _mark(value: str | None, contender: str, criterion: str) -> str | None:
    if not value or value == ABSTAIN:
        return value or None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < HIGHEST or len(value) > 12:
        raise Invalid("paper-mark", field=f"{contender}-{criterion}")
    return f"{number.normalize():f}"
