"""Commitments and their places in lists, until the list is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Max

from luoshi.core.errors import Invalid, Refused
from luoshi.core.listtype import read_cells
from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.lists import list_locked, list_open, list_open_for
from luoshi.web.commitments.drafts import EDITABLE, ON_ITEM, CommitmentDraft
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import (
    Acceptance,
    Commitment,
    CommitmentList,
    ListItem,
    Milestone,
    Outcome,
)
from luoshi.web.commitments.rules import (
    can_change,
    can_promise,
    can_withdraw,
)
from luoshi.web.prepared import prepared

CHANGING = ("draft", "assigned", "disputed")
"""States in which what was promised may still be put differently."""


@transaction.atomic
def commitment_create(
    *,
    within: CommitmentList,
    draft: CommitmentDraft,
    by: Actor,
    at: datetime,
    source: models.Model | None = None,
    project: bool = False,
) -> Commitment:
    """A new commitment at the end of a list. ``source`` is the candidate it was confirmed from;
    ``project`` says that the caller makes a project of it.

    The cells of ``draft.extra`` are read as people write them; required ones may still be empty,
    but not when the list is frozen. Raises Invalid ``cell-…`` as ``core.listtype`` does; Refused
    ``list-of-projects``.
    """
    return _create(list_open_for(within, by, project=project), draft, source, by=by, at=at)


@transaction.atomic
def commitment_promise(
    *, within: CommitmentList, draft: CommitmentDraft, by: Actor, at: datetime
) -> Commitment:
    """A leader takes on something for the own unit: in the list, assigned and accepted at once.

    The caller has shown that the list takes promises of units. Raises Refused ``list-frozen``.
    """
    lst = list_locked(within)
    can_promise(by, draft.lead_unit.pk if draft.lead_unit else None).require()
    if lst.frozen_at:
        raise Refused("list-frozen")
    made = _create(lst, draft, None, by=by, at=at)
    made.state = COMMITMENT.next(COMMITMENT.next(made.state, "assign"), "accept")
    made.save(update_fields=["state"])
    Acceptance.objects.create(
        commitment=made,
        unit_id=made.lead_unit_id or 0,
        outcome=Outcome.ACCEPTED,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    record(by=by, at=at, verb="commitment.accept", obj=made, after={"state": made.state})
    return made


def _create(
    lst: CommitmentList,
    draft: CommitmentDraft,
    source: models.Model | None,
    *,
    by: Actor,
    at: datetime,
) -> Commitment:
    draft.check(lst.jurisdiction_id)
    commitment = Commitment.objects.create(
        jurisdiction_id=lst.jurisdiction_id,
        source_id=source.pk if source else None,
        created_by_id=by.user_id,
        created_at=at,
        **columns_of_draft(draft),
    )
    commitment.assist_units.set(draft.assist_units)
    cells = _cells(lst, draft.extra)
    item = _add(lst, commitment, draft.weight, cells)
    record(
        by=by,
        at=at,
        verb="commitment.create",
        obj=commitment,
        after={
            **facts_of(commitment),
            "list": lst.pk,
            "number": item.number,
            "weight": draft.weight,
            "extra": cells,
            "source": commitment.source_id,
        },
    )
    return commitment


@transaction.atomic
def commitment_edit(
    *,
    commitment: Commitment,
    changes: Mapping[str, object],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Other values for some of the fields of ``CommitmentDraft`` (without weight and extra).

    The lead unit of a disputed commitment is changed by ``dispute_decide`` alone. ``version``
    is the one that the person had before their eyes: Refused ``edited-meanwhile`` where
    somebody else has saved another since.
    """
    fresh = _changing(commitment, by)
    if version not in (None, fresh.version):
        raise Refused("edited-meanwhile")
    draft = edited(fresh, changes)
    before = facts_of(fresh)
    for name, value in columns_of_draft(draft).items():
        setattr(fresh, name, value)
    check_steps(fresh, [Step(m.due_on, m.planned_share) for m in fresh.milestones.all()])
    fresh.version += 1
    fresh.save()
    fresh.assist_units.set(draft.assist_units)
    after = facts_of(fresh)
    changed = [name for name in after if after[name] != before[name]]
    record(
        by=by,
        at=at,
        verb="commitment.edit",
        obj=fresh,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def edited(fresh: Commitment, changes: Mapping[str, object]) -> CommitmentDraft:
    """The commitment with other values, checked. Raises as ``commitment_edit``."""
    if unknown := set(changes) - EDITABLE:
        raise TypeError(f"not editable: {sorted(unknown)}")
    draft = _draft_of(fresh, changes)
    draft.check(fresh.jurisdiction_id)
    if fresh.state == "disputed" and draft.lead_unit != fresh.lead_unit:
        raise Refused("dispute-open", field="lead_unit")
    if fresh.state != "draft" and draft.lead_unit is None:
        raise Refused("commitments-unowned", count=1, field="lead_unit")
    return draft


@transaction.atomic
def commitment_list_in(
    *,
    commitment: Commitment,
    within: CommitmentList,
    weight: Decimal,
    by: Actor,
    at: datetime,
    extra: Mapping[str, object] | None = None,
    project: bool = False,
) -> ListItem:
    """A place in one more list; ``project`` as in ``commitment_create``.

    Raises Invalid ``already-listed``, ``list-elsewhere``; Refused ``list-of-projects``.
    """
    lst = list_open_for(within, by, project=project)
    if commitment.jurisdiction_id != lst.jurisdiction_id:
        raise Invalid("list-elsewhere", field="within")
    if ListItem.objects.filter(list=lst, commitment=commitment).exists():
        raise Invalid("already-listed", field="within")
    check_weight(weight)
    cells = _cells(lst, extra or {})
    item = _add(lst, commitment, weight, cells)
    record(
        by=by,
        at=at,
        verb="commitment.list_in",
        obj=commitment,
        after={"list": lst.pk, "number": item.number, "weight": weight, "extra": cells},
    )
    return item


@transaction.atomic
def item_edit(
    *, item: ListItem, weight: Decimal, extra: Mapping[str, object], by: Actor, at: datetime
) -> None:
    """Another weight, or other values of the list type's own columns, within one list.

    Values of columns that the list type has no more stay where they are.
    """
    lst = list_open(item.list, by)
    check_weight(weight)
    fresh = ListItem.objects.select_for_update().get(pk=item.pk)
    before = _item_facts(fresh)
    kind = kind_of_list(lst)
    hidden = {key: value for key, value in fresh.extra.items() if kind.column(key) is None}
    fresh.weight, fresh.extra = weight, hidden | _cells(lst, extra)
    fresh.save(update_fields=["weight", "extra"])
    record(
        by=by,
        at=at,
        verb="commitment.item",
        obj=Commitment(pk=fresh.commitment_id),
        before=before,
        after=_item_facts(fresh),
    )


@transaction.atomic
def commitment_unlist(*, item: ListItem, reason: str, by: Actor, at: datetime) -> None:
    """Out of one of its lists, for a reason; the commitment itself goes on in the others.

    Raises Refused ``list-frozen``, ``last-place`` (then it is withdrawn, not taken out),
    ``steps-taken``; Invalid ``reason-missing``.
    """
    lst = list_open(item.list, by)
    fresh = ListItem.objects.select_for_update().get(pk=item.pk)
    commitment = locked(fresh.commitment)
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")
    if commitment.items.count() == 1:
        raise Refused("last-place")
    if fresh.steps.exists():
        raise Refused("steps-taken")
    before = {**_item_facts(fresh), "number": fresh.number}
    fresh.delete()
    record(
        by=by,
        at=at,
        verb="commitment.unlist",
        obj=commitment,
        before=before,
        after={"list": lst.pk, "reason": reason},
    )


@transaction.atomic
def commitment_withdraw(*, commitment: Commitment, reason: str, by: Actor, at: datetime) -> None:
    """The promise is dropped, for a reason that stays on record."""
    fresh = locked(commitment)
    can_withdraw(by, fresh).require()
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")
    before = fresh.state
    fresh.state = COMMITMENT.next(before, "withdraw")
    fresh.save(update_fields=["state"])
    record(
        by=by,
        at=at,
        verb="commitment.withdraw",
        obj=fresh,
        before={"state": before},
        after={"state": fresh.state, "reason": reason},
    )


@transaction.atomic
def milestones_set(
    *,
    commitment: Commitment,
    steps: Iterable[tuple[str, date, Decimal]],
    by: Actor,
    at: datetime,
) -> None:
    """All dated steps anew: (title, due day, cumulative planned share 0 … 1) of each."""
    fresh = _changing(commitment, by)
    new = sorted(steps, key=lambda step: step[1])
    if any(not title.strip() for title, _, _ in new):
        raise Invalid("milestone-untitled")
    check_steps(fresh, [Step(due_on, share) for _, due_on, share in new])
    before = [_step_facts(m.title, m.due_on, m.planned_share) for m in fresh.milestones.all()]
    fresh.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(commitment=fresh, title=title, due_on=due_on, planned_share=share)
        for title, due_on, share in new
    )
    record(
        by=by,
        at=at,
        verb="commitment.milestones",
        obj=fresh,
        before={"steps": before},
        after={"steps": [_step_facts(*step) for step in new]},
    )


def locked(commitment: Commitment) -> Commitment:
    """The commitment as it stands now, locked until the transaction ends."""
    (fresh,) = _locked(commitment.pk)
    return fresh


@prepared
def _locked(pk: int) -> models.QuerySet[Commitment]:
    return Commitment.objects.select_for_update().filter(pk=pk)


def _changing(commitment: Commitment, by: Actor) -> Commitment:
    fresh = locked(commitment)
    can_change(by, fresh).require()
    if fresh.state not in CHANGING:
        raise Refused("wrong-state", state=fresh.state)
    if is_frozen(fresh):
        raise Refused("list-frozen")
    return fresh


def is_frozen(commitment: Commitment) -> bool:
    """Whether only amendments change its terms: a list that holds it is frozen, or it is a part
    in no list that its unit has taken on."""
    if commitment.items.filter(list__frozen_at__isnull=False).exists():
        return True
    return is_settled_part(commitment) and not commitment.items.exists()


def is_settled_part(commitment: Commitment) -> bool:
    """Whether it is a part that its unit has taken on."""
    return commitment.parent_id is not None and commitment.state not in CHANGING


def _add(
    lst: CommitmentList, commitment: Commitment, weight: Decimal, extra: Mapping[str, object]
) -> ListItem:
    last = lst.items.aggregate(last=Max("number"))["last"] or 0
    return ListItem.objects.create(
        list=lst, commitment=commitment, number=last + 1, weight=weight, extra=dict(extra)
    )


def _cells(lst: CommitmentList, extra: Mapping[str, object]) -> dict[str, str]:
    """The filled cells as they are kept; refused is what no column of the list takes."""
    written = {key: str(value) for key, value in extra.items() if value not in (None, "")}
    return read_cells(kind_of_list(lst), written, whole=False)


def _item_facts(item: ListItem) -> dict[str, object]:
    return {"list": item.list_id, "weight": item.weight, "extra": item.extra}


def check_weight(weight: Decimal) -> None:
    """Raises Invalid ``weight-not-positive``."""
    if weight <= 0:
        raise Invalid("weight-not-positive", field="weight")


def check_steps(commitment: Commitment, steps: list[Step]) -> None:
    """Raises Invalid ``milestone-…`` where the steps do not fit the dates."""
    Trajectory.by_milestones(commitment.starts_on, commitment.due_on, steps)


def columns_of_draft(draft: CommitmentDraft) -> dict[str, object]:
    """The values that are columns of the commitment itself."""
    apart = {"assist_units", *ON_ITEM}
    return {e.name: getattr(draft, e.name) for e in fields(draft) if e.name not in apart}


def _draft_of(commitment: Commitment, changes: Mapping[str, object]) -> CommitmentDraft:
    values = {name: getattr(commitment, name) for name in EDITABLE - {"assist_units"}}
    values["assist_units"] = list(commitment.assist_units.all())
    return CommitmentDraft(**(values | dict(changes)))


def facts_of(commitment: Commitment) -> dict[str, object]:
    """Every value that may be edited, for the record."""
    facts = {name: getattr(commitment, name) for name in sorted(EDITABLE - {"assist_units"})}
    assisting = commitment.assist_units.order_by("pk").values_list("pk", flat=True)
    return facts | {"assist_units": list(assisting)}


def _step_facts(title: str, due_on: date, share: Decimal) -> dict[str, object]:
    return {"title": title, "due_on": due_on, "planned_share": share}
