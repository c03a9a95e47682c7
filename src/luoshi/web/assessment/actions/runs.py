"""Computing a run whole, and taking its result on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.core.errors import Invalid, Refused
from luoshi.core.scoring import (
    ROOT,
    Result,
    Told,
    UnitResult,
    canonical_json,
    digest,
    evaluate,
    freeze,
    parse_scheme,
    plain,
    told,
)
from luoshi.core.scoring import Scheme as Rules
from luoshi.core.workflow import SCORE_RUN
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.holds import require_free
from luoshi.web.assessment.inputs import Facts, Window, check_sources, gather, keyed, units_of_group
from luoshi.web.assessment.models import (
    Against,
    RunQuota,
    SchemeVersion,
    ScoreNode,
    ScoreRun,
    UnitScore,
)
from luoshi.web.assessment.named import undefined_named
from luoshi.web.assessment.recompute import quota_rows, recomputed
from luoshi.web.assessment.rules import can_compute, can_finalise
from luoshi.web.audit.actions import record
from luoshi.web.bulk import insert_rows
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job
from luoshi.web.units.models import Unit

COMPUTE = "run.compute"
STEPS = 3
LONGEST_TITLE = 80
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NODE = ("score", "path", "title", "depth", "position", "weight", "points", "effect", "trace")
Inputs = dict[str, dict[str, Facts]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """What is to be computed."""

    version: SchemeVersion
    lists: Sequence[CommitmentList]
    title: str
    period_start: date
    period_end: date
    known_at: datetime
    against: str = Against.AMENDED

    @property
    def jurisdiction(self) -> Unit:
        """Whose scheme it is."""
        return self.version.scheme.jurisdiction

    @property
    def window(self) -> Window:
        """The period as known at the time."""
        return Window(self.period_start, self.period_end, self.known_at, self.against)

    def check(self, at: datetime) -> None:
        """Raises Invalid, with the ``field`` at fault."""
        if not self.title.strip() or len(self.title) > LONGEST_TITLE:
            raise Invalid("run-untitled", field="title")
        if any(entry.jurisdiction_id != self.jurisdiction.pk for entry in self.lists):
            raise Invalid("list-elsewhere", field="lists")
        if self.period_end < self.period_start:
            raise Invalid("ends-before-start", field="period_end")
        if self.known_at > at:
            raise Invalid("known-in-future", field="known_at")
        if self.against not in Against.values:
            raise Invalid("against-unknown", field="against")


def unwatched(step: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


def run_order(*, plan: RunPlan, by: Actor, at: datetime) -> Job:
    """Ask a worker for the run, once it is sure that there is something to score."""
    run_check(plan=plan, by=by, at=at)
    params = {
        "version": plan.version.pk,
        "lists": [entry.pk for entry in plan.lists],
        "period_start": plan.period_start.isoformat(),
        "period_end": plan.period_end.isoformat(),
        "known_at": (plan.known_at - EPOCH) // MICROSECOND,
        "original": int(plan.against == Against.ORIGINAL),
    }
    return job_start(kind=COMPUTE, title=plan.title, params=params, by=by, at=at)


def run_check(*, plan: RunPlan, by: Actor, at: datetime) -> Inputs:
    """The inputs of every group, nothing stored.

    Raises Invalid, with the ``field`` at fault, for a plan that cannot be computed: no lists, a
    source nobody gathers, a group without commitments.
    """
    can_compute(by, plan.jurisdiction.pk).require()
    plan.check(at)
    rules = parse_scheme(plan.version.text)
    area = plan.jurisdiction.pk
    check_sources(rules.sources(), plan.lists, area)
    facts = gather(plan.lists, plan.window, rules.sources(), area)
    return {
        group.key: keyed(
            units_of_group(plan.jurisdiction, group.unit_kinds), facts, group=group.title
        )
        for group in rules.groups
    }


def run_compute(
    *,
    version: SchemeVersion,
    lists: Sequence[CommitmentList],
    title: str,
    period_start: date,
    period_end: date,
    by: Actor,
    at: datetime,
    known_at: datetime | None = None,
    against: str = Against.AMENDED,
    job: Job | None = None,
    tell: Report = unwatched,
    then: Callable[[ScoreRun], object] = bool,
) -> ScoreRun:
    """Freeze the inputs, compute every group, and store result, digests and traces whole.

    Raises Invalid as ``run_check``, and for a score that the rules leave undefined; then
    nothing is stored. ``tell`` hears how far it is, outside of the transaction that stores; what
    ``then`` does with the run is part of it.
    """
    plan = RunPlan(
        version=version, lists=lists, title=title.strip(), period_start=period_start,
        period_end=period_end, known_at=known_at or at, against=against,
    )  # fmt: skip
    tell(_("正在收集交账和核验"), 0, STEPS)
    inputs = run_check(plan=plan, by=by, at=at)
    tell(_("正在计算得分"), 1, STEPS)
    results = evaluated(parse_scheme(version.text), inputs, plan.window.as_of)
    tell(_("正在保存结果和依据"), 2, STEPS)
    with transaction.atomic():
        run = _store(plan, inputs, results, by=by, at=at, job=job)
        then(run)
    tell(_("正在保存结果和依据"), STEPS, STEPS)
    return run


def evaluated(rules: Rules, inputs: Inputs, on: date) -> dict[str, Result]:
    """Raises Invalid ``score-undefined-…`` naming unit and node in words."""
    try:
        return {group: evaluate(rules, group, facts, on=on) for group, facts in inputs.items()}
    except Invalid as error:
        raise undefined_named(error, rules) from error


def _store(
    plan: RunPlan,
    inputs: Inputs,
    results: Mapping[str, Result],
    *,
    by: Actor,
    at: datetime,
    job: Job | None,
) -> ScoreRun:
    frozen = canonical_json({group: freeze(facts) for group, facts in inputs.items()})
    outcome = told(results)
    run = ScoreRun.objects.create(
        jurisdiction=plan.jurisdiction,
        version=plan.version,
        title=plan.title,
        period_start=plan.period_start,
        period_end=plan.period_end,
        known_at=plan.known_at,
        against=plan.against,
        inputs=frozen.decode(),
        inputs_digest=digest(frozen),
        result=outcome.text.decode(),
        result_digest=digest(outcome.text),
        computed_by_id=by.user_id,
        computed_at=at,
        job=job,
    )
    run.lists.set(plan.lists)
    _store_tables(run, results, outcome)
    record(
        by=by, at=at, verb="run.compute", obj=run,
        after={
            "version": plan.version.pk, "against": plan.against,
            "inputs": run.inputs_digest, "result": run.result_digest,
        },
    )  # fmt: skip
    return run


def _store_tables(run: ScoreRun, results: Mapping[str, Result], outcome: Told) -> None:
    """What pages show: scores with their traces, and quotas."""
    _store_scores(run, results, outcome)
    RunQuota.objects.bulk_create(
        RunQuota(run=run, **row)
        for group, result in results.items()
        for row in quota_rows(group, result)
    )


def _store_scores(run: ScoreRun, results: Mapping[str, Result], outcome: Told) -> None:
    codes = [unit.unit for result in results.values() for unit in result.units]
    units = Unit.objects.filter(code__in=codes).without_tree_fields().in_bulk(field_name="code")
    rows = [
        (unit, score)
        for group, result in results.items()
        for unit, score in zip(result.units, _scores(run, group, result, units), strict=True)
    ]
    UnitScore.objects.bulk_create([score for _, score in rows])
    insert_rows(ScoreNode, NODE, _node_rows(rows, outcome))


def _scores(
    run: ScoreRun, group: str, result: Result, units: Mapping[str, Unit]
) -> list[UnitScore]:
    tied = {key: len(band.keys) for band in result.ties for key in band.keys}
    return [
        UnitScore(
            run=run,
            unit=units[row.unit],
            group=group,
            points=row.points,
            rank=row.rank,
            tied=tied.get(row.unit, 1),
            vetoes=plain(row.vetoes),
        )
        for row in result.units
    ]


def _node_rows(
    scores: Iterable[tuple[UnitResult, UnitScore]], outcome: Told
) -> Iterator[tuple[object, ...]]:
    """The rows of ``NODE``, lazily: what a large run says of every node is not held twice."""
    for unit, score in scores:
        texts = zip(unit.total.walk(), outcome.nodes[unit.unit], strict=True)
        for position, (node, text) in enumerate(texts):
            depth = node.path.count(".") + (node.path != ROOT)
            effect = node.gap.effect if node.gap else ""
            yield (
                score.pk, node.path, node.title, depth, position, node.weight, node.points, effect,
                text,
            )  # fmt: skip


@transaction.atomic
def run_finalise(*, run: ScoreRun, by: Actor, at: datetime) -> None:
    """A principal takes the result on; after that a bulletin may be issued from it."""
    held = ScoreRun.objects.select_for_update().get(pk=run.pk)
    can_finalise(by, held).require()
    state = SCORE_RUN.next(held.state, "finalise")
    require_free(held, timezone.localdate(at))
    if not recomputed(held).same:
        raise Refused("run-differs")
    held.finalised_by_id, held.finalised_at = by.user_id, at
    held.save(update_fields=["finalised_by", "finalised_at"])
    record(by=by, at=at, verb="run.finalise", obj=held, after={"state": state})
