"""What a unit takes back of its own: a report before it is accepted, a claim afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid
from luoshi.core.workflow import REPORT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions.reports import report_locked, said_then
from luoshi.web.delivery.models import ProgressReport, Recall, ReportState
from luoshi.web.delivery.rules import can_recall

LONGEST_NOTE = 300


@transaction.atomic
def report_recall(*, report: ProgressReport, note: str, by: Actor, at: datetime) -> Recall:
    """撤回: what was handed in and not yet accepted is a draft again; the Recall keeps what was
    said, who stood for it, and why it is taken back."""
    fresh = report_locked(report)
    can_recall(by, fresh).require()
    state = REPORT.next(fresh.state, "recall")
    if not note.strip():
        raise Invalid("recall-note-missing", field="note")
    if len(note.strip()) > LONGEST_NOTE:
        raise Invalid("return-note-long", field="note")
    before = fresh.state
    recall = Recall.objects.create(
        report=fresh,
        note=note.strip(),
        said=said_then(fresh),
        decided_by_id=by.user_id,
        decided_at=at,
    )
    fresh.state, fresh.signed_by_id, fresh.signed_at = state, None, None
    fresh.save(update_fields=["state", "signed_by", "signed_at"])
    record(
        by=by,
        at=at,
        verb="report.recall",
        obj=fresh,
        before={"state": before},
        after={"state": state, "note": recall.note},
    )
    return recall


def claims_taken_back(rows: Sequence[ProgressReport], *, by: Actor, at: datetime) -> None:
    """A commitment whose last accepted report no longer claims what an earlier one claimed is
    under way again; both reports stay. Claims that came another way are left alone."""
    silent = {row.commitment_id for row in rows if not row.claims_done}
    moving = Commitment.objects.select_for_update().filter(pk__in=silent, state="claimed_done")
    waiting = {commitment.pk: commitment for commitment in moving.order_by("pk")}
    told: dict[int, list[tuple[str, bool]]] = {}
    facts = ProgressReport.objects.filter(
        commitment__in=waiting, state__in=(ReportState.ACCEPTED, ReportState.SUPERSEDED)
    ).order_by("round__period_end", "pk")
    for pk, state, claims in facts.values_list("commitment_id", "state", "claims_done"):
        told.setdefault(pk, []).append((state, claims))
    for pk, commitment in waiting.items():
        standing = [claims for state, claims in told[pk] if state == ReportState.ACCEPTED]
        if any(claims for _, claims in told[pk]) and not standing[-1]:
            commitment_advance(commitment=commitment, verb="take_back", by=by, at=at)
