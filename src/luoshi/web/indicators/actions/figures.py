"""Figures with their document: entered, taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.delivery.actions.evidence import checked_type, shown_name
from luoshi.web.indicators.models import Figure
from luoshi.web.indicators.rules import can_enter_figures, can_withdraw_figure
from luoshi.web.units.models import Unit

LONGEST = {"name": 40, "note": 200}
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDraft:
    """A figure as a person wrote it."""

    unit: Unit
    name: str
    day: date
    value: Decimal
    note: str
    paper: Paper | None

    def check(self, jurisdiction_id: int, today: date) -> Paper:
        """The document. Raises Invalid with the ``field`` at fault."""
        if not self.unit.belongs_to(jurisdiction_id):
            raise Invalid("figure-unit", field="unit")
        if not self.name.strip() or len(self.name) > LONGEST["name"]:
            raise Invalid("figure-name", field="name")
        if not self.note.strip() or len(self.note) > LONGEST["note"]:
            raise Invalid("figure-note", field="note")
        if self.day > today:
            raise Invalid("figure-future", field="day")
        if self.paper is None or not self.paper.data:
            raise Invalid("figure-document", field="paper")
        checked_type(shown_name(self.paper.name), self.paper.data)
        return self.paper


@transaction.atomic
def figure_enter(*, jurisdiction: Unit, draft: FigureDraft, by: Actor, at: datetime) -> Figure:
    """A number with the document it rests on. Raises Invalid with the ``field`` at fault."""
    can_enter_figures(by, jurisdiction.pk).require()
    paper = draft.check(jurisdiction.pk, timezone.localdate(at))
    made = Figure.objects.create(
        jurisdiction=jurisdiction,
        unit=draft.unit,
        name=draft.name.strip(),
        day=draft.day,
        value=draft.value,
        note=draft.note.strip(),
        document=shown_name(paper.name),
        sha256=blobs.put(paper.data),
        entered_by_id=by.user_id,
        entered_at=at,
    )
    after = {"unit": made.unit_id, "name": made.name, "day": made.day, "value": made.value}
    record(by=by, at=at, verb="figure.enter", obj=made, after={**after, "sha256": made.sha256})
    return made


@transaction.atomic
def figure_withdraw(*, figure: Figure, reason: str, by: Actor, at: datetime) -> None:
    """From now on the figure does not count. Raises Refused ``figure-withdrawn``; Invalid."""
    fresh = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    can_withdraw_figure(by, fresh).require()
    if fresh.withdrawn_at:
        raise Refused("figure-withdrawn")
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise Invalid("reason-missing", field="reason")
    fresh.withdrawn_by_id, fresh.withdrawn_at, fresh.reason = by.user_id, at, told
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    record(by=by, at=at, verb="figure.withdraw", obj=fresh, after={"reason": told})
