"""Two people with the same form open: what the first saved, beside what the second typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from luoshi.web.audit.actions import plain
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import history
from luoshi.web.commitments.actions.entries import facts_of
from luoshi.web.commitments.drafts import EDITABLE
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.terms import plain_value
from luoshi.web.commitments.wording import KINDS, comparator_text
from luoshi.web.units.models import Unit

SAVING = ("commitment.edit", "commitment.import", "commitment.reassign", "amendment.approve")
"""Verbs that make the next version: one entry of the record each."""
NUMBERS = ("target", "baseline")
UNITS = ("lead_unit", "assist_units")
YES, NO = _("是"), _("否")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed: as it was opened, as it is now, as it was typed.

    ``clashes``: both changed it, and not to the same.
    """

    field: str
    label: str
    before: str
    now: str
    mine: str
    clashes: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Who changed what, and ``values`` for the form: one's own where they clash or only the own
    changed, the present ones where only the other did."""

    who: str
    at: datetime
    rows: Sequence[Difference]
    values: Mapping[str, Any]
    version: int


def meanwhile_of(
    commitment: Commitment, version: int, typed: Mapping[str, Any], units: Sequence[Unit]
) -> Meanwhile:
    """What happened since ``version``; ``typed`` are the values of a valid form."""
    since = list(history(commitment).filter(verb__in=SAVING)[: commitment.version - version])
    now, mine = _plain(facts_of(commitment)), _plain(typed)
    before = now | _before(since)
    names = {unit.pk: unit.short_name for unit in units}
    changed = [name for name in _ordered(typed) if before[name] != now[name]]
    rows = [_difference(name, before, now, mine, names) for name in changed]
    theirs = {row.field for row in rows if not row.clashes}
    return Meanwhile(
        who=since[0].actor.name if since and since[0].actor else "",
        at=since[0].at if since else commitment.created_at,
        rows=rows,
        values=dict(typed) | {name: _value(commitment, name) for name in theirs},
        version=commitment.version,
    )


def _ordered(typed: Mapping[str, Any]) -> list[str]:
    return [name for name in typed if name in EDITABLE]


def _before(since: Iterable[Entry]) -> dict[str, object]:
    """The earliest value of each field since then; entries come newest first."""
    found: dict[str, object] = {}
    for entry in since:
        found |= {name: value for name, value in (entry.before or {}).items() if name in EDITABLE}
    return _plain(found)


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    """The values as the record writes them, numbers without trailing zeros."""
    return {name: _normal(name, plain(_keys(value))) for name, value in values.items()}


def _keys(value: Any) -> Any:
    return sorted(getattr(one, "pk", one) for one in value) if isinstance(value, list) else value


def _normal(name: str, value: object) -> object:
    if name in NUMBERS:
        return plain_value(Decimal(str(value))) if value not in (None, "") else ""
    return "" if value is None else value


def _difference(
    name: str,
    before: Mapping[str, object],
    now: Mapping[str, object],
    mine: Mapping[str, object],
    names: Mapping[int, str],
) -> Difference:
    return Difference(
        name,
        str(getattr(Commitment._meta.get_field(name), "verbose_name", name)),
        _words(name, before[name], names),
        _words(name, now[name], names),
        _words(name, mine[name], names),
        clashes=mine[name] not in (before[name], now[name]),
    )


def _words(name: str, value: object, names: Mapping[int, str]) -> str:
    if name in UNITS:
        keys = value if isinstance(value, list) else [value]
        return "、".join(names.get(int(str(key)), str(key)) for key in keys if key)
    if isinstance(value, bool):
        return str(YES if value else NO)
    if name == "comparator":
        return comparator_text(str(value))
    return str(KINDS.get(str(value), value)) if name == "kind" else str(value)


def _value(commitment: Commitment, name: str) -> Any:
    if name == "assist_units":
        return list(commitment.assist_units.all())
    return getattr(commitment, name)
