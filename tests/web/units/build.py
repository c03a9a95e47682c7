"""Changes of the tree for tests, decided by the administrator of the city."""

from datetime import date, datetime
from typing import Any

from luoshi.core.lineage import Kind
from luoshi.web.units.actions import event_decide, event_effect
from luoshi.web.units.drafts import EventDraft, HeirDraft
from luoshi.web.units.models import Unit, UnitEvent
from tests.factories import NOW, City

EARLIER = date(2025, 6, 1)
DAY = date(2025, 10, 1)
AHEAD = date(2026, 4, 1)
WHY = "市委编委批复"


def merging(*gone: Unit, into: Unit | HeirDraft, on: date = DAY, **more: Any) -> EventDraft:
    heir = into if isinstance(into, HeirDraft) else HeirDraft(unit=into)
    return EventDraft(kind=Kind.MERGE, on=on, predecessors=gone, heirs=[heir], reason=WHY, **more)


def splitting(unit: Unit, *heirs: HeirDraft, on: date = DAY, **more: Any) -> EventDraft:
    return EventDraft(kind=Kind.SPLIT, on=on, predecessors=[unit], heirs=heirs, reason=WHY, **more)


def founded(city: City, code: str, name: str, **more: Any) -> HeirDraft:
    values: dict[str, Any] = {
        "code": code, "kind": "department", "name": f"{name}全称", "short_name": name,
        "parent": city.unit,
    }  # fmt: skip
    return HeirDraft(**(values | more))


def done(city: City, draft: EventDraft, at: datetime = NOW) -> UnitEvent:
    """Decided and in effect in the tree; nothing else passes."""
    by = city.actor("admin")
    return event_effect(event=event_decide(draft=draft, by=by, at=at), by=by, at=at)
