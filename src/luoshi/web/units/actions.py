"""Changes to the unit tree; each leaves a version behind."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Alias, Unit, UnitVersion
from luoshi.web.units.rules import can_change_units


@transaction.atomic
def jurisdiction_found(
    *, code: str, kind: str, name: str, short_name: str, on: date, by: Actor, at: datetime
) -> Unit:
    """The first unit of an installation: only where there is none, by the installer."""
    if Unit.objects.exists():
        raise Invalid("already-founded")
    unit = Unit.objects.create(
        code=code, kind=kind, name=name, short_name=short_name, runs_lists=True
    )
    unit.jurisdiction = unit
    unit.save(update_fields=["jurisdiction"])
    _remember(unit, on)
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
    if Unit.objects.filter(code=code).exists():
        raise Invalid("code-taken", field="code")
    unit = Unit.objects.create(
        parent=parent,
        code=code,
        kind=kind,
        name=name,
        short_name=short_name,
        jurisdiction_id=parent.area_id,
        position=position,
    )
    _remember(unit, on)
    record(
        by=by,
        at=at,
        verb="unit.create",
        obj=unit,
        after={"code": code, "name": name, "parent": parent.pk},
    )
    return unit


@transaction.atomic
def unit_rename(
    *, unit: Unit, name: str, short_name: str, on: date, by: Actor, at: datetime
) -> None:
    """A new name from a day on; the old one stays in the versions and as an alias."""
    can_change_units(by, unit.jurisdiction_id or 0).require()
    _require_day(unit, on, at)
    before = {"name": unit.name, "short_name": unit.short_name}
    for old in {unit.name, unit.short_name} - {name, short_name}:
        Alias.objects.get_or_create(
            jurisdiction_id=unit.jurisdiction_id, text=old, defaults={"unit": unit}
        )
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    _remember(unit, on)
    record(
        by=by,
        at=at,
        verb="unit.rename",
        obj=unit,
        before=before,
        after={"name": name, "short_name": short_name, "on": on},
    )


@transaction.atomic
def unit_move(*, unit: Unit, parent: Unit, on: date, by: Actor, at: datetime) -> None:
    """A new place in the tree from a day on; never below itself."""
    can_change_units(by, unit.jurisdiction_id or 0).require()
    if parent.jurisdiction_id != unit.jurisdiction_id:
        raise Invalid("unit-elsewhere", field="parent")
    if unit.pk in {above.pk for above in parent.line()}:
        raise Invalid("unit-below-itself", field="parent")
    _require_day(unit, on, at)
    before = {"parent": unit.parent_id}
    unit.parent = parent
    unit.save(update_fields=["parent"])
    _remember(unit, on)
    after = {"parent": parent.pk, "on": on}
    record(by=by, at=at, verb="unit.move", obj=unit, before=before, after=after)


@transaction.atomic
def alias_add(*, unit: Unit, text: str, by: Actor, at: datetime) -> Alias:
    """Another way documents write the unit; one way means one unit in a jurisdiction."""
    area = unit.jurisdiction_id or 0
    can_change_units(by, area).require()
    if Alias.objects.filter(jurisdiction_id=area, text=text).exists():
        raise Invalid("alias-taken", field="text")
    alias = Alias.objects.create(unit=unit, jurisdiction_id=area, text=text)
    record(by=by, at=at, verb="alias.add", obj=unit, after={"alias": text})
    return alias


@transaction.atomic
def alias_remove(*, alias: Alias, by: Actor, at: datetime) -> None:
    """Documents no longer mean the unit by it."""
    can_change_units(by, alias.jurisdiction_id).require()
    record(by=by, at=at, verb="alias.remove", obj=alias.unit, before={"alias": alias.text})
    alias.delete()


def _require_day(unit: Unit, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Invalid("unit-change-ahead", field="on")
    latest = UnitVersion.objects.filter(unit=unit).aggregate(latest=Max("valid_from"))["latest"]
    if latest is not None and on < latest:
        raise Invalid("unit-changed-later", latest=latest, field="on")


def _remember(unit: Unit, on: date) -> None:
    UnitVersion.objects.filter(unit=unit, valid_to__isnull=True, valid_from__lt=on).update(
        valid_to=on
    )
    UnitVersion.objects.update_or_create(
        unit=unit,
        valid_from=on,
        defaults={
            "name": unit.name,
            "short_name": unit.short_name,
            "parent": unit.parent,
            "valid_to": None,
        },
    )
