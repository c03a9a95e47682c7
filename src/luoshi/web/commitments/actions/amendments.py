"""Changing what was frozen: proposed with cause and document, decided by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import COMMITMENT
from luoshi.intake import Limits, sniff_evidence
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import is_frozen, locked
from luoshi.web.commitments.models import (
    Acceptance,
    AmendedField,
    Amendment,
    AmendmentState,
    Commitment,
)
from luoshi.web.commitments.rules import can_decide_amendment, can_propose_amendment
from luoshi.web.commitments.terms import FIELDS, column, plain_term, plain_value, typed
from luoshi.web.units.models import Unit

AMENDABLE = ("draft", "assigned", "accepted", "underway")
"""States in which a target may still move: not once it is claimed, settled or in dispute."""
DISPUTE = "dispute"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """The document an amendment rests on, as it was uploaded, with its number if it has one."""

    name: str
    data: bytes
    number: str = ""


@transaction.atomic
def amendments_propose(
    *,
    commitment: Commitment,
    changes: Mapping[str, object],
    cause: str,
    reason: str,
    paper: Paper,
    by: Actor,
    at: datetime,
) -> list[Amendment]:
    """One proposal for each changed field: target, starts_on, due_on, lead_unit.

    Nothing changes before another person approves. Raises Refused where the ordinary edit is
    enough or it is too late, Invalid with the ``field`` at fault.
    """
    fresh = locked(commitment)
    can_propose_amendment(by, fresh).require()
    _check_open(fresh)
    _check_words(cause, reason)
    new = _changed(fresh, changes)
    _check_fit(fresh, new)
    told = _kept(paper) | {"cause": cause, "reason": reason.strip()}
    return [_propose(fresh, field, value, told, by, at) for field, value in new.items()]


def _propose(
    fresh: Commitment, field: str, value: object, told: dict[str, object], by: Actor, at: datetime
) -> Amendment:
    if Amendment.objects.filter(
        commitment=fresh, field=field, state=AmendmentState.PROPOSED
    ).exists():
        raise Refused("amendment-open", field=field)
    owner = field == AmendedField.LEAD_UNIT
    amendment = Amendment.objects.create(
        commitment=fresh,
        field=field,
        old=plain_term(fresh, field),
        new=plain_value(value),
        old_unit=fresh.lead_unit if owner else None,
        new_unit=value if isinstance(value, Unit) else None,
        proposed_by_id=by.user_id,
        proposed_at=at,
        **told,
    )
    _record(amendment, "amendment.propose", by, at)
    return amendment


@transaction.atomic
def amendment_approve(
    *, amendment: Amendment, by: Actor, at: datetime, note: str = ""
) -> Commitment:
    """The change takes effect now; what was frozen stays readable beside it.

    A new owner is asked to accept. Raises Refused ``amendment-stale`` where the value is no
    longer the one that was to be changed.
    """
    fresh, commitment = _undecided(amendment, by)
    if plain_term(commitment, fresh.field) != fresh.old:
        raise Refused("amendment-stale")
    _check_open(commitment)
    value = fresh.new_unit if fresh.new_unit_id else typed(fresh.field, fresh.new)
    _check_fit(commitment, {fresh.field: value})
    _apply(commitment, fresh)
    _decide(fresh, AmendmentState.APPROVED, note, by, at)
    _record(fresh, "amendment.approve", by, at)
    return commitment


@transaction.atomic
def amendment_refuse(*, amendment: Amendment, note: str, by: Actor, at: datetime) -> None:
    """Nothing changes; the proposal and the reason against it stay on record."""
    fresh, _commitment = _undecided(amendment, by)
    if not note.strip():
        raise Invalid("reason-missing", field="note")
    _decide(fresh, AmendmentState.REFUSED, note, by, at)
    _record(fresh, "amendment.refuse", by, at)


def owner_reassigned(
    commitment: Commitment, old_unit: Unit, dispute: Acceptance, decision: Acceptance
) -> None:
    """A dispute decided after freezing is an amendment of the owner by itself."""
    amendment = Amendment.objects.create(
        commitment=commitment,
        field=AmendedField.LEAD_UNIT,
        old=str(old_unit.pk),
        new=str(commitment.lead_unit_id),
        old_unit=old_unit,
        new_unit_id=commitment.lead_unit_id,
        cause=DISPUTE,
        reason=decision.reason,
        state=AmendmentState.APPROVED,
        proposed_by_id=dispute.decided_by_id,
        proposed_at=dispute.decided_at,
        decided_by_id=decision.decided_by_id,
        decided_at=decision.decided_at,
    )
    _remember(commitment, amendment)
    commitment.save(update_fields=["original"])


def _undecided(amendment: Amendment, by: Actor) -> tuple[Amendment, Commitment]:
    """Both locked, the commitment first. Raises Refused ``amendment-decided``."""
    commitment = locked(amendment.commitment)
    fresh = Amendment.objects.select_for_update().get(pk=amendment.pk)
    fresh.commitment = commitment
    can_decide_amendment(by, fresh).require()
    if fresh.state != AmendmentState.PROPOSED:
        raise Refused("amendment-decided")
    return fresh, commitment


def _apply(commitment: Commitment, amendment: Amendment) -> None:
    setattr(commitment, column(amendment.field), typed(amendment.field, amendment.new))
    _remember(commitment, amendment)
    commitment.version += 1
    if amendment.new_unit_id and commitment.state != "draft":
        commitment.state = COMMITMENT.next(commitment.state, "hand_over")
    commitment.save()


def _remember(commitment: Commitment, amendment: Amendment) -> None:
    """What was frozen, once: later amendments of the same field leave it alone."""
    if amendment.field in commitment.original:
        return
    commitment.original = commitment.original | {amendment.field: amendment.old}
    if amendment.old_unit:
        commitment.original["lead_unit_name"] = amendment.old_unit.short_name


def _decide(
    amendment: Amendment, state: AmendmentState, note: str, by: Actor, at: datetime
) -> None:
    amendment.state, amendment.note = state, note.strip()
    amendment.decided_by_id, amendment.decided_at = by.user_id, at
    amendment.save(update_fields=["state", "note", "decided_by", "decided_at"])


def _record(amendment: Amendment, verb: str, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        obj=amendment.commitment,
        before={amendment.field: amendment.old},
        after={
            amendment.field: amendment.new,
            "amendment": amendment.pk,
            "cause": amendment.cause,
            "reason": amendment.note or amendment.reason,
            "document": amendment.document_sha256,
        },
    )


def _check_open(commitment: Commitment) -> None:
    if not is_frozen(commitment):
        raise Refused("list-not-frozen")
    if commitment.state not in AMENDABLE:
        raise Refused("wrong-state", state=commitment.state)


def _check_words(cause: str, reason: str) -> None:
    if cause == DISPUTE or cause not in presets.load("amendment_causes"):
        raise Invalid("amendment-cause", field="cause")
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")


def _changed(commitment: Commitment, changes: Mapping[str, object]) -> dict[str, object]:
    """The fields whose value is another one. Raises Invalid ``amendment-nothing``."""
    if unknown := set(changes) - set(FIELDS):
        raise TypeError(f"not amendable: {sorted(unknown)}")
    new = {
        field: value
        for field, value in changes.items()
        if value is not None and plain_value(value) != plain_term(commitment, field)
    }
    if not new:
        raise Invalid("amendment-nothing")
    return new


def _check_fit(commitment: Commitment, new: Mapping[str, object]) -> None:
    if "target" in new and commitment.target is None:
        raise Invalid("amendment-no-target", field="target")
    starts_on = new.get("starts_on", commitment.starts_on)
    due_on = new.get("due_on", commitment.due_on)
    if due_on < starts_on:  # type: ignore[operator]  # both are dates
        raise Invalid("commitment-due-before-start", field="due_on")
    unit = new.get("lead_unit")
    if isinstance(unit, Unit):
        _check_owner(commitment, unit)


def _check_owner(commitment: Commitment, unit: Unit) -> None:
    if not unit.belongs_to(commitment.jurisdiction_id):
        raise Invalid("unit-elsewhere", field="lead_unit")
    if commitment.assist_units.filter(pk=unit.pk).exists():
        raise Invalid("lead-unit-assists-itself", field="lead_unit")


def _kept(paper: Paper) -> dict[str, object]:
    """The document in the store of files, by its hash. Raises Invalid with ``field`` "paper"."""
    name = PurePath(paper.name.replace("\\", "/")).name.strip()[-LONGEST_NAME:]
    if not paper.data or not name:
        raise Invalid("amendment-document", field="paper")
    limit = presets.limit("evidence_bytes")
    try:
        media_type = sniff_evidence(name, paper.data, Limits(file_bytes=limit))
    except Invalid as error:
        raise Invalid(error.code, **error.params, field="paper") from error
    return {
        "document_name": name,
        "document_number": paper.number.strip(),
        "document_sha256": blobs.put(paper.data),
        "document_type": media_type,
        "document_size": len(paper.data),
    }
