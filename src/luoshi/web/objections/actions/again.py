"""Computing a run again once objections were upheld."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions import run_compute
from luoshi.web.assessment.models import SchemeVersion, ScoreRun
from luoshi.web.audit.actions import record
from luoshi.web.objections.models import Rerun
from luoshi.web.objections.queries import standing_of
from luoshi.web.objections.rules import can_run_again

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
def run_again(
    *,
    run: ScoreRun,
    version: SchemeVersion,
    note: str,
    by: Actor,
    at: datetime,
) -> Rerun:
    """The same lists, period and targets as known now: a run of its own that takes the old one's
    place once a principal takes it on. Both stay."""
    old = ScoreRun.objects.select_for_update(of=("self",)).select_related("version").get(pk=run.pk)
    again_check(run=old, version=version, note=note, by=by, at=at)
    suffix = gettext("（异议后）")
    new = run_compute(
        version=version,
        lists=list(old.lists.all()),
        title=old.title[: LONGEST_TITLE - len(suffix)] + suffix,
        period_start=old.period_start,
        period_end=old.period_end,
        against=old.against,
        by=by,
        at=at,
    )
    made = Rerun.objects.create(
        old=old, new=new, note=note.strip(), made_by_id=by.user_id, made_at=at
    )
    record(
        by=by, at=at, verb="run.again", obj=new,
        before={"run": old.pk, "result": old.result_digest}, after={"result": new.result_digest},
    )  # fmt: skip
    return made
