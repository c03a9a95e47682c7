"""Many commitments of one list changed in one act: each with its own entry of the record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.core.pace import Milestone as Step
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import Told, record_all
from luoshi.web.commitments.actions.entries import (
    CHANGING,
    check_steps,
    check_weight,
    columns_of_draft,
    edited,
)
from luoshi.web.commitments.actions.lists import list_locked
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem
from luoshi.web.commitments.rules import can_change, can_change_list

TOGETHER = 400
"""Rows locked and read at a time."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Other values for one commitment: of ``drafts.EDITABLE``, and of its place in the list.

    ``cells``: columns of the list type as they are kept; empty to clear one.
    """

    pk: int
    changes: Mapping[str, object]
    weight: Decimal | None = None
    cells: Mapping[str, str] | None = None

    @property
    def of_item(self) -> bool:
        """Whether it changes the place in the list."""
        return self.weight is not None or bool(self.cells)


def refusal_of(commitment: Commitment, revision: Revision, *, is_frozen: bool, by: Actor) -> None:
    """Raises what stands against other values of the commitment itself, as ``commitment_edit``."""
    can_change(by, commitment).require()
    if commitment.state not in CHANGING:
        raise Refused("wrong-state", state=commitment.state)
    if is_frozen:
        raise Refused("list-frozen")
    _apply(commitment, revision.changes)


@transaction.atomic
def commitments_revise(
    *,
    within: CommitmentList,
    revisions: Sequence[Revision],
    cause: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> None:
    """All of them or none, with one entry ``commitment.import`` each; ``cause`` stands in it.

    Raises as ``commitment_edit`` and ``item_edit`` do.
    """
    lst = list_locked(within)
    told: list[Told] = []
    ordered = sorted(revisions, key=lambda each: each.pk)
    for first in range(0, len(ordered), TOGETHER):
        told += _revised(lst, ordered[first : first + TOGETHER], cause, by)
    record_all(by=by, at=at, told=told)


def revisable(pks: Iterable[int]) -> list[Commitment]:
    """These commitments with what their checks read, locked inside a transaction."""
    rows = Commitment.objects.filter(pk__in=list(pks)).select_related("lead_unit")
    return list(rows.order_by("pk").prefetch_related("assist_units", "milestones"))


def frozen_among(pks: Iterable[int]) -> set[int]:
    """Those that a frozen list holds."""
    frozen = ListItem.objects.filter(commitment__in=list(pks), list__frozen_at__isnull=False)
    return set(frozen.values_list("commitment_id", flat=True))


def _revised(
    lst: CommitmentList, batch: Sequence[Revision], cause: Mapping[str, object], by: Actor
) -> Iterator[Told]:
    pks = [each.pk for each in batch]
    list(Commitment.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    rows = {each.pk: each for each in revisable(pks)}
    items = {i.commitment_id: i for i in ListItem.objects.filter(list=lst, commitment__in=pks)}
    frozen = frozen_among(pks)
    for revision in batch:
        row, item = rows[revision.pk], items[revision.pk]
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        if revision.changes:
            before |= _facts(row, revision.changes)
            refusal_of(row, revision, is_frozen=row.pk in frozen, by=by)
            after |= _facts(row, revision.changes, revision.changes.get("assist_units"))
        if revision.of_item:
            _check_item(lst, revision, by)
            before |= _place(item, revision)
            _apply_item(item, revision)
            after |= _place(item, revision)
        _save(row, revision)
        yield Told("commitment.import", row, before, {**after, **cause})


def _apply(commitment: Commitment, changes: Mapping[str, object]) -> None:
    draft = edited(commitment, changes)
    for name, value in columns_of_draft(draft).items():
        setattr(commitment, name, value)
    check_steps(commitment, [Step(m.due_on, m.planned_share) for m in commitment.milestones.all()])


def _save(row: Commitment, revision: Revision) -> None:
    """Every row gets its next version, so that nobody saves an older form over it."""
    row.version += 1
    names = [name for name in revision.changes if name != "assist_units"]
    row.save(update_fields=[*names, "version"])
    if "assist_units" in revision.changes:
        row.assist_units.set(revision.changes["assist_units"])  # type: ignore[arg-type]


def _check_item(lst: CommitmentList, revision: Revision, by: Actor) -> None:
    can_change_list(by, lst).require()
    if lst.frozen_at:
        raise Refused("list-frozen")
    if revision.weight is not None:
        check_weight(revision.weight)


def _apply_item(item: ListItem, revision: Revision) -> None:
    if revision.weight is not None:
        item.weight = revision.weight
    extra = {**item.extra, **(revision.cells or {})}
    item.extra = {key: value for key, value in extra.items() if value != ""}
    item.save(update_fields=["weight", "extra"])


def _place(item: ListItem, revision: Revision) -> dict[str, object]:
    facts: dict[str, object] = {"list": item.list_id}
    if revision.weight is not None:
        facts["weight"] = item.weight
    if revision.cells:
        facts["extra"] = {key: item.extra.get(key, "") for key in revision.cells}
    return facts


def _facts(
    commitment: Commitment, names: Iterable[str], assisting: object = None
) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name in names:
        if name == "assist_units":
            units = commitment.assist_units.all() if assisting is None else assisting
            facts[name] = sorted(unit.pk for unit in units)  # type: ignore[attr-defined]
        else:
            facts[name] = getattr(commitment, name)
    return facts
