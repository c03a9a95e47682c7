"""The long acts of this app: computing a score run, studying how firm it is, trying rules."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from luoshi.web.accounts.queries import actor_at
from luoshi.web.assessment.actions import run_compute, study_compute
from luoshi.web.assessment.actions.runs import COMPUTE, EPOCH, MICROSECOND
from luoshi.web.assessment.actions.studies import STUDY
from luoshi.web.assessment.actions.trials import TRIAL, trial_compute
from luoshi.web.assessment.models import Against
from luoshi.web.assessment.queries import (
    lists_for_runs,
    run_for,
    run_of_job,
    run_to_study,
    trial_for,
    versions_to_run,
)
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job


def compute_run(job: Job, report: Report) -> str:
    """The run that the job asked for with its study, computed now or already there; its address."""
    now = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(now))
    run = run_of_job(job)
    if run is None:
        ids = job.params
        run = run_compute(
            version=versions_to_run(actor).get(pk=ids["version"]),
            lists=list(lists_for_runs(actor).filter(pk__in=ids["lists"])),
            title=job.title,
            period_start=date.fromisoformat(ids["period_start"]),
            period_end=date.fromisoformat(ids["period_end"]),
            against=Against.ORIGINAL if ids.get("original") else Against.AMENDED,
            known_at=EPOCH + ids["known_at"] * MICROSECOND,
            by=actor,
            at=now,
            job=job,
            tell=report,
        )
    if run_to_study(actor, run.pk):
        study_compute(run=run, by=actor, at=now, tell=report)
    return reverse("run", args=[run.pk])


def study_run(job: Job, report: Report) -> str:
    """The study that the job asked for, computed now or already there; its address."""
    now = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(now))
    if run := run_to_study(actor, job.params["run"]):
        study_compute(run=run, by=actor, at=now, tell=report)
    return reverse("run-study", args=[job.params["run"]])


def try_rules(job: Job, report: Report) -> str:
    """The trial that the job asked for, computed now or already there; where it is shown."""
    now, ids = timezone.now(), job.params
    actor = actor_at(job.asked_by, timezone.localdate(now))
    version = versions_to_run(actor).get(pk=ids["version"])
    run = run_for(actor, ids["run"])
    if trial_for(actor, run, version) is None:
        trial_compute(run=run, version=version, by=actor, at=now, tell=report)
    where = reverse("laboratory", args=[version.scheme_id])
    return f"{where}?version={version.pk}&run={run.pk}"


JOBS = {COMPUTE: compute_run, STUDY: study_run, TRIAL: try_rules}
