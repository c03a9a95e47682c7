"""Finding units: by tree, by name as documents write it, by kind."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.units.models import Alias, Unit, UnitEvent, UnitVersion
from luoshi.web.units.past import among, event_of, events_in_effect, known

OVERSEERS = ("supervisor", "assessor", "principal", "auditor", "admin")


def units_of(jurisdiction_id: int) -> QuerySet[Unit]:
    """Every standing unit of a jurisdiction, itself first (also one that belongs to another), in
    tree order."""
    units: QuerySet[Unit] = Unit.objects.with_tree_fields().filter(
        among([jurisdiction_id]), closed_on__isnull=True
    )
    return units


def jurisdictions_of(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions in which the person holds any appointment."""
    ids = {held.jurisdiction_id for held in actor.held}
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=ids).without_tree_fields()
    return units


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """The units, closed ones too, of the jurisdictions in which the person is appointed."""
    ids = {held.jurisdiction_id for held in actor.held}
    units: QuerySet[Unit] = Unit.objects.filter(among(ids)).without_tree_fields()
    return units


def names_visible_to(actor: Actor) -> dict[int, tuple[str, str, str, int | None]]:
    """By id the full name, short name, code and superior of each unit the person may see."""
    rows = visible_to(actor).order_by().values_list("pk", "name", "short_name", "code", "parent_id")
    return {pk: (name, short, code, parent) for pk, name, short, code, parent in rows}


def looked_after_by(actor: Actor) -> QuerySet[Unit]:
    """The standing units of the jurisdictions that the person administers, and these, in tree
    order."""
    areas = actor.jurisdictions("admin")
    units: QuerySet[Unit] = Unit.objects.with_tree_fields().filter(
        among(areas), closed_on__isnull=True
    )
    return units


def administered(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions that the person administers."""
    areas = actor.jurisdictions("admin")
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=areas).without_tree_fields()
    return units


def unit_for(actor: Actor, pk: int) -> Unit:
    """One unit to administer, closed or not. Raises Http404 outside the person's jurisdictions."""
    areas = actor.jurisdictions("admin")
    units = Unit.objects.without_tree_fields().filter(among(areas))
    unit: Unit | None = units.select_related("parent", "jurisdiction").filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def event_for(actor: Actor, pk: int) -> UnitEvent:
    """One change of a tree to administer. Raises Http404."""
    rows = UnitEvent.objects.filter(jurisdiction__in=actor.jurisdictions("admin"))
    related = rows.select_related("jurisdiction", "decided_by", "undone_by")
    found = related.prefetch_related("parts__unit", "parts__parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def events_of(unit: Unit) -> QuerySet[UnitEvent]:
    """What was decided about a unit, the latest first."""
    rows = UnitEvent.objects.filter(parts__unit=unit).distinct()
    return rows.select_related("decided_by").prefetch_related("parts__unit", "parts__parent")


def decided_in(jurisdiction_id: int) -> QuerySet[UnitEvent]:
    """What was decided about the units of a jurisdiction and not taken back, the latest first."""
    rows = UnitEvent.objects.filter(jurisdiction=jurisdiction_id, undone_at__isnull=True)
    return rows.prefetch_related("parts__unit", "parts__parent")


def units_ever(jurisdiction_id: int) -> QuerySet[Unit]:
    """Every unit the jurisdiction has or had, itself first."""
    own = Case(When(pk=jurisdiction_id, then=Value(0)), default=Value(1))
    units: QuerySet[Unit] = (
        Unit.objects.filter(among([jurisdiction_id]))
        .without_tree_fields()
        .order_by(own, "position", "code")
    )
    return units


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


def named(texts: Sequence[str], *, jurisdiction_id: int, on: date = date.max) -> dict[str, Unit]:
    """For each text that names a unit in a document of that day (else of today), the unit.

    Names of the day go before aliases of the day; a text that is neither may still be what a
    unit is called today.
    """
    aliases = Alias.objects.filter(jurisdiction_id=jurisdiction_id, text__in=texts)
    called = Q(name__in=texts) | Q(short_name__in=texts)
    inside = among([jurisdiction_id], "unit__")
    versions = UnitVersion.objects.filter(known(None), called, inside)
    told = list(versions.select_related("unit").order_by("unit_id"))
    found = _by_name(version for version in told if version.valid_to is None)
    found |= {row.text: row.unit for row in aliases.select_related("unit") if row.means(on)}
    found |= _by_name(version for version in told if version.holds(on))
    return {text: found[text] for text in texts if text in found}


def _by_name(versions: Iterable[UnitVersion]) -> dict[str, Unit]:
    return {name: each.unit for each in versions for name in (each.name, each.short_name)}


def heirs_of(units: Iterable[Unit]) -> dict[int, Unit]:
    """By unit, who has taken its place: itself while it stands, else its main heir of today.

    No query where all stand; else three.
    """
    found = {unit.pk: unit for unit in units}
    closed = [unit for unit in found.values() if unit.closed_on is not None]
    if not closed:
        return found
    heirs = {
        code: event.main.unit
        for event in events_in_effect(closed[0].jurisdiction_id or 0)
        for code in event.closing
    }
    ends = {unit.pk: _last(unit.code, heirs) for unit in closed}
    rows = Unit.objects.filter(code__in=set(ends.values())).without_tree_fields()
    standing: dict[str, Unit] = {unit.code: unit for unit in rows}
    return found | {pk: standing[code] for pk, code in ends.items()}


def heirs_on(jurisdiction_id: int, *, on: date, known_at: datetime) -> dict[int, int]:
    """By unit closed by that day, as known then, the heir that stood in its place: two queries."""
    events = UnitEvent.objects.filter(
        jurisdiction=jurisdiction_id, on__lte=on, effective_at__lte=known_at
    )
    told = [event_of(row) for row in events.order_by("on", "id").prefetch_related("parts__unit")]
    heirs = {code: event.main.unit for event in told for code in event.closing}
    codes = {*heirs, *heirs.values()}
    if not codes:
        return {}
    rows = Unit.objects.filter(code__in=codes).without_tree_fields()
    ids: dict[str, int] = dict(rows.values_list("code", "pk"))
    return {ids[code]: ids[_last(code, heirs)] for code in heirs}


def _last(code: str, heirs: dict[str, str]) -> str:
    """A closed unit never stands again, so the way to its heir has an end."""
    while code in heirs:
        code = heirs[code]
    return code


def is_founded() -> bool:
    """Whether the installation has any unit."""
    return bool(Unit.objects.exists())
