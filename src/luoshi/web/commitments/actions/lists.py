"""Lists, and freezing them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import LIST
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.division.listcheck import digest_of, flags_of
from luoshi.web.commitments.models import (
    Commitment,
    CommitmentList,
    FreezeReview,
    ListType,
    ListTypeVersion,
)
from luoshi.web.commitments.rules import can_change_list, can_create_list
from luoshi.web.commitments.unfilled import unfilled_count
from luoshi.web.prepared import prepared
from luoshi.web.units.models import Unit


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
    if list_type.retired_at:
        raise Refused("list-type-retired", field="list_type")
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
    (fresh,) = _locked(lst.pk)
    return fresh


@prepared
def _locked(pk: int) -> QuerySet[CommitmentList]:
    rows = CommitmentList.objects.select_for_update(of=("self",)).filter(pk=pk)
    return rows.select_related("list_type", "frozen_version", "cohort")


def list_open(within: CommitmentList, by: Actor) -> CommitmentList:
    """The list, locked, for who keeps it. Raises Refused ``list-frozen``."""
    lst = list_locked(within)
    can_change_list(by, lst).require()
    require_open(lst)
    return lst


def list_open_for(within: CommitmentList, by: Actor, *, project: bool) -> CommitmentList:
    """The same for a new row: a batch is open for projects alone."""
    lst = list_open(within, by)
    if not project:
        require_no_batch(lst)
    return lst


def require_open(lst: CommitmentList) -> None:
    """Raises Refused ``list-frozen`` for a list whose rows are fixed."""
    if lst.frozen_at:
        raise Refused("list-frozen")


def require_no_batch(lst: CommitmentList) -> None:
    """Raises Refused ``list-of-projects`` for a batch of projects, which takes nothing else."""
    if lst.takes_projects:
        raise Refused("list-of-projects")


def state_of(lst: CommitmentList) -> str:
    """The list's state in ``core.workflow.LIST``."""
    return "frozen" if lst.frozen_at else "drafting"


@transaction.atomic
def list_freeze(
    *,
    lst: CommitmentList,
    by: Actor,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
    check: bool = True,
) -> None:
    """From now on nothing in the list changes. Every commitment in it must have an owner.

    What the check before freezing still says stays on record with the ``reason``, which it then
    needs. ``seen`` is the digest the person had before their eyes: Refused ``flags-changed``
    where the check says something else by now. Without ``check`` for a list whose rows were
    settled elsewhere, as projects were when they were signed.
    """
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
    if blank := unfilled_count(fresh):
        raise Refused("columns-unfilled", count=blank)
    flags = _reviewed(fresh, reason, seen, by, at) if check else 0
    fresh.frozen_by_id, fresh.frozen_at = by.user_id, at
    fresh.frozen_version = _present_version(fresh)
    fresh.save(update_fields=["frozen_by", "frozen_at", "frozen_version"])
    record(by=by, at=at, verb="list.freeze", obj=fresh, after=_frozen(count, flags, reason))


def _reviewed(lst: CommitmentList, reason: str, seen: str | None, by: Actor, at: datetime) -> int:
    """How many flags there are; kept with the reason for freezing in spite of them."""
    flags = flags_of(lst)
    digest = digest_of(flags)
    if seen is not None and seen != digest:
        raise Refused("flags-changed")
    if flags and not reason.strip():
        raise Invalid("flags-unanswered", count=len(flags), field="reason")
    FreezeReview.objects.create(
        list=lst,
        flags=flags,
        digest=digest,
        reason=reason.strip() if flags else "",
        seen_by_id=by.user_id,
        seen_at=at,
    )
    return len(flags)


def _frozen(count: int, flags: int, reason: str) -> dict[str, object]:
    told: dict[str, object] = {"commitments": count}
    return told | {"flags": flags, "reason": reason.strip()} if flags else told


def _present_version(lst: CommitmentList) -> ListTypeVersion | None:
    """The definition that a list keeps from now on; its type is locked against the next one."""
    kind = ListType.objects.select_for_update().get(pk=lst.list_type_id)
    return kind.versions.order_by("-number").first()
