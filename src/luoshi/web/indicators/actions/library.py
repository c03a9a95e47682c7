"""Indicators and peers: what is kept, and with whom it is compared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from luoshi import presets
from luoshi.core import indicators as core
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.indicators.models import Indicator, Peer, PeerChange
from luoshi.web.indicators.rules import can_keep_indicators
from luoshi.web.units.models import Unit

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LONGEST_NAME, LONGEST_PEER = 80, 40
MOST_PLACES = 6
MEANING = (
    "unit_of_measure", "direction", "low", "high", "frequency", "cumulative", "places",
)  # fmt: skip
"""What numbers that are there already rely on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDraft:
    """An indicator as a person wrote it."""

    code: str
    name: str
    direction: str
    frequency: str
    authority: Unit
    unit_of_measure: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    cumulative: bool = True
    places: int = 1
    definition: str = ""

    def check(self, jurisdiction_id: int) -> None:
        """Raises Invalid with the ``field`` at fault."""
        if not CODE.fullmatch(self.code):
            raise Invalid("indicator-code", field="code")
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise Invalid("indicator-name", field="name")
        if not 0 <= self.places <= MOST_PLACES:
            raise Invalid("indicator-places", field="places")
        if not self.authority.belongs_to(jurisdiction_id):
            raise Invalid("indicator-authority", field="authority")
        direction = core.Direction(self.direction)
        core.Measure(direction, self.places, self.low, self.high).check()

    def facts(self) -> dict[str, object]:
        """Its fields by name, the authority by id."""
        names = (field.name for field in fields(self))
        return {name: getattr(self, name) for name in names} | {"authority": self.authority.pk}


@transaction.atomic
def indicator_create(
    *, jurisdiction: Unit, draft: IndicatorDraft, by: Actor, at: datetime
) -> Indicator:
    """A new indicator. Raises Invalid with the ``field``; Refused ``indicator-taken``."""
    can_keep_indicators(by, jurisdiction.pk).require()
    draft.check(jurisdiction.pk)
    _require_free(jurisdiction.pk, draft)
    facts = draft.facts()
    made = Indicator(jurisdiction=jurisdiction, made_by_id=by.user_id, made_at=at)
    for name in facts:
        setattr(made, name, getattr(draft, name))
    made.save()
    record(by=by, at=at, verb="indicator.create", obj=made, after=facts)
    return made


@transaction.atomic
def indicators_from_presets(
    *, jurisdiction: Unit, keys: Iterable[str], authority: Unit, by: Actor, at: datetime
) -> list[Indicator]:
    """The chosen indicators of the library that are not there yet, in its order."""
    can_keep_indicators(by, jurisdiction.pk).require()
    rows, chosen = presets.load("indicators"), set(keys)
    held = Indicator.objects.filter(jurisdiction=jurisdiction)
    taken = {text for row in held.values_list("code", "name") for text in row}
    return [
        indicator_create(jurisdiction=jurisdiction, draft=draft, by=by, at=at)
        for key, row in rows.items()
        if key in chosen and not taken & {key, row["zh"]}
        for draft in (_preset(key, row, authority),)
    ]


def _preset(key: str, row: dict[str, object], authority: Unit) -> IndicatorDraft:
    ends = {name: Decimal(str(row[name])) for name in ("low", "high") if name in row}
    return IndicatorDraft(
        code=key,
        name=str(row["zh"]),
        direction=str(row["direction"]),
        frequency=str(row["frequency"]),
        authority=authority,
        unit_of_measure=str(row["unit"]),
        cumulative=bool(row["cumulative"]),
        places=int(str(row["places"])),
        definition=str(row["source"]),
        **ends,
    )


@transaction.atomic
def indicator_revise(
    *, indicator: Indicator, draft: IndicatorDraft, by: Actor, at: datetime
) -> Indicator:
    """Other words, another authority; what its numbers mean only while it has none.

    The code stays: schemes name it. Raises Invalid with the ``field``; Refused
    ``indicator-in-use``, ``indicator-taken``.
    """
    fresh = Indicator.objects.select_for_update().get(pk=indicator.pk)
    can_keep_indicators(by, fresh.jurisdiction_id).require()
    draft = replace(draft, code=fresh.code)
    draft.check(fresh.jurisdiction_id)
    _require_free(fresh.jurisdiction_id, draft, fresh.pk)
    now = draft.facts()
    was = {name: getattr(fresh, name) for name in now} | {"authority": fresh.authority_id}
    changed = [name for name in now if now[name] != was[name]]
    if set(changed) & set(MEANING) and fresh.observations.exists():
        raise Refused("indicator-in-use")
    for name in changed:
        setattr(fresh, name, getattr(draft, name))
    if changed:
        fresh.save(update_fields=changed)
        before, after = ({name: side[name] for name in changed} for side in (was, now))
        record(by=by, at=at, verb="indicator.revise", obj=fresh, before=before, after=after)
    return fresh


def _require_free(jurisdiction_id: int, draft: IndicatorDraft, own: int = 0) -> None:
    same = Q(code=draft.code) | Q(name=draft.name)
    others = Indicator.objects.filter(same, jurisdiction=jurisdiction_id).exclude(pk=own)
    if others.exists():
        raise Refused("indicator-taken", field="name")


@transaction.atomic
def peer_add(
    *, jurisdiction: Unit, name: str, level: str, is_benchmark: bool, by: Actor, at: datetime
) -> Peer:
    """A place to compare with. Raises Invalid ``peer-name``; Refused ``peer-taken``."""
    can_keep_indicators(by, jurisdiction.pk).require()
    told = _free_name(jurisdiction, name)
    made = Peer.objects.create(
        jurisdiction=jurisdiction, name=told, level=level, is_benchmark=is_benchmark,
        made_by_id=by.user_id, made_at=at,
    )  # fmt: skip
    after = {"name": told, "level": level, "is_benchmark": is_benchmark}
    record(by=by, at=at, verb="peer.add", obj=made, after=after)
    return made


@transaction.atomic
def peer_rename(*, peer: Peer, name: str, by: Actor, at: datetime) -> PeerChange:
    """Another name from now on; sheets may still write the old one. Raises as ``peer_add``;
    Refused ``peer-retired``."""
    held = _kept(peer, by)
    told = _free_name(held.jurisdiction, name)
    return _changed(held, told, by, at)


@transaction.atomic
def peer_retire(*, peer: Peer, by: Actor, at: datetime) -> PeerChange:
    """No longer compared: sheets and targets do not take it any more, its numbers stay. Raises
    Refused ``peer-retired`` the second time."""
    return _changed(_kept(peer, by), "", by, at)


def _kept(peer: Peer, by: Actor) -> Peer:
    rows = Peer.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    held = rows.get(pk=peer.pk)
    can_keep_indicators(by, held.jurisdiction_id).require()
    if held.retired:
        raise Refused("peer-retired", field="name")
    return held


def _changed(peer: Peer, name: str, by: Actor, at: datetime) -> PeerChange:
    made = PeerChange.objects.create(
        peer=peer, was=peer.name, name=name, made_by_id=by.user_id, made_at=at
    )
    peer.name, peer.retired = name or peer.name, not name
    peer.save(update_fields=["name", "retired"])
    verb = "peer.rename" if name else "peer.retire"
    record(by=by, at=at, verb=verb, obj=peer, before={"name": made.was}, after={"name": name})
    return made


def _free_name(jurisdiction: Unit, name: str) -> str:
    """The name without blanks around it. Raises Invalid ``peer-name``; Refused ``peer-taken``."""
    told = name.strip()
    if not told or len(told) > LONGEST_PEER:
        raise Invalid("peer-name", field="name")
    called = Q(name=told) | Q(short_name=told)
    own = Unit.objects.filter(called, Q(jurisdiction=jurisdiction) | Q(pk=jurisdiction.pk))
    if own.exists() or Peer.objects.filter(jurisdiction=jurisdiction, name=told).exists():
        raise Refused("peer-taken", field="name")
    return told
