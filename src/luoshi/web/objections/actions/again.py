"""Computing a run again once objections were upheld: ordered, then done by a worker."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions import run_compute
from luoshi.web.assessment.actions.runs import unwatched
from luoshi.web.assessment.models import SchemeVersion, ScoreRun
from luoshi.web.audit.actions import record
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job, State
from luoshi.web.objections.models import Rerun, RerunOrder
from luoshi.web.objections.queries import standing_of
from luoshi.web.objections.rules import can_run_again

AGAIN = "run.again"
LONGEST_TITLE = 80


def again_check(
    *, run: ScoreRun, version: SchemeVersion, note: str, by: Actor, at: datetime
) -> None:
    """Raises Refused ``run-superseded``, ``window-running``, ``objections-undecided``,
    ``objection-none-upheld``; Invalid ``rerun-note-missing``, ``rerun-version-elsewhere``."""
    can_run_again(by, run).require()
    standing = standing_of(run)
    if standing.after is not None:
        raise Refused("run-superseded")
    if standing.window and timezone.localdate(at) <= standing.window.closes_on:
        raise Refused("window-running", day=standing.window.closes_on)
    if standing.undecided:
        raise Refused("objections-undecided", n=standing.undecided)
    if not standing.upheld:
        raise Refused("objection-none-upheld")
    if not note.strip():
        raise Invalid("rerun-note-missing", field="note")
    if version.scheme_id != run.version.scheme_id:
        raise Invalid("rerun-version-elsewhere", field="version")


@transaction.atomic
def again_order(
    *, run: ScoreRun, version: SchemeVersion, note: str, by: Actor, at: datetime
) -> Job:
    """Ask a worker for the run. Raises as ``again_check``; Refused ``rerun-ordered`` while another
    order for it waits or runs."""
    old = _locked(run)
    again_check(run=old, version=version, note=note, by=by, at=at)
    waiting = (State.WAITING, State.RUNNING)
    if RerunOrder.objects.filter(run=old, job__state__in=waiting).exists():
        raise Refused("rerun-ordered")
    order = RerunOrder.objects.create(
        run=old, version=version, note=note.strip(), asked_by_id=by.user_id, asked_at=at
    )
    title = _title(old)
    order.job = job_start(kind=AGAIN, title=title, params={"order": order.pk}, by=by, at=at)
    order.save(update_fields=["job"])
    return order.job


def run_again(
    *,
    run: ScoreRun,
    version: SchemeVersion,
    note: str,
    by: Actor,
    at: datetime,
    known_at: datetime | None = None,
    job: Job | None = None,
    tell: Report = unwatched,
) -> Rerun:
    """The same lists, period and targets as known at ``known_at`` (else now): a run of its own that
    takes the old one's place once a principal takes it on. Both stay."""
    again_check(run=run, version=version, note=note, by=by, at=at)
    new = run_compute(
        version=version,
        lists=list(run.lists.all()),
        title=_title(run),
        period_start=run.period_start,
        period_end=run.period_end,
        against=run.against,
        known_at=known_at,
        by=by,
        at=at,
        job=job,
        tell=tell,
        then=partial(_take_place, old=run, version=version, note=note, by=by, at=at),
    )
    return Rerun.objects.get(new=new)


def _take_place(
    new: ScoreRun, *, old: ScoreRun, version: SchemeVersion, note: str, by: Actor, at: datetime
) -> None:
    """Asked again under a lock, in the transaction that stores the new run."""
    held = _locked(old)
    again_check(run=held, version=version, note=note, by=by, at=at)
    Rerun.objects.create(old=held, new=new, note=note.strip(), made_by_id=by.user_id, made_at=at)
    record(
        by=by, at=at, verb="run.again", obj=new,
        before={"run": held.pk, "result": held.result_digest}, after={"result": new.result_digest},
    )  # fmt: skip


def _locked(run: ScoreRun) -> ScoreRun:
    rows = ScoreRun.objects.select_for_update(of=("self",)).select_related("version")
    return rows.get(pk=run.pk)


def _title(run: ScoreRun) -> str:
    suffix = gettext("（异议后）")
    return run.title[: LONGEST_TITLE - len(suffix)] + suffix
