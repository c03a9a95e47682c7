"""Dividing a commitment to units and periods, and hanging one below another."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from luoshi import presets
from luoshi.core.decompose import Aggregation, Figure, check_excess, check_parent, cover_of
from luoshi.core.errors import Invalid, Refused
from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import CHANGING, is_frozen, locked
from luoshi.web.commitments.division.drafts import Division, PartDraft, Seen, seen_of, stamp_of
from luoshi.web.commitments.division.whole import chosen_aggregation, flag_rule, whole_of
from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.queries import frozen_parts, units_for_parts
from luoshi.web.commitments.rules import SETTLED, can_change, can_divide
from luoshi.web.commitments.terms import plain_value
from luoshi.web.commitments.wording import part_text
from luoshi.web.units.models import Unit

DIVIDABLE = ("draft", "assigned", *SETTLED)
"""States in which it may be divided; by its own unit once it has taken it on."""
SHARE = Decimal("0.0001")


def most_parts() -> int:
    """How many parts one commitment may have."""
    return presets.limit("division_parts")


@transaction.atomic
def parts_save(
    *, whole: Commitment, division: Division, by: Actor, at: datetime, seen: str | None = None
) -> list[Commitment]:
    """The open parts anew: changed, added, and drafts that are not named taken out; the parts.

    Parts that were taken on stay as they are. ``seen`` is the stamp the person had before their
    eyes: Refused ``parts-changed`` where others have changed a part since. Raises Invalid with
    ``row`` and ``field`` at fault; Refused ``parts-over-refused`` where the rule takes no stretch.
    """
    fresh = _dividing(whole, by)
    present = _open_parts(fresh)
    if seen is not None and seen != stamp_of(map(_seen, present.values())):
        raise Refused("parts-changed")
    _check(fresh, division, present, by)
    before = [_fact(part) for part in present.values()]
    _set_aggregation(fresh, division, by)
    dropped = _drop(present, division)
    parts = [_put(fresh, draft, row, present, by, at) for row, draft in enumerate(division.parts)]
    record(
        by=by,
        at=at,
        verb="commitment.divide",
        obj=fresh,
        before={"parts": before},
        after={
            "parts": [_fact(part) for part in parts],
            "aggregation": fresh.aggregation,
            "dropped": dropped,
        },
    )
    return parts


@transaction.atomic
def parent_set(
    *, commitment: Commitment, parent: Commitment | None, by: Actor, at: datetime
) -> None:
    """The commitment becomes a part of another, or of none.

    Raises Invalid ``parent-cycle`` and ``parent-too-deep`` with ``field``.
    """
    ids = [commitment.pk, *([parent.pk] if parent else [])]
    rows = Commitment.objects.select_for_update().in_bulk(sorted(ids))
    fresh, above = rows[commitment.pk], rows[parent.pk] if parent else None
    can_change(by, fresh).require()
    if fresh.state == "withdrawn":
        raise Refused("wrong-state", state=fresh.state)
    if above is not None:
        can_divide(by, above).require()
        if above.state == "withdrawn":
            raise Refused("wrong-state", state=above.state)
        check_parent(ancestry(above), str(fresh.pk), str(above.pk))
    before, fresh.parent = fresh.parent_id, above
    fresh.save(update_fields=["parent"])
    record(
        by=by,
        at=at,
        verb="commitment.parent",
        obj=fresh,
        before={"parent": before},
        after={"parent": above.pk if above else None},
    )


def ancestry(commitment: Commitment) -> dict[str, str | None]:
    """Who stands above whom, from here upwards: one query for each level."""
    found: dict[str, str | None] = {}
    step: int | None = commitment.pk
    up = commitment.parent_id
    while step is not None and str(step) not in found:
        found[str(step)] = None if up is None else str(up)
        step = up
        if step is not None:
            up = Commitment.objects.values_list("parent_id", flat=True).get(pk=step)
    return found


def _dividing(whole: Commitment, by: Actor) -> Commitment:
    fresh = locked(whole)
    can_divide(by, fresh).require()
    states = DIVIDABLE if can_change(by, fresh) else SETTLED
    if fresh.state not in states:
        raise Refused("not-taken-on" if fresh.state in DIVIDABLE else "wrong-state")
    return fresh


def _open_parts(whole: Commitment) -> dict[int, Commitment]:
    """The parts that may still be put differently, locked; by key."""
    rows = whole.parts.select_for_update().filter(state__in=CHANGING).order_by("pk")
    found = {row.pk: row for row in rows.prefetch_related("milestones")}
    held = frozen_parts(whole)
    return {pk: row for pk, row in found.items() if pk not in held}


def _seen(part: Commitment) -> Seen:
    return seen_of(part, part.milestones.all())


def _check(
    whole: Commitment, division: Division, present: Mapping[int, Commitment], by: Actor
) -> None:
    if len(division.parts) > most_parts():
        raise Invalid("parts-too-many", most=most_parts())
    offered = {unit.pk for unit in units_for_parts(by, whole)}
    kept = whole.parts.exclude(pk__in=present).exclude(state="withdrawn")
    settled = list(kept.only("lead_unit_id", "target", "part_weight", "unit_of_measure", "parent"))
    taken = {part.lead_unit_id for part in settled}
    for row, draft in enumerate(division.parts):
        if draft.unit.pk in taken:
            raise Invalid("part-unit-twice", row=row, field="unit")
        if draft.unit.pk not in offered:
            raise Invalid("part-unit-outside", row=row, field="unit")
        taken.add(draft.unit.pk)
        _check_part(whole, draft, present, row)
    if any(draft.pk is None for draft in division.parts):
        check_parent(ancestry(whole), "", str(whole.pk))
    _check_over(whole, division, settled)


def _check_part(
    whole: Commitment, draft: PartDraft, present: Mapping[int, Commitment], row: int
) -> None:
    if draft.pk is not None and draft.pk not in present:
        raise Refused("parts-changed")
    old = present[draft.pk] if draft.pk else None
    if old and old.state == "disputed" and old.lead_unit_id != draft.unit.pk:
        raise Invalid("dispute-open", row=row, field="unit")
    if draft.due_on < (old.starts_on if old else whole.starts_on):
        raise Invalid("commitment-due-before-start", row=row, field="due_on")
    if any(value is not None and value < 0 for value in (draft.target, draft.weight)):
        raise Invalid("part-negative", row=row, field="target")


def _check_over(whole: Commitment, division: Division, settled: Iterable[Commitment]) -> None:
    core = whole_of(whole, {}, _aggregation(whole, division))
    if core is None:
        return
    figures = [
        *(Figure(draft.target, draft.weight) for draft in division.parts),
        *(Figure(part.target, part.part_weight) for part in settled),
    ]
    cover = cover_of(core.target, core.comparator, core.aggregation, figures)
    check_excess(core, cover, flag_rule())


def _aggregation(whole: Commitment, division: Division) -> Aggregation | None:
    fitting = chosen_aggregation(whole)
    if fitting is None or not division.aggregation:
        return fitting
    return Aggregation(division.aggregation)


def _set_aggregation(whole: Commitment, division: Division, by: Actor) -> None:
    """How the parts make the whole, and the stages of the whole where these may change."""
    chosen = _aggregation(whole, division)
    if chosen and chosen.value != whole.aggregation:
        whole.aggregation = chosen.value
        whole.save(update_fields=["aggregation"])
    open_terms = whole.state in CHANGING and not is_frozen(whole) and bool(can_change(by, whole))
    if division.stages is not None and open_terms:
        set_stages(whole, division.stages)


def _drop(present: Mapping[int, Commitment], division: Division) -> list[int]:
    """The drafts that are not named any more; what was sent to a unit is withdrawn, not dropped."""
    named = {draft.pk for draft in division.parts}
    gone = [part for pk, part in present.items() if pk not in named and part.state == "draft"]
    for part in gone:
        if part.items.exists():
            raise Refused("part-listed")
        if part.parts.exists():
            raise Refused("part-divided")
        part.delete()
    return [part.lead_unit_id or 0 for part in gone]


def _put(
    whole: Commitment,
    draft: PartDraft,
    row: int,
    present: Mapping[int, Commitment],
    by: Actor,
    at: datetime,
) -> Commitment:
    part = present[draft.pk] if draft.pk else _begun(whole, draft.unit, by, at)
    before = None if part.pk is None else _told(part)
    old_text = part_text(part, part.lead_unit)
    part.lead_unit, part.target, part.due_on = draft.unit, draft.target, draft.due_on
    part.part_weight = draft.weight
    if part.pk is None or part.text == old_text:
        part.text = part_text(part, draft.unit)
    if before is None:
        part.save()
    elif before != _told(part):
        part.version += 1
        part.save()
        record(by=by, at=at, verb="commitment.edit", obj=part, before=before, after=_told(part))
    try:
        set_stages(part, draft.stages)
    except Invalid as fault:
        raise Invalid(fault.code, **fault.params | {"row": row, "field": "stages"}) from fault
    return part


def _begun(whole: Commitment, unit: Unit, by: Actor, at: datetime) -> Commitment:
    """A part with what it has from the whole."""
    return Commitment(
        jurisdiction_id=area_of_part(whole, unit),
        parent=whole,
        text=whole.text,
        kind=whole.kind,
        modality=whole.modality,
        metric=whole.metric,
        comparator=whole.comparator,
        baseline=whole.baseline if not whole.baseline else None,
        curve=whole.curve,
        unit_of_measure=whole.unit_of_measure,
        starts_on=whole.starts_on,
        due_on=whole.due_on,
        lead_unit=unit,
        standard=whole.standard,
        created_by_id=by.user_id,
        created_at=at,
    )


def area_of_part(whole: Commitment, unit: Unit) -> int:
    """The jurisdiction of a part: the whole's, or the one its lead unit is for its own units."""
    lead = whole.lead_unit_id
    own = lead is not None and unit.pk != lead and unit.jurisdiction_id == lead
    return lead if own and lead else whole.jurisdiction_id


def set_stages(commitment: Commitment, stages: Mapping[date, Decimal]) -> None:
    """Stage targets as milestones; steps that were set by hand stay beside them.

    Raises Invalid as ``Trajectory.by_milestones`` does, ``stage-over`` beyond the target.
    """
    target = commitment.target
    old = list(commitment.milestones.all())
    if not target or target <= 0:
        return
    usable = {on: value for on, value in stages.items() if on < commitment.due_on}
    if {m.due_on: m.value for m in old if m.value is not None} == usable and all(
        m.planned_share == (usable[m.due_on] / target).quantize(SHARE)
        for m in old
        if m.value is not None
    ):
        return
    if over := [on for on, value in sorted(usable.items()) if not 0 <= value <= target]:
        raise Invalid("stage-over", due=over[0].isoformat())
    hand = [m for m in old if m.value is None and m.due_on not in usable]
    new = [_stage(commitment, on, value, target) for on, value in sorted(usable.items())]
    steps = sorted([*hand, *new], key=lambda step: step.due_on)
    span = (commitment.starts_on, commitment.due_on)
    Trajectory.by_milestones(*span, [Step(m.due_on, m.planned_share) for m in steps])
    commitment.milestones.exclude(pk__in=[m.pk for m in hand]).delete()
    Milestone.objects.bulk_create(new)


def _stage(commitment: Commitment, on: date, value: Decimal, target: Decimal) -> Milestone:
    return Milestone(
        commitment=commitment,
        title=f"{on.year}年{on.month}月底累计",
        due_on=on,
        planned_share=(value / target).quantize(SHARE),
        value=value,
    )


def _told(part: Commitment) -> dict[str, object]:
    """What a division changes of a part, as ``commitment.edit`` tells it."""
    return {
        "text": part.text,
        "lead_unit": part.lead_unit_id,
        "target": plain_value(part.target),
        "due_on": part.due_on,
    }


def _fact(part: Commitment) -> dict[str, object]:
    return {
        "commitment": part.pk,
        "unit": part.lead_unit_id,
        "target": plain_value(part.target),
        "due_on": part.due_on,
    }
