"""Other ways in which documents write the name of a unit."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from luoshi.core.errors import Invalid
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Alias, Unit
from luoshi.web.units.rules import can_change_units


@transaction.atomic
def alias_add(*, unit: Unit, text: str, by: Actor, at: datetime) -> Alias:
    """Another way documents write the unit; one way means one unit in a jurisdiction."""
    area = unit.jurisdiction_id or 0
    can_change_units(by, area).require()
    if unit.closed_on is not None:
        raise Invalid("unit-is-closed", field="text")
    if Alias.objects.filter(jurisdiction_id=area, text=text, valid_to__isnull=True).exists():
        raise Invalid("alias-taken", field="text")
    begun = Alias.objects.filter(jurisdiction_id=area, text=text).order_by("-valid_to").first()
    alias = Alias.objects.create(
        unit=unit, jurisdiction_id=area, text=text, valid_from=begun.valid_to if begun else None
    )
    record(by=by, at=at, verb="alias.add", obj=unit, after={"alias": text})
    return alias


@transaction.atomic
def alias_remove(*, alias: Alias, by: Actor, at: datetime) -> None:
    """Documents no longer mean the unit by it."""
    can_change_units(by, alias.jurisdiction_id).require()
    record(by=by, at=at, verb="alias.remove", obj=alias.unit, before={"alias": alias.text})
    alias.delete()


def aliases_keep(unit: Unit, names: set[str], *, on: date) -> None:
    """Documents of that day or later that still write these names mean the unit.

    A name that another alias already stands for is left alone.
    """
    for text in sorted(names):
        if not _means_something(unit, text, on):
            Alias.objects.create(
                unit=unit, jurisdiction_id=unit.jurisdiction_id or 0, text=text, valid_from=on
            )


def aliases_pass(closed: Unit, heir: Unit, *, on: date) -> None:
    """Names and aliases of a closed unit mean its heir from the day on, itself before."""
    later = Alias.objects.filter(Q(valid_from__gte=on), unit=closed)
    later.update(unit=heir)
    standing = Alias.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), unit=closed)
    texts = set(standing.values_list("text", flat=True))
    standing.update(valid_to=on)
    aliases_keep(heir, {*texts, closed.name, closed.short_name}, on=on)


def _means_something(unit: Unit, text: str, on: date) -> bool:
    """Whether a standing unit is called so, or an alias of that day or later stands for one."""
    area = unit.jurisdiction_id
    aliases = Alias.objects.filter(jurisdiction_id=area, text=text)
    called = Q(name=text) | Q(short_name=text)
    standing = Unit.objects.filter(called, jurisdiction_id=area, closed_on__isnull=True)
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return aliases.filter(open_then).exists() or standing.exists()
