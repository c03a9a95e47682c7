"""What passes, in words that stay with it: written in the language of the office."""

from luoshi.web.units.models import EventKind, Unit, UnitEvent

REASONS = {
    EventKind.MERGE: "{unit}自 {on} 起合并，事项随单位划转",
    EventKind.SPLIT: "{unit}自 {on} 起拆分，事项随职责划转",
}
LONGEST = 300


def passed_by(event: UnitEvent, unit: Unit) -> str:
    """Why a commitment passed, with the document; at most 300 characters."""
    told = REASONS[EventKind(event.kind)].format(unit=unit.short_name, on=event.on)
    return f"{told}（{event.basis}）"[:LONGEST] if event.basis else told
