"""Whether an event can happen to a tree."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.core.lineage.events import Event, Kind
from luoshi.core.lineage.history import History, Version

WHOLE = Decimal(1)


def check_event(history: History, event: Event, pending: Iterable[Event] = ()) -> None:
    """Raises Invalid for an event that cannot happen; the refusal names the ``unit``.

    ``unit-not-yet``: on that day the unit did not exist yet (with ``opened_on``), or a closing
    one only begins. ``unit-closed``: it is no more (with ``closed_on``). ``unit-changed-later``:
    something happened to it after that day (with ``latest``): changes are told in their order.
    ``event-pending``: one of ``pending``, decided but not yet in effect, names it too.
    ``unit-below-itself``: the tree would have a ring. ``unit-unknown``, ``unit-known``: a unit
    that is not there, a founded one that is. ``event-shape``, ``heir-twice``, ``shares-whole``:
    the event contradicts itself.
    """
    _check_shape(event)
    lives = history.lives()
    for unit in sorted(event.units - {heir.unit for heir in event.founded}):
        _check_life(lives.get(unit, ()), unit, event)
    for heir in event.founded:
        if heir.unit in lives:
            raise Invalid("unit-known", unit=heir.unit)
    _check_parents(history, event)
    _check_pending(event, pending)


def _check_shape(event: Event) -> None:
    heirs = [heir.unit for heir in event.heirs]
    for units in (heirs, event.predecessors):
        if len(set(units)) != len(units):
            raise Invalid("heir-twice")
    fits = {
        Kind.RENAME: tuple(heirs) == event.predecessors and len(heirs) == 1,
        Kind.MOVE: tuple(heirs) == event.predecessors and len(heirs) == 1,
        Kind.MERGE: len(heirs) == 1 and bool(event.closing),
        Kind.SPLIT: len(heirs) > 1 and len(event.predecessors) == 1,
    }
    if not fits[event.kind]:
        raise Invalid("event-shape", kind=event.kind.value)
    if event.kind is Kind.SPLIT:
        _check_shares(event)


def _check_shares(event: Event) -> None:
    """All stated, each over 0, together the whole; or none stated."""
    shares = [heir.share for heir in event.heirs if heir.share is not None]
    if not shares:
        return
    if len(shares) < len(event.heirs) or min(shares) <= 0 or sum(shares) != WHOLE:
        raise Invalid("shares-whole", total=format(sum(shares, Decimal(0)), "f"))


def _check_life(life: tuple[Version, ...], unit: str, event: Event) -> None:
    if not life:
        raise Invalid("unit-unknown", unit=unit)
    opened, last = life[0].start, life[-1]
    if event.on < opened or (unit in event.closing and event.on == opened):
        raise Invalid("unit-not-yet", unit=unit, opened_on=opened.isoformat())
    if last.end is not None and event.on >= last.end:
        raise Invalid("unit-closed", unit=unit, closed_on=last.end.isoformat())
    if last.end is not None or last.start > event.on:
        latest = last.end or last.start
        raise Invalid("unit-changed-later", unit=unit, latest=latest.isoformat())
    if unit in event.closing and last.start == event.on:
        raise Invalid("unit-changed-later", unit=unit, latest=last.start.isoformat())


def _check_parents(history: History, event: Event) -> None:
    tree, closing = history.as_of(event.on), set(event.closing)
    for heir in event.heirs:
        parent = heir.place.parent if heir.place else tree[heir.unit].parent
        if parent is None:
            continue
        if parent not in tree:
            raise _absent(history, parent, event.on)
        above = set(history.line(parent, event.on))
        if heir.unit in above or closing & above:
            raise Invalid("unit-below-itself", unit=heir.unit)


def _absent(history: History, unit: str, on: date) -> Invalid:
    opened, closed = history.opened_on(unit), history.closed_on(unit)
    if opened is None:
        return Invalid("unit-unknown", unit=unit)
    if on < opened:
        return Invalid("unit-not-yet", unit=unit, opened_on=opened.isoformat())
    return Invalid("unit-closed", unit=unit, closed_on=(closed or on).isoformat())


def _check_pending(event: Event, pending: Iterable[Event]) -> None:
    """Both name one unit, or one puts a unit below what the other closes."""
    for other in pending:
        shared = event.units & other.units
        shared |= _parents(event) & set(other.closing)
        shared |= _parents(other) & set(event.closing)
        if shared:
            raise Invalid("event-pending", unit=min(shared), on=other.on.isoformat())


def _parents(event: Event) -> set[str]:
    return {heir.place.parent for heir in event.heirs if heir.place and heir.place.parent}
