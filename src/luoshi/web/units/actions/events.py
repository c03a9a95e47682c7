"""What happens to units on a day: decided, in effect, taken back before."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.lineage import after, check_event
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.units.actions.aliases import aliases_keep, aliases_pass
from luoshi.web.units.actions.founding import require_free
from luoshi.web.units.actions.versions import versions_write
from luoshi.web.units.drafts import EventDraft, moving, renaming
from luoshi.web.units.models import EventPart, Unit, UnitEvent
from luoshi.web.units.past import event_of, history_of, pending_events
from luoshi.web.units.rules import can_change_units


def unit_rename(
    *,
    unit: Unit,
    name: str,
    short_name: str,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    basis: str = "",
) -> UnitEvent:
    """A new name from a day on; the old one stays in the versions, and as an alias for later
    documents. In effect at once, or on the day where it is still ahead."""
    draft = renaming(unit, name=name, short_name=short_name, on=on, reason=reason, basis=basis)
    return _decide_and_do(draft, by=by, at=at)


def unit_move(
    *,
    unit: Unit,
    parent: Unit,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    basis: str = "",
) -> UnitEvent:
    """A new place in the tree from a day on; never below itself."""
    draft = moving(unit, parent=parent, on=on, reason=reason, basis=basis)
    return _decide_and_do(draft, by=by, at=at)


@transaction.atomic
def _decide_and_do(draft: EventDraft, *, by: Actor, at: datetime) -> UnitEvent:
    event = event_decide(draft=draft, by=by, at=at)
    if event.on > timezone.localdate(at):
        return event
    return event_effect(event=event, by=by, at=at)


@transaction.atomic
def event_decide(*, draft: EventDraft, by: Actor, at: datetime) -> UnitEvent:
    """The decision alone; the tree changes with ``event_effect``.

    Raises Invalid as ``core.lineage.check_event``, with units by name, ``unit-elsewhere``,
    ``jurisdiction-stays``, ``code-taken``, ``reason-missing``.
    """
    area = draft.jurisdiction_id
    can_change_units(by, area).require()
    _locked(area)
    event_check(draft)
    event = UnitEvent.objects.create(
        jurisdiction_id=area,
        kind=draft.kind.value,
        on=draft.on,
        reason=draft.reason.strip(),
        basis=draft.basis.strip(),
        choices={key: dict(chosen) for key, chosen in draft.choices.items()},
        decided_by_id=by.user_id,
        decided_at=at,
    )
    parts = draft.parts()
    for part in parts:
        part.event = event
    EventPart.objects.bulk_create(parts)
    after_ = {"on": draft.on, "reason": event.reason, "basis": event.basis, **_told(parts)}
    record(by=by, at=at, verb=f"unit.{event.kind}", obj=event, after=after_)
    return event


def event_check(draft: EventDraft) -> None:
    """Raises Invalid where the event cannot be decided; writes nothing."""
    area = draft.jurisdiction_id
    if not draft.is_inside:
        raise Invalid("unit-elsewhere", field="parent")
    if not draft.reason.strip():
        raise Invalid("reason-missing", field="reason")
    event = draft.event()
    if any(unit.runs_lists for unit in draft.predecessors if unit.code in event.closing):
        raise Invalid("jurisdiction-stays")
    for heir in draft.heirs:
        if heir.unit is None:
            require_free(heir.code)
    pending = [event_of(row) for row in pending_events(area)]
    try:
        check_event(history_of(area), event, pending)
    except Invalid as refusal:
        raise _named(refusal, draft.units) from refusal


def _named(refusal: Invalid, units: Sequence[Unit]) -> Invalid:
    """The same with the unit's name for its code, beside the field that can mend it."""
    names = {unit.code: unit.short_name for unit in units}
    told = {**refusal.params}
    if "unit" in told:
        told["unit"] = names.get(str(told["unit"]), told["unit"])
    field = {"unit-below-itself": "parent", "shares-whole": "share"}.get(refusal.code, "on")
    return Invalid(refusal.code, **told, field=field)


def _locked(jurisdiction_id: int) -> None:
    """One change of a tree at a time."""
    Unit.objects.without_tree_fields().select_for_update().get(pk=jurisdiction_id)


def _told(parts: Sequence[EventPart]) -> dict[str, object]:
    return {
        "predecessors": [part.code for part in parts if not part.is_heir],
        "heirs": [_heir_told(part) for part in parts if part.is_heir],
    }


def _heir_told(part: EventPart) -> dict[str, object]:
    facts = {
        "code": part.code, "share": part.share, "name": part.name,
        "short_name": part.short_name, "parent": part.parent,
    }  # fmt: skip
    return {key: value for key, value in facts.items() if value}


@transaction.atomic
def event_effect(*, event: UnitEvent, by: Actor, at: datetime) -> UnitEvent:
    """The tree changes: versions, names of today, aliases. Once only.

    ``by`` is who decided it; on a day ahead the daily task calls this for them. What hangs on
    the units (commitments, appointments) is the business of the caller.
    """
    _locked(event.jurisdiction_id)
    fresh = UnitEvent.objects.select_for_update().get(pk=event.pk)
    if not fresh.is_pending:
        raise Refused("event-settled")
    before = history_of(fresh.jurisdiction_id)
    told = event_of(fresh)
    names = _names_before(fresh)
    changed = after(before, told)
    _found(fresh)
    versions_write(before, changed, at=at)
    _pass_names(fresh, names)
    fresh.effective_at = at
    fresh.save(update_fields=["effective_at"])
    record(
        by=by, at=at, verb="unit.take-effect", obj=fresh, after={"kind": fresh.kind, "on": fresh.on}
    )
    return fresh


def _found(event: UnitEvent) -> None:
    """The units that begin with the event, beside the first of those that were."""
    parts = event.parts.select_related("unit", "parent")
    first = next(part.unit for part in parts if not part.is_heir)
    for part in parts:
        if part.unit is None:
            part.unit = Unit.objects.create(
                code=part.code,
                kind=part.kind,
                name=part.name,
                short_name=part.short_name,
                parent=part.parent,
                jurisdiction_id=event.jurisdiction_id,
                position=first.position if first else 0,
                opened_on=event.on,
            )
            part.save(update_fields=["unit"])


def _names_before(event: UnitEvent) -> dict[str, set[str]]:
    rows = Unit.objects.filter(code__in=[part.code for part in event.parts.all()])
    return {unit.code: {unit.name, unit.short_name} for unit in rows.without_tree_fields()}


def _pass_names(event: UnitEvent, names: dict[str, set[str]]) -> None:
    """Old names lead on: of a renamed unit to itself, of a closed one to its main heir.

    A closed unit hangs below its heir, whose people so reach what it left; where it stood is in
    its versions.
    """
    told = event_of(event)
    codes = [part.code for part in event.parts.all()]
    units = Unit.objects.filter(code__in=codes).without_tree_fields().in_bulk(field_name="code")
    main = units[told.main.unit]
    for code in told.closing:
        aliases_pass(units[code], main, on=event.on)
        Unit.objects.filter(pk=units[code].pk).update(parent=main)
    for code in set(told.predecessors) - set(told.closing):
        now = {units[code].name, units[code].short_name}
        aliases_keep(units[code], names[code] - now, on=event.on)


@transaction.atomic
def event_undo(*, event: UnitEvent, by: Actor, at: datetime) -> UnitEvent:
    """Taken back before its day: nothing has changed and nothing will."""
    can_change_units(by, event.jurisdiction_id).require()
    fresh = UnitEvent.objects.select_for_update().get(pk=event.pk)
    if not fresh.is_pending:
        raise Refused("event-settled")
    fresh.undone_by_id, fresh.undone_at = by.user_id, at
    fresh.save(update_fields=["undone_by", "undone_at"])
    record(by=by, at=at, verb="unit.undo", obj=fresh, after={"kind": fresh.kind, "on": fresh.on})
    return fresh
