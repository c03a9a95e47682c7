"""A version tried on the facts of a run: asked for, computed once by a worker, kept as advice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.scoring import parse_scheme
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions.runs import unwatched
from luoshi.web.assessment.frozen import frozen
from luoshi.web.assessment.inputs import check_sources
from luoshi.web.assessment.laboratory import trial
from luoshi.web.assessment.models import RuleTrial, SchemeVersion, ScoreRun
from luoshi.web.assessment.rules import can_compute
from luoshi.web.audit.actions import record
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job

TRIAL = "scheme.trial"
LONGEST_TITLE = 120


def trial_order(*, run: ScoreRun, version: SchemeVersion, by: Actor, at: datetime) -> Job:
    """Ask a worker for it. Raises Invalid for a source nobody gathers."""
    can_compute(by, version.scheme.jurisdiction_id).require()
    lists = run.lists.select_related("list_type")
    sources = parse_scheme(version.text).sources()
    check_sources(sources, lists, version.scheme.jurisdiction_id)
    params = {"run": run.pk, "version": version.pk}
    title = f"{_('规则实验室')} · {version.scheme.title}"[:LONGEST_TITLE]
    return job_start(kind=TRIAL, title=title, params=params, by=by, at=at)


def trial_compute(
    *, run: ScoreRun, version: SchemeVersion, by: Actor, at: datetime, tell: Report = unwatched
) -> RuleTrial:
    """Try it and keep what was found; the run and the version are not touched.

    Raises Invalid as ``laboratory.trial``.
    """
    tell(_("正在用那一轮的事实试算"), 0, 1)
    found = trial(run=run, version=version, by=by, at=at)
    made = _store(run, version, frozen(found), by, at)
    tell(_("正在用那一轮的事实试算"), 1, 1)
    return made


@transaction.atomic
def _store(run: ScoreRun, version: SchemeVersion, text: str, by: Actor, at: datetime) -> RuleTrial:
    made, _is_new = RuleTrial.objects.update_or_create(
        run=run, version=version, defaults={"text": text, "made_by_id": by.user_id, "made_at": at}
    )
    told = {"run": run.pk, "version": version.pk}
    record(by=by, at=at, verb="scheme.trial", obj=version.scheme, after=told)
    return made
