"""The window, and the life of one objection."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luoshi.core.calendar import due
from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import OBJECTION
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.assessment.models import ScoreNode, ScoreRun
from luoshi.web.audit.actions import record
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.delivery.actions import evidence_kept
from luoshi.web.objections.clocks import WINDOWS, clock_named
from luoshi.web.objections.models import OPEN, Objection, State, Window
from luoshi.web.objections.queries import standing_of
from luoshi.web.objections.recusal import involved_in
from luoshi.web.objections.rules import (
    can_answer,
    can_assign,
    can_be_named,
    can_object,
    can_open_window,
    can_withdraw,
)

OUTCOMES = {State.UPHELD: "uphold", State.PARTLY: "uphold_partly", State.DISMISSED: "dismiss"}
File = tuple[str, bytes]


@transaction.atomic
def window_open(*, run: ScoreRun, clock: str, by: Actor, at: datetime) -> Window:
    """From today the units may object, for as many working days as the clock says.

    Raises Refused ``window-there``, ``run-superseded``, ``calendar-not-covered``; Invalid
    ``window-clock-unknown``.
    """
    held = ScoreRun.objects.select_for_update().get(pk=run.pk)
    can_open_window(by, held).require()
    if clock not in WINDOWS:
        raise Invalid("window-clock-unknown", field="clock")
    standing = standing_of(held)
    if standing.after is not None:
        raise Refused("run-superseded")
    if standing.window is not None:
        raise Refused("window-there")
    today = timezone.localdate(at)
    window = Window.objects.create(
        run=held,
        clock=clock,
        opens_on=today,
        closes_on=due(today, clock_named(clock), work_calendar()),
        opened_by_id=by.user_id,
        opened_at=at,
    )
    told = {"clock": clock, "from": window.opens_on, "to": window.closes_on}
    record(by=by, at=at, verb="objection.window", obj=held, after=told)
    return window


@transaction.atomic
def objection_file(
    *,
    node: ScoreNode,
    grounds: str,
    by: Actor,
    at: datetime,
    wanted: Decimal | None = None,
    files: Sequence[File] = (),
) -> Objection:
    """Object to one number of one's own unit, with grounds and files.

    Raises Refused ``window-none``, ``window-over``, ``objection-open``; Invalid
    ``objection-grounds-missing`` and as ``evidence_kept``.
    """
    run = ScoreRun.objects.select_for_update().get(pk=node.score.run_id)
    can_object(by, node.score).require()
    _require_window(run, at)
    if Objection.objects.filter(node=node, state__in=OPEN).exists():
        raise Refused("objection-open")
    if not grounds.strip():
        raise Invalid("objection-grounds-missing", field="grounds")
    objection = Objection.objects.create(
        node=node,
        unit_id=node.score.unit_id,
        grounds=grounds.strip(),
        wanted=wanted,
        filed_by_id=by.user_id,
        filed_at=at,
    )
    unit, area = node.score.unit_id, run.jurisdiction_id
    kept = [
        evidence_kept(unit_id=unit, jurisdiction_id=area, name=name, data=data, by=by, at=at)[0]
        for name, data in files
    ]
    objection.evidence.set(kept)
    told = {"run": run.pk, "node": node.title, "wanted": wanted, "evidence": len(kept)}
    record(by=by, at=at, verb="objection.file", obj=objection, after=told)
    return objection


def _require_window(run: ScoreRun, at: datetime) -> None:
    standing, today = standing_of(run), timezone.localdate(at)
    if standing.after is not None:
        raise Refused("run-superseded")
    if standing.window is None:
        raise Refused("window-none")
    if not standing.takes(today):
        raise Refused("window-over", day=standing.window.closes_on)


@transaction.atomic
def objection_assign(*, objection: Objection, answerer: User, by: Actor, at: datetime) -> Objection:
    """Take it in and name who answers, or name another one: somebody who took no part."""
    held = _locked(objection)
    can_assign(by, held).require()
    held.state = OBJECTION.next(held.state, "assign")
    person = actor_at(answerer, timezone.localdate(at))
    can_be_named(person, held, involved=involved_in(held)).require()
    before = held.answerer_id
    held.answerer_id = answerer.pk
    held.assigned_by_id, held.assigned_at = by.user_id, at
    held.save(update_fields=["state", "answerer", "assigned_by", "assigned_at"])
    record(
        by=by, at=at, verb="objection.assign", obj=held,
        before={"answerer": before}, after={"answerer": answerer.pk},
    )  # fmt: skip
    return held


@transaction.atomic
def objection_decide(
    *, objection: Objection, outcome: str, reasons: str, by: Actor, at: datetime
) -> Objection:
    """The answer, in words. Upheld, wholly or partly, the run must be computed again."""
    held = _locked(objection)
    can_answer(by, held, involved=involved_in(held)).require()
    if outcome not in OUTCOMES:
        raise Invalid("objection-outcome-unknown", field="outcome")
    if not reasons.strip():
        raise Invalid("objection-reasons-missing", field="reasons")
    held.state = OBJECTION.next(held.state, OUTCOMES[State(outcome)])
    held.reasons, held.decided_by_id, held.decided_at = reasons.strip(), by.user_id, at
    held.save(update_fields=["state", "reasons", "decided_by", "decided_at"])
    told = {"state": held.state, "reason": held.reasons}
    record(by=by, at=at, verb="objection.decide", obj=held, after=told)
    return held


@transaction.atomic
def objection_withdraw(*, objection: Objection, by: Actor, at: datetime) -> Objection:
    """The unit takes it back while nobody has decided; it stays in the record."""
    held = _locked(objection)
    can_withdraw(by, held).require()
    held.state = OBJECTION.next(held.state, "withdraw")
    held.withdrawn_by_id, held.withdrawn_at = by.user_id, at
    held.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    record(by=by, at=at, verb="objection.withdraw", obj=held, after={"state": held.state})
    return held


def _locked(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",))
    related = "node__score__run__version", "node__score__run__jurisdiction"
    return rows.select_related(*related).get(pk=objection.pk)
