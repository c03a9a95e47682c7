"""Units that begin: the first of an installation, and more below it."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.units.models import EventPart, Unit, UnitVersion
from luoshi.web.units.rules import can_change_units


@transaction.atomic
def jurisdiction_found(
    *, code: str, kind: str, name: str, short_name: str, on: date, by: Actor, at: datetime
) -> Unit:
    """The first unit of an installation: only where there is none, by the installer."""
    if Unit.objects.exists():
        raise Invalid("already-founded")
    unit = Unit.objects.create(
        code=code, kind=kind, name=name, short_name=short_name, runs_lists=True, opened_on=on
    )
    unit.jurisdiction = unit
    unit.save(update_fields=["jurisdiction"])
    _remember(unit, on, at)
    record(by=by, at=at, verb="jurisdiction.found", obj=unit, after={"code": code, "name": name})
    return unit


@transaction.atomic
def unit_create(
    *,
    parent: Unit,
    code: str,
    kind: str,
    name: str,
    short_name: str,
    on: date,
    by: Actor,
    at: datetime,
    position: int = 0,
) -> Unit:
    """A new unit below another, in the same jurisdiction or in the one that the other is."""
    can_change_units(by, parent.area_id or 0).require()
    require_free(code)
    unit = Unit.objects.create(
        parent=parent,
        code=code,
        kind=kind,
        name=name,
        short_name=short_name,
        jurisdiction_id=parent.area_id,
        position=position,
        opened_on=on,
    )
    _remember(unit, on, at)
    record(
        by=by,
        at=at,
        verb="unit.create",
        obj=unit,
        after={"code": code, "name": name, "parent": parent.pk},
    )
    return unit


def require_free(code: str) -> None:
    """Raises Invalid ``code-taken``: by a unit, or by one that a decided event will found."""
    expected = EventPart.objects.filter(
        code=code, event__effective_at__isnull=True, event__undone_at__isnull=True
    )
    if Unit.objects.filter(code=code).exists() or expected.exists():
        raise Invalid("code-taken", field="code")


def _remember(unit: Unit, on: date, at: datetime) -> None:
    UnitVersion.objects.create(
        unit=unit,
        name=unit.name,
        short_name=unit.short_name,
        parent=unit.parent,
        valid_from=on,
        recorded_at=at,
    )
