"""Keeping the record and the gates of the box together across a power cut (ADR 12)."""

from datetime import datetime

from django.db import transaction

from luoshi.core.voting import Gate
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Item, ItemState, Session
from luoshi.web.audit.actions import record
from luoshi.web.box import Box, box_of

NOBODY = Actor(0, "")


def items_now(session: Session, at: datetime) -> list[Item]:
    """The items of a running session with their contenders, by number, as the box has them.

    Two queries and a look at the gates, as long as both agree. Raises Refused ``box-missing``.
    """
    items = _items(session)
    gates = _gates(box_of(session.box))
    if all(agree(item, gates.get(item.pk)) for item in items):
        return items
    follow(session, at)
    return _items(session)


def agree(item: Item, gate: Gate | None) -> bool:
    """Whether a ballot is taken exactly while the record says so."""
    is_open = item.state == ItemState.OPEN
    return gate is not None and gate.is_open == is_open and (not is_open or gate.turn == item.turn)


@transaction.atomic
def follow(session: Session, at: datetime) -> None:
    """Bring together what a power cut left apart; nobody opens or closes meanwhile.

    On record as open and its gate of that opening never was: the gate opens now. Its gate closed
    already: the record says so too, for what came later was refused.
    """
    Session.objects.select_for_update().get(pk=session.pk)
    box = box_of(session.box)
    gates = _gates(box)
    for item in _items(session):
        gate = gates.get(item.pk)
        if gate is None or agree(item, gate):
            continue
        if item.state != ItemState.OPEN:
            box.set_gate(item.pk, turn=gate.turn, is_open=False)
        elif gate.turn < item.turn:
            _open(box, item)
        else:
            _close(session, item, at)


def _open(box: Box, item: Item) -> None:
    if item.turn > 1:
        box.clear([each.key for each in item.contenders.all()])
    box.set_gate(item.pk, turn=item.turn, is_open=True)


def _close(session: Session, item: Item, at: datetime) -> None:
    item.state = ItemState.CLOSED
    item.closed_by_id, item.closed_at = item.opened_by_id, at
    item.save()
    after = {"item": item.number, "turn": item.turn, "after": "restart"}
    record(by=NOBODY, at=at, verb="session.close", obj=session, after=after, role="restart")


def _items(session: Session) -> list[Item]:
    return list(Item.objects.filter(session=session.pk).prefetch_related("contenders"))


def _gates(box: Box) -> dict[int, Gate]:
    return {gate.item: gate for gate in box.gates()}
