"""Finding units: by tree, by name as documents write it, by kind."""

from collections.abc import Sequence

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.units.models import Alias, Unit

OVERSEERS = ("supervisor", "assessor", "principal", "auditor", "admin")


def units_of(jurisdiction_id: int) -> QuerySet[Unit]:
    """Every unit of a jurisdiction, itself first (also one that belongs to another above it)."""
    own = Case(When(pk=jurisdiction_id, then=Value(0)), default=Value(1))
    units: QuerySet[Unit] = (
        Unit.objects.filter(Q(jurisdiction_id=jurisdiction_id) | Q(pk=jurisdiction_id))
        .without_tree_fields()
        .order_by(own, "position", "code")
    )
    return units


def jurisdictions_of(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions in which the person holds any appointment."""
    ids = {held.jurisdiction_id for held in actor.held}
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=ids).without_tree_fields()
    return units


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """The units of the jurisdictions in which the person holds any appointment."""
    ids = {held.jurisdiction_id for held in actor.held}
    among = Q(jurisdiction_id__in=ids) | Q(pk__in=ids)
    units: QuerySet[Unit] = Unit.objects.filter(among).without_tree_fields()
    return units


def tree(jurisdiction: Unit) -> QuerySet[Unit]:
    """The jurisdiction and all below it in tree order, each with ``tree_depth``."""
    units: QuerySet[Unit] = Unit.objects.descendants(
        jurisdiction, include_self=True
    ).with_tree_fields()
    return units


def looked_after_by(actor: Actor) -> QuerySet[Unit]:
    """The units of the jurisdictions that the person administers, and these, in tree order."""
    areas = actor.jurisdictions("admin")
    among = Q(jurisdiction_id__in=areas) | Q(pk__in=areas)
    units: QuerySet[Unit] = Unit.objects.with_tree_fields().filter(among)
    return units


def unit_for(actor: Actor, pk: int) -> Unit:
    """One unit to administer. Raises Http404 outside the person's jurisdictions."""
    unit: Unit | None = looked_after_by(actor).select_related("parent").filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def alias_for(actor: Actor, pk: int) -> Alias:
    """One alias to administer. Raises Http404 outside the person's jurisdictions."""
    areas = actor.jurisdictions("admin")
    alias = Alias.objects.select_related("unit").filter(pk=pk, jurisdiction_id__in=areas).first()
    if alias is None:
        raise Http404
    return alias


def common_superior(one: Unit, other: Unit) -> Unit:
    """The lowest unit above both: the one that decides between them."""
    above = {unit.pk for unit in one.line()}
    return [unit for unit in other.line() if unit.pk in above][-1]


def named(texts: Sequence[str], *, jurisdiction_id: int) -> dict[str, Unit]:
    """For each text that names a unit (name, short name or alias), the unit."""
    found: dict[str, Unit] = {}
    units = units_of(jurisdiction_id)
    for unit in units.filter(name__in=texts) | units.filter(short_name__in=texts):
        found.update({name: unit for name in (unit.name, unit.short_name) if name in texts})
    known = Alias.objects.filter(jurisdiction_id=jurisdiction_id, text__in=texts)
    for alias in known.select_related("unit"):
        found.setdefault(alias.text, alias.unit)
    return found


def is_founded() -> bool:
    """Whether the installation has any unit."""
    return bool(Unit.objects.exists())
