"""Targets of units: set, set anew, taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from luoshi.core import indicators as core
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.indicators.models import Indicator, Kind, Peer, Target
from luoshi.web.indicators.rules import can_keep_indicators
from luoshi.web.units.models import Unit

SAME = ("sign", "number", "peer_id", "other_id", "modality", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft:
    """A target as a person wrote it; ``peer`` or ``other`` for a margin over somebody."""

    unit: Unit
    period_end: date
    kind: str
    sign: str
    number: Decimal
    basis: str
    modality: str = ""
    peer: Peer | None = None
    other: Unit | None = None

    def check(self, indicator: Indicator) -> None:
        """Raises Invalid with the ``field`` at fault."""
        area = indicator.jurisdiction_id
        if not self.unit.belongs_to(area):
            raise Invalid("target-unit", field="unit")
        if not core.is_end(self.period_end, indicator.rhythm):
            raise Invalid("target-period", field="period_end")
        rank = self.kind == Kind.RANK
        whole = self.number >= 1 and self.number == int(self.number)
        if self.sign not in core.SIGNS or (rank and (self.sign != "<=" or not whole)):
            raise Invalid("target-number", field="number")
        with_whom = [one for one in (self.peer, self.other) if one is not None]
        if len(with_whom) != (1 if self.kind == Kind.MARGIN else 0) or not self._near(area):
            raise Invalid("target-comparator", field="against")
        if not self.basis.strip():
            raise Invalid("target-basis", field="basis")

    def _near(self, area: int) -> bool:
        peer, other = self.peer, self.other
        inside = peer is None or peer.jurisdiction_id == area
        return inside and (other is None or (other.belongs_to(area) and other != self.unit))


@transaction.atomic
def target_set(*, indicator: Indicator, draft: TargetDraft, by: Actor, at: datetime) -> Target:
    """A target in the place of the one of that unit, period and kind, if there is one.

    Raises Invalid with the ``field``; Refused ``target-same``.
    """
    held = Indicator.objects.select_for_update().get(pk=indicator.pk)
    can_keep_indicators(by, held.jurisdiction_id).require()
    draft.check(held)
    rows = Target.objects.filter(
        indicator=held, unit=draft.unit, period_end=draft.period_end, kind=draft.kind
    )
    last = rows.filter(successor__isnull=True, withdrawn_at__isnull=True).first()
    made = Target(
        indicator=held,
        unit=draft.unit,
        period_end=draft.period_end,
        kind=draft.kind,
        sign=draft.sign,
        number=draft.number,
        peer=draft.peer,
        other=draft.other,
        modality=draft.modality,
        basis=draft.basis.strip(),
        supersedes=last,
        set_by_id=by.user_id,
        set_at=at,
    )
    if last and all(getattr(last, name) == getattr(made, name) for name in SAME):
        raise Refused("target-same")
    made.save()
    before = _facts(last) if last else None
    record(by=by, at=at, verb="target.set", obj=made, before=before, after=_facts(made))
    return made


def _facts(target: Target) -> dict[str, object]:
    names = ("unit_id", "period_end", "kind", *SAME)
    return {name.removesuffix("_id"): getattr(target, name) for name in names}


@transaction.atomic
def target_withdraw(*, target: Target, by: Actor, at: datetime) -> None:
    """The target no longer counts. Raises Refused ``target-withdrawn``, ``target-superseded``."""
    rows = Target.objects.select_for_update(of=("self",)).select_related("indicator")
    fresh = rows.get(pk=target.pk)
    can_keep_indicators(by, fresh.indicator.jurisdiction_id).require()
    if fresh.withdrawn_at:
        raise Refused("target-withdrawn")
    if Target.objects.filter(supersedes=fresh).exists():
        raise Refused("target-superseded")
    fresh.withdrawn_by_id, fresh.withdrawn_at = by.user_id, at
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(by=by, at=at, verb="target.withdraw", obj=fresh, before=_facts(fresh))
