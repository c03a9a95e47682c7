"""Who owns a commitment: dispatch, acceptance, dispute, decision."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.amendments import owner_reassigned
from luoshi.web.commitments.actions.entries import is_frozen, locked
from luoshi.web.commitments.models import (
    Acceptance,
    Commitment,
    CommitmentList,
    ListItem,
    Outcome,
)
from luoshi.web.commitments.queries import dispute_of, superiors_of
from luoshi.web.commitments.rules import (
    DECIDERS,
    can_answer,
    can_decide_dispute,
    can_dispatch,
)
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.units.models import Unit


@transaction.atomic
def commitment_dispatch(
    *, commitments: Iterable[Commitment], by: Actor, at: datetime
) -> list[Commitment]:
    """交办: every one goes to its lead unit for acceptance, or none does.

    Raises Refused ``commitments-unowned`` where one has no lead unit.
    """
    rows = _all_locked(commitments)
    for commitment in rows:
        can_dispatch(by, commitment).require()
        commitment.state = COMMITMENT.next(commitment.state, "assign")
    unowned = sum(commitment.lead_unit_id is None for commitment in rows)
    if unowned:
        raise Refused("commitments-unowned", count=unowned)
    Commitment.objects.bulk_update(rows, ["state"], batch_size=500)
    _record_each_list(rows, verb="commitment.dispatch", by=by, at=at)
    return rows


@transaction.atomic
def commitments_accept(
    *, commitments: Iterable[Commitment], by: Actor, at: datetime
) -> list[Commitment]:
    """签收: the lead unit takes every one of them on, or none."""
    rows = _all_locked(commitments)
    for commitment in rows:
        can_answer(by, commitment).require()
        commitment.state = COMMITMENT.next(commitment.state, "accept")
    Commitment.objects.bulk_update(rows, ["state"], batch_size=500)
    Acceptance.objects.bulk_create(
        Acceptance(
            commitment=commitment,
            unit_id=_owner_id(commitment),
            outcome=Outcome.ACCEPTED,
            decided_by_id=by.user_id,
            decided_at=at,
        )
        for commitment in rows
    )
    _record_each_list(rows, verb="commitment.accept", by=by, at=at)
    return rows


def commitment_accept(*, commitment: Commitment, by: Actor, at: datetime) -> None:
    """签收: the lead unit takes it on."""
    commitments_accept(commitments=[commitment], by=by, at=at)


@transaction.atomic
def commitment_dispute(
    *,
    commitment: Commitment,
    reason: str,
    by: Actor,
    at: datetime,
    proposed: Unit | None = None,
) -> Acceptance:
    """The lead unit says why it is not its own, and may propose whose it is."""
    fresh = locked(commitment)
    can_answer(by, fresh).require()
    _check_reason(reason)
    if proposed:
        _other(fresh, proposed)
    fresh.state = COMMITMENT.next(fresh.state, "dispute")
    fresh.save(update_fields=["state"])
    answer = _answer(fresh, Outcome.DISPUTED, by=by, at=at, reason=reason, proposed_unit=proposed)
    record(
        by=by,
        at=at,
        verb="commitment.dispute",
        obj=fresh,
        before={"state": "assigned"},
        after={"state": fresh.state, "reason": reason, "proposed": proposed},
    )
    return answer


@transaction.atomic
def dispute_decide(
    *,
    commitment: Commitment,
    uphold: bool,
    lead_unit: Unit | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Acceptance:
    """The common superior decides: the unit keeps it (and has accepted), or another gets it.

    ``lead_unit`` is whom it goes to, None when upheld; the new lead unit is asked to accept.
    """
    fresh = locked(commitment)
    state = COMMITMENT.next(fresh.state, "uphold" if uphold else "reassign")
    _check_reason(reason)
    dispute = dispute_of(fresh)
    other = dispute.proposed_unit if uphold else _other(fresh, lead_unit)
    where = _deciding_unit(by, dispute, other)
    before = {"state": fresh.state, "lead_unit": fresh.lead_unit_id}
    _settle(fresh, state, None if uphold else other)
    outcome = Outcome.UPHELD if uphold else Outcome.REASSIGNED
    decision = _answer(fresh, outcome, by=by, at=at, reason=reason, decider_unit=where)
    if not uphold and is_frozen(fresh):
        owner_reassigned(fresh, dispute.unit, dispute, decision)
    record(
        by=by,
        at=at,
        verb="commitment.uphold" if uphold else "commitment.reassign",
        obj=fresh,
        before=before,
        after={"state": state, "lead_unit": fresh.lead_unit_id, "reason": reason},
    )
    return decision


def _settle(commitment: Commitment, state: str, new_lead: Unit | None) -> None:
    commitment.state = state
    if new_lead:
        commitment.lead_unit = new_lead
        commitment.version += 1
        commitment.assist_units.remove(new_lead)
    commitment.save(update_fields=["state", "lead_unit", "version"])


def _answer(
    commitment: Commitment, outcome: Outcome, *, by: Actor, at: datetime, **more: Unit | str | None
) -> Acceptance:
    return Acceptance.objects.create(
        commitment=commitment,
        unit_id=_owner_id(commitment),
        outcome=outcome,
        decided_by_id=by.user_id,
        decided_at=at,
        **more,
    )


def _owner_id(commitment: Commitment) -> int:
    """The key of the lead unit, which the database demands of all but drafts."""
    return cast(int, commitment.lead_unit_id)


def _deciding_unit(by: Actor, dispute: Acceptance, other: Unit | None) -> Unit:
    superiors = superiors_of(dispute.unit, other)
    parties = {dispute.unit_id, *([other.pk] if other else [])}
    can_decide_dispute(
        by,
        superiors=frozenset(unit.pk for unit in superiors),
        parties=frozenset(parties),
        disputed_by=dispute.decided_by_id,
    ).require()
    seats = by.own_units(*DECIDERS)
    return next(unit for unit in superiors if unit.pk in seats)


def _other(commitment: Commitment, unit: Unit | None) -> Unit:
    """The unit that is to have it. Raises Invalid when it is none, the same or elsewhere."""
    if unit is None:
        raise Invalid("new-lead-unit-missing", field="lead_unit")
    if unit.pk == commitment.lead_unit_id:
        raise Invalid("same-lead-unit", field="lead_unit")
    if not unit.belongs_to(commitment.jurisdiction_id):
        raise Invalid("unit-elsewhere", field="lead_unit")
    return unit


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")


def _all_locked(commitments: Iterable[Commitment]) -> list[Commitment]:
    return _locked(few_shapes([commitment.pk for commitment in commitments]))


@prepared
def _locked(ids: tuple[int, ...]) -> QuerySet[Commitment]:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("parent")
    return rows.filter(pk__in=ids).order_by("pk")


def _record_each_list(rows: list[Commitment], *, verb: str, by: Actor, at: datetime) -> None:
    """One entry for a single commitment; for many, one for each list, naming them; one for each
    part that stands in no list."""
    if len(rows) == 1:
        record(by=by, at=at, verb=verb, obj=rows[0], after={"state": rows[0].state})
        return
    first: dict[int, int] = {}
    places = ListItem.objects.filter(commitment__in=rows).order_by("list_id")
    for commitment_id, list_id in places.values_list("commitment_id", "list_id"):
        first.setdefault(commitment_id, list_id)
    for row in rows:
        if row.pk not in first:
            record(by=by, at=at, verb=verb, obj=row, after={"state": row.state})
    for list_id in sorted(set(first.values())):
        ids = sorted(pk for pk, place in first.items() if place == list_id)
        record(by=by, at=at, verb=verb, obj=CommitmentList(pk=list_id), after={"commitments": ids})
