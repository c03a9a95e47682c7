"""Cohorts: made, filled, and fixed once and for all."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import list_create, list_freeze, list_type_create
from luoshi.web.commitments.kinds import preset_kinds
from luoshi.web.commitments.models import ListType
from luoshi.web.projects.models import Cohort
from luoshi.web.projects.rules import can_keep_projects
from luoshi.web.units.models import Unit

KIND = "projects"
"""The kind of list that a cohort is, in the presets."""


@transaction.atomic
def cohort_create(
    *,
    jurisdiction: Unit,
    title: str,
    signed_on: date | None,
    begins_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Cohort:
    """An empty batch with its list; without ``signed_on`` the reserve of the jurisdiction.

    Raises Invalid ``cohort-untitled``, ``cohort-ends-before-signing``, ``reserve-exists``.
    """
    can_keep_projects(by, jurisdiction.pk).require()
    Unit.objects.select_for_update().get(pk=jurisdiction.pk)
    _check(jurisdiction, title, signed_on, signed_on or begins_on, ends_on)
    lst = list_create(
        jurisdiction=jurisdiction,
        list_type=_kind(jurisdiction, by, at),
        title=title.strip(),
        period_start=signed_on or begins_on,
        period_end=ends_on,
        by=by,
        at=at,
    )
    cohort = Cohort.objects.create(list=lst, jurisdiction=jurisdiction, signed_on=signed_on)
    after = {"list": lst.pk, "title": lst.title, "signed_on": signed_on}
    record(by=by, at=at, verb="cohort.create", obj=cohort, after=after)
    return cohort


def _check(
    jurisdiction: Unit, title: str, signed_on: date | None, begins_on: date, ends_on: date
) -> None:
    if not title.strip():
        raise Invalid("cohort-untitled", field="title")
    if ends_on < begins_on:
        raise Invalid("cohort-ends-before-signing", field="ends_on")
    reserve = Cohort.objects.filter(jurisdiction=jurisdiction, signed_on=None)
    if signed_on is None and reserve.exists():
        raise Invalid("reserve-exists", field="signed_on")


def _kind(jurisdiction: Unit, by: Actor, at: datetime) -> ListType:
    kind = ListType.objects.filter(jurisdiction=jurisdiction, key=KIND).first()
    if kind:
        return kind
    return list_type_create(jurisdiction=jurisdiction, kind=preset_kinds()[KIND], by=by, at=at)


def cohort_locked(cohort: Cohort) -> Cohort:
    """The cohort as it stands now with its list, locked until the transaction ends."""
    found = Cohort.objects.select_for_update(of=("self",)).select_related("list", "jurisdiction")
    return found.get(pk=cohort.pk)


def cohort_open(cohort: Cohort, by: Actor) -> Cohort:
    """The same, for who keeps it and while projects may come and go. Raises Refused."""
    fresh = cohort_locked(cohort)
    can_keep_projects(by, fresh.jurisdiction_id).require()
    if fresh.is_fixed:
        raise Refused("cohort-fixed")
    return fresh


@transaction.atomic
def cohort_freeze(*, cohort: Cohort, by: Actor, at: datetime) -> None:
    """From now on no project comes or goes. Raises Refused ``reserve-stays-open``."""
    fresh = cohort_open(cohort, by)
    if fresh.signed_on is None:
        raise Refused("reserve-stays-open")
    list_freeze(lst=fresh.list, by=by, at=at, check=False)
    record(
        by=by,
        at=at,
        verb="cohort.freeze",
        obj=fresh,
        after={"projects": fresh.projects.count()},
    )
