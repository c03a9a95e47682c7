"""What a person decides on a candidate, and taking the decision back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import CANDIDATE
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_create, commitment_withdraw
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.documents.models import Candidate
from luoshi.web.documents.queries import listed_from, mates_of
from luoshi.web.documents.rules import can_decide
from luoshi.web.units.models import Unit

TAKEN_BACK = "候选承诺的确认已撤回"


@transaction.atomic
def candidate_confirm(
    *,
    candidate: Candidate,
    within: CommitmentList,
    by: Actor,
    at: datetime,
    lead_unit: Unit | None = None,
    assist_units: Sequence[Unit] = (),
    due_on: date | None = None,
    weight: Decimal = Decimal(1),
) -> Commitment:
    """The candidate becomes a commitment of the list.

    ``due_on`` is the end of its period, else of the list's, where nobody names it.
    """
    fresh = candidate_locked(candidate, by)
    if within.jurisdiction_id != fresh.document.jurisdiction_id:
        raise Invalid("list-elsewhere", field="within")
    draft = replace(
        _draft(fresh, within, due_on),
        lead_unit=lead_unit,
        assist_units=tuple(assist_units),
        weight=weight,
    )
    candidate_decided(fresh, "confirm", by, at)
    commitment = commitment_create(within=within, draft=draft, source=fresh, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="candidate.confirm",
        obj=fresh,
        before={"state": "open"},
        after={"state": fresh.state, "list": within.pk, "commitment": commitment.pk},
    )
    return commitment


def _draft(fresh: Candidate, within: CommitmentList, due_on: date | None) -> CommitmentDraft:
    due = due_on or fresh.period_end or within.period_end
    return CommitmentDraft(
        text=fresh.text,
        kind=fresh.kind,
        modality=fresh.modality,
        metric=fresh.metric,
        comparator=fresh.comparator,
        target=fresh.value,
        unit_of_measure=fresh.unit_of_measure,
        starts_on=min(fresh.period_start or within.period_start, due),
        due_on=due,
    )


@transaction.atomic
def candidate_reject(
    *, candidate: Candidate, reason: str, by: Actor, at: datetime, note: str = ""
) -> None:
    """No commitment, for a reason of the preset ``reject_reasons``."""
    fresh = candidate_locked(candidate, by)
    known = presets.load("reject_reasons")
    if reason not in known:
        raise Invalid("reject-reason-unknown", field="reason")
    if known[reason]["needs_note"] and not note.strip():
        raise Invalid("reject-note-missing", field="note")
    fresh.reason, fresh.note = reason, note.strip()
    candidate_decided(fresh, "reject", by, at)
    record(
        by=by,
        at=at,
        verb="candidate.reject",
        obj=fresh,
        before={"state": "open"},
        after={"state": fresh.state, "reason": reason},
    )


@transaction.atomic
def candidate_reopen(*, candidate: Candidate, by: Actor, at: datetime) -> list[Candidate]:
    """Take a decision back, also that of the clauses merged with it; the ones open again.

    A confirmed one only while its commitment is a draft of a list that is not frozen, a split
    or merged one only while nobody has decided on what became of it. Raises Refused
    ``wrong-state``, ``commitment-acted-on``, ``candidate-decided-since``.
    """
    fresh = candidate_locked(candidate, by)
    state = fresh.state
    CANDIDATE.next(state, "reopen")
    if state == "confirmed":
        _withdraw(fresh, by, at)
    again = [fresh]
    if state in ("split", "merged"):
        again += mates_of(fresh)
        _undo_shapes(fresh)
    for one in again:
        one.state, one.decided_by, one.decided_at = "open", None, None
        one.reason = one.note = ""
    Candidate.objects.bulk_update(again, ["state", "decided_by", "decided_at", "reason", "note"])
    record(
        by=by,
        at=at,
        verb="candidate.reopen",
        obj=fresh,
        before={"state": state},
        after={"state": "open", "candidates": [one.pk for one in again]},
    )
    return again


def candidate_locked(candidate: Candidate, by: Actor) -> Candidate:
    """The candidate as it stands now, locked, when the person may decide on it."""
    fresh = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("document")
        .defer("document__raw", "document__clean", "document__offset_map")
        .get(pk=candidate.pk)
    )
    can_decide(by, fresh).require()
    return fresh


def candidate_decided(fresh: Candidate, verb: str, by: Actor, at: datetime) -> None:
    """Move the candidate on and note who did it."""
    fresh.state = CANDIDATE.next(fresh.state, verb)
    fresh.decided_by_id, fresh.decided_at = by.user_id, at
    fresh.save(update_fields=["state", "decided_by", "decided_at", "reason", "note"])


def _withdraw(fresh: Candidate, by: Actor, at: datetime) -> None:
    for commitment in listed_from(fresh).select_for_update():
        frozen = commitment.items.filter(list__frozen_at__isnull=False)
        if commitment.state != "draft" or frozen.exists():
            raise Refused("commitment-acted-on")
        commitment_withdraw(commitment=commitment, reason=TAKEN_BACK, by=by, at=at)


def _undo_shapes(fresh: Candidate) -> None:
    shapes = list(fresh.became.select_for_update())
    ids = [shape.pk for shape in shapes]
    used = Commitment.objects.filter(source__in=ids).exists()
    if used or any(shape.state != "open" for shape in shapes):
        raise Refused("candidate-decided-since")
    Candidate.objects.filter(pk__in=ids).delete()
