"""How firm a stored run is: asked for, computed once, stored beside it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.robustness import Plan, plan_from, study
from luoshi.core.scoring import Result, canonical_json, digest
from luoshi.core.scoring import Scheme as Rules
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions.runs import unwatched
from luoshi.web.assessment.models import RunStudy, ScoreRun
from luoshi.web.assessment.recompute import results_again
from luoshi.web.assessment.rules import can_compute
from luoshi.web.audit.actions import record
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job

STUDY = "run.study"


def study_plan() -> Plan:
    """What is varied, from the presets."""
    return plan_from(presets.load("robustness")["default"], "robustness.default")


def study_order(*, run: ScoreRun, by: Actor, at: datetime) -> Job:
    """Ask a worker for the study of a run that has none."""
    can_compute(by, run.jurisdiction_id).require()
    _require_none(run)
    return job_start(kind=STUDY, title=run.title, params={"run": run.pk}, by=by, at=at)


def study_compute(*, run: ScoreRun, by: Actor, at: datetime, tell: Report = unwatched) -> RunStudy:
    """Study every group out of what the run stored; the run itself is not touched.

    A group whose rules cannot be varied is stored with the reason. Raises Refused ``run-studied``
    for a second study, Refused ``run-differs`` where the run no longer gives its own result.
    """
    can_compute(by, run.jurisdiction_id).require()
    _require_none(run)
    rules, results = results_again(run)
    if rules is None or digest(canonical_json(results)) != run.result_digest:
        raise Refused("run-differs")
    plan, groups = study_plan(), {}
    for done, (key, result) in enumerate(results.items()):
        tell(_("正在检验排名有多稳"), done, len(results))
        groups[key] = _studied(rules, result, plan, run.result_digest)
    tell(_("正在检验排名有多稳"), len(results), len(results))
    return _store(run, plan, groups, by=by, at=at)


def _studied(rules: Rules, result: Result, plan: Plan, seed: str) -> object:
    """The study, or why there is none."""
    try:
        return study(rules, result, plan, seed=f"{seed}:{result.group}")
    except Invalid as error:
        return {"refused": error.code, "node": str(error.params.get("node", ""))}


@transaction.atomic
def _store(
    run: ScoreRun, plan: Plan, groups: dict[str, object], *, by: Actor, at: datetime
) -> RunStudy:
    ScoreRun.objects.select_for_update().get(pk=run.pk)
    _require_none(run)
    text = canonical_json({"plan": plan, "seed": run.result_digest, "groups": groups})
    found = RunStudy.objects.create(
        run=run, seed=run.result_digest, text=text.decode(), digest=digest(text),
        made_by_id=by.user_id, made_at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="run.study", obj=run, after={"study": found.digest})
    return found


def _require_none(run: ScoreRun) -> None:
    if RunStudy.objects.filter(run=run.pk).exists():
        raise Refused("run-studied")
