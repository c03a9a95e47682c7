"""The day itself: who speaks, what is open, what is void. The box decides what is taken; the state
of an item follows it (ADR 12)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from luoshi.core.errors import Invalid, Refused
from luoshi.core.voting import ITEM, Gate, read_token, registry_digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.actions.gates import follow
from luoshi.web.appraisal.actions.steps import locked, require_reason, take_step
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    ItemState,
    ItemVoid,
    Session,
    SessionState,
    Token,
)
from luoshi.web.appraisal.wrongcodes import begin_counting
from luoshi.web.audit.actions import record
from luoshi.web.box import box_of, make_box

SPEAKING = Q(on_stage_at__isnull=False, left_stage_at=None)


def voting_start(*, session: Session, by: Actor, at: datetime) -> Session:
    """The session begins: the box is made with a closed gate for each item.

    The box comes first and making it again changes nothing, so that a power cut between the two
    leaves nothing stuck. Raises Refused ``order-not-drawn``, ``tokens-none``.
    """
    with transaction.atomic():
        fresh = locked(session, by, SessionState.FROZEN)
        if not fresh.drawn_at:
            raise Refused("order-not-drawn")
        if not fresh.tokens.exists():
            raise Refused("tokens-none")
        make_box(fresh.box, [_gate(item) for item in fresh.items.prefetch_related("contenders")])
        fresh.wrong_before = begin_counting()
        take_step(fresh, "start", by=by, at=at, columns=("wrong_before",))
    return fresh


def _gate(item: Item) -> Gate:
    keys = tuple(sorted(each.key for each in item.contenders.all()))
    return Gate(item.pk, item.turn, is_open=False, contenders=keys)


@transaction.atomic
def speaker_call(*, contender: Contender, by: Actor, at: datetime) -> Contender:
    """Its time begins; whoever spoke before has finished. Called again, the time begins anew."""
    session = locked(contender.session, by, SessionState.RUNNING)
    fresh = session.contenders.get(pk=contender.pk)
    session.contenders.filter(SPEAKING).exclude(pk=fresh.pk).update(left_stage_at=at)
    fresh.on_stage_at, fresh.left_stage_at = at, None
    fresh.save(update_fields=["on_stage_at", "left_stage_at"])
    after = {"contender": fresh.pk, "position": fresh.position}
    record(by=by, at=at, verb="session.call", obj=session, after=after)
    return fresh


@transaction.atomic
def speaker_finish(*, session: Session, by: Actor, at: datetime) -> None:
    """Nobody speaks any more. Raises Refused ``nobody-speaks``."""
    fresh = locked(session, by, SessionState.RUNNING)
    if not fresh.contenders.filter(SPEAKING).update(left_stage_at=at):
        raise Refused("nobody-speaks")
    record(by=by, at=at, verb="session.finish", obj=fresh, after=None)


def item_open(*, item: Item, by: Actor, at: datetime) -> Item:
    """Ballots on it are taken from now on: the record first, then the gate."""
    with transaction.atomic():
        fresh, session = _locked(item, by)
        fresh.state = ITEM.next(fresh.state, "open")
        fresh.turn += 1
        fresh.opened_by_id, fresh.opened_at = by.user_id, at
        fresh.closed_by, fresh.closed_at = None, None
        fresh.save()
        after = {"item": fresh.number, "turn": fresh.turn}
        record(by=by, at=at, verb="session.open", obj=session, after=after)
    follow(session, at)
    return fresh


def item_close(*, item: Item, by: Actor, at: datetime) -> Item:
    """No ballot on it any more: the gate first, then the record. The record has the counts."""
    with transaction.atomic():
        fresh, session = _locked(item, by)
        fresh.state = ITEM.next(fresh.state, "close")
        box = box_of(session.box)
        box.set_gate(fresh.pk, turn=fresh.turn, is_open=False)
        fresh.closed_by_id, fresh.closed_at = by.user_id, at
        fresh.save()
        after = {"item": fresh.number, "turn": fresh.turn, "ballots": dict(box.counts(fresh.pk))}
        record(by=by, at=at, verb="session.close", obj=session, after=after)
    return fresh


def item_void(*, item: Item, note: str, by: Actor, at: datetime) -> Item:
    """Empty it of its marks, for a reason that is kept; it may be opened again.

    The gate is closed first. The marks go last, and once more before the gate opens again.
    """
    with transaction.atomic():
        fresh, session = _locked(item, by)
        ITEM.next(fresh.state, "void")
        if session.paper_ballots.exists():
            raise Refused("paper-begun")
        box = box_of(session.box)
        box.set_gate(fresh.pk, turn=fresh.turn, is_open=False)
        ItemVoid.objects.create(
            item=fresh, turn=fresh.turn, reason=require_reason(note),
            voided_by_id=by.user_id, voided_at=at,
        )  # fmt: skip
        _waiting(fresh)
        after = {"item": fresh.number, "turn": fresh.turn, "note": note.strip()}
        record(by=by, at=at, verb="session.void", obj=session, after=after)
    box.clear([each.key for each in fresh.contenders.all()])
    return fresh


def _waiting(item: Item) -> None:
    item.state = ItemState.WAITING
    item.opened_by, item.opened_at, item.closed_by, item.closed_at = None, None, None, None
    item.save()


def _locked(item: Item, by: Actor) -> tuple[Item, Session]:
    session = locked(item.session, by, SessionState.RUNNING)
    return Item.objects.select_for_update().get(pk=item.pk), session


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A token that was handed in. ``again``: it was before, and may have had its paper ballot."""

    voter_class: str
    again: bool


def token_replace(*, session: Session, code: str, by: Actor, at: datetime) -> HandedIn:
    """A token is handed in for a paper ballot of its class.

    The registry first, then the box: from then on nothing is taken from it, and what was, is gone.
    Told again after a power cut, it does the rest. Whether a ballot lay there, nobody is told.
    Raises Invalid ``token-unreadable``, ``token-elsewhere``; Refused ``paper-begun``.
    """
    letters = read_token(code)
    with transaction.atomic():
        fresh = locked(session, by, SessionState.RUNNING)
        if fresh.paper_ballots.exists():
            raise Refused("paper-begun")
        token = _token(fresh, registry_digest(letters))
        again = token.replaced
        if not again:
            token.replaced = True
            token.save(update_fields=["replaced"])
            after = {"class": token.voter_class}
            record(by=by, at=at, verb="session.replace", obj=fresh, after=after)
    box = box_of(fresh.box)
    box.drop(box.key(letters))
    return HandedIn(token.voter_class, again)


def _token(session: Session, digest: bytes) -> Token:
    found = session.tokens.select_for_update().filter(pk=digest).first()
    if found is None:
        raise Invalid("token-elsewhere", field="code")
    return found
