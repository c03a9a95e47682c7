"""Kinds of lists, lists, and freezing them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import LIST
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.commitments.rules import can_change_list, can_create_list, can_keep_list_types
from luoshi.web.units.models import Unit


@transaction.atomic
def list_type_create(
    *,
    jurisdiction: Unit,
    key: str,
    title: str,
    definition: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> ListType:
    """A kind of list of the jurisdiction. Raises Invalid ``list-type-taken``."""
    can_keep_list_types(by, jurisdiction.pk).require()
    if ListType.objects.filter(jurisdiction=jurisdiction, key=key).exists():
        raise Invalid("list-type-taken", field="key")
    kind = ListType.objects.create(
        jurisdiction=jurisdiction, key=key, title=title, definition=dict(definition)
    )
    record(by=by, at=at, verb="list_type.create", obj=kind, after={"key": key, "title": title})
    return kind


@transaction.atomic
def list_types_from_presets(*, jurisdiction: Unit, by: Actor, at: datetime) -> list[ListType]:
    """The kinds of lists of the presets that the jurisdiction has not, in their order."""
    can_keep_list_types(by, jurisdiction.pk).require()
    known = set(ListType.objects.filter(jurisdiction=jurisdiction).values_list("key", flat=True))
    return [
        list_type_create(
            jurisdiction=jurisdiction,
            key=key,
            title=definition["zh"],
            definition=definition,
            by=by,
            at=at,
        )
        for key, definition in presets.load("list_types").items()
        if key not in known
    ]


@transaction.atomic
def list_create(
    *,
    jurisdiction: Unit,
    list_type: ListType,
    title: str,
    period_start: date,
    period_end: date,
    by: Actor,
    at: datetime,
) -> CommitmentList:
    """An empty list of one kind for one period."""
    can_create_list(by, jurisdiction.pk).require()
    if list_type.jurisdiction_id != jurisdiction.pk:
        raise Invalid("list-type-elsewhere", field="list_type")
    if period_end < period_start:
        raise Invalid("list-ends-before-start", field="period_end")
    lst = CommitmentList.objects.create(
        jurisdiction=jurisdiction,
        list_type=list_type,
        title=title,
        period_start=period_start,
        period_end=period_end,
        created_by_id=by.user_id,
        created_at=at,
    )
    record(
        by=by,
        at=at,
        verb="list.create",
        obj=lst,
        after={"title": title, "list_type": list_type.key, "from": period_start, "to": period_end},
    )
    return lst


def list_locked(lst: CommitmentList) -> CommitmentList:
    """The list as it stands now, locked until the transaction ends."""
    return CommitmentList.objects.select_for_update().get(pk=lst.pk)


def state_of(lst: CommitmentList) -> str:
    """The list's state in ``core.workflow.LIST``."""
    return "frozen" if lst.frozen_at else "drafting"


@transaction.atomic
def list_freeze(*, lst: CommitmentList, by: Actor, at: datetime) -> None:
    """From now on nothing in the list changes. Every commitment in it must have an owner."""
    fresh = list_locked(lst)
    can_change_list(by, fresh).require()
    LIST.next(state_of(fresh), "freeze")
    within = Commitment.objects.filter(items__list=fresh)
    count = within.count()
    if not count:
        raise Refused("list-empty")
    unowned = within.filter(lead_unit=None).exclude(state="withdrawn").count()
    if unowned:
        raise Refused("commitments-unowned", count=unowned)
    fresh.frozen_by_id, fresh.frozen_at = by.user_id, at
    fresh.save(update_fields=["frozen_by", "frozen_at"])
    record(by=by, at=at, verb="list.freeze", obj=fresh, after={"commitments": count})
