"""Visits: noted, what was raised given to owners, ended."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_create, commitment_dispatch
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.units.models import Unit
from luoshi.web.visits.models import Raised, State, Visit
from luoshi.web.visits.queries import unsettled
from luoshi.web.visits.rules import can_keep_visits
from luoshi.web.visits.wording import kinds

MOST_RAISED = 60


@transaction.atomic
def visit_create(
    *,
    jurisdiction: Unit,
    kind: str,
    on: date,
    place: str,
    leader: str,
    host: Unit | None,
    firm: str,
    by: Actor,
    at: datetime,
) -> Visit:
    """A visit or a desk on site. Raises Invalid with the ``field`` at fault."""
    can_keep_visits(by, jurisdiction.pk).require()
    if kind not in kinds():
        raise Invalid("visit-kind-unknown", field="kind")
    if not place.strip():
        raise Invalid("visit-place-missing", field="place")
    if not leader.strip():
        raise Invalid("visit-leader-missing", field="leader")
    if host and not host.belongs_to(jurisdiction.pk):
        raise Invalid("visit-host-elsewhere", field="host")
    made = Visit.objects.create(
        jurisdiction=jurisdiction,
        kind=kind,
        on=on,
        place=place.strip(),
        leader=leader.strip(),
        host=host,
        firm=firm.strip(),
        created_by_id=by.user_id,
        created_at=at,
    )
    record(by=by, at=at, verb="visit.create", obj=made, after={"kind": kind, "on": on})
    return made


@transaction.atomic
def raised_note(*, visit: Visit, text: str, asker: str, by: Actor, at: datetime) -> Raised:
    """A problem raised on the visit, while it lasts."""
    fresh = _open(visit, by)
    if not text.strip():
        raise Invalid("raised-text-missing", field="text")
    if not asker.strip():
        raise Invalid("raised-asker-missing", field="asker")
    last = fresh.raised.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_RAISED:
        raise Refused("raised-many", limit=MOST_RAISED)
    made = Raised.objects.create(
        visit=fresh,
        number=last + 1,
        text=text.strip(),
        asker=asker.strip(),
        noted_by_id=by.user_id,
        noted_at=at,
    )
    record(by=by, at=at, verb="raised.note", obj=made, after={"visit": fresh.pk})
    return made


@transaction.atomic
def raised_assign(
    *,
    raised: Raised,
    within: CommitmentList,
    lead_unit: Unit,
    due_on: date,
    by: Actor,
    at: datetime,
) -> Raised:
    """It becomes a commitment of a list, dispatched to its owner at once."""
    fresh = raised_locked(raised)
    can_keep_visits(by, fresh.visit.jurisdiction_id).require()
    if fresh.commitment_id:
        raise Refused("raised-owned")
    if fresh.state == State.CLOSED:
        raise Refused("raised-closed")
    draft = CommitmentDraft(
        text=fresh.text,
        kind="qualitative-task",
        starts_on=min(fresh.visit.on, due_on),
        due_on=due_on,
        lead_unit=lead_unit,
        leader=fresh.visit.leader,
    )
    made = commitment_create(within=within, draft=draft, by=by, at=at)
    commitment_dispatch(commitments=[made], by=by, at=at)
    fresh.commitment = made
    fresh.save(update_fields=["commitment"])
    after = {"commitment": made.pk, "lead_unit": lead_unit.pk}
    record(by=by, at=at, verb="raised.assign", obj=fresh, after=after)
    return fresh


@transaction.atomic
def visit_end(*, visit: Visit, by: Actor, at: datetime) -> None:
    """Nothing more is raised. Raises Refused ``visit-unowned`` while a problem has neither an
    owner nor an answer on the spot that solved it.
    """
    fresh = _open(visit, by)
    if waiting := unsettled(fresh):
        raise Refused("visit-unowned", numbers="、".join(map(str, waiting)))
    fresh.ended_by_id, fresh.ended_at = by.user_id, at
    fresh.save(update_fields=["ended_by", "ended_at"])
    record(by=by, at=at, verb="visit.end", obj=fresh, after={"raised": fresh.raised.count()})


def _open(visit: Visit, by: Actor) -> Visit:
    fresh = Visit.objects.select_for_update().get(pk=visit.pk)
    can_keep_visits(by, fresh.jurisdiction_id).require()
    if fresh.ended_at:
        raise Refused("visit-ended")
    return fresh


def raised_locked(raised: Raised) -> Raised:
    """The problem as it stands now with its visit and commitment, locked."""
    rows = Raised.objects.select_for_update(of=("self",))
    return rows.select_related("visit", "commitment").get(pk=raised.pk)
