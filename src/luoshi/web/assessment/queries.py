"""Which schemes and runs a person sees, and one of each."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, When
from django.http import Http404
from django.utils import timezone

from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import (
    RuleTrial,
    RunQuota,
    RunStudy,
    Scheme,
    SchemeVersion,
    ScoreRun,
    UnitScore,
)
from luoshi.web.assessment.rules import OWNING, TRYING, WHOLE
from luoshi.web.commitments.audience import open_list
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.jobs.models import Job
from luoshi.web.units.models import Unit
from luoshi.web.units.past import names_of

HEAVY = ("inputs", "result", "version__text")
"""Columns of a run that its pages do not show."""


def visible_to(actor: Actor) -> QuerySet[ScoreRun]:
    """Every run of the jurisdiction for its overseers; for units the final ones, and those that
    scored their own units."""
    whole = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    final = Q(jurisdiction__in=actor.jurisdictions(*OWNING), finalised_at__isnull=False)
    own = Exists(own_scores(actor).filter(run=OuterRef("pk")))
    return ScoreRun.objects.filter(whole | final | own)


def own_scores(actor: Actor) -> QuerySet[UnitScore]:
    """The scores of the units for which the person is contact or leader."""
    return UnitScore.objects.filter(unit__in=actor.units(*OWNING))


def rankings_visible_to(actor: Actor) -> QuerySet[ScoreRun]:
    """The runs whose whole ranking the person may see."""
    whole = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    final = Q(jurisdiction__in=actor.jurisdictions(*OWNING), finalised_at__isnull=False)
    return ScoreRun.objects.filter(whole | final)


def runs_for(actor: Actor) -> QuerySet[ScoreRun]:
    """The runs of the list, newest period first, each with the scores of the own units."""
    mine = own_scores(actor).select_related("unit").order_by("unit__position")
    return (
        visible_to(actor)
        .select_related("version__scheme", "jurisdiction", "finalised_by")
        .defer(*HEAVY)
        .annotate(units=Count("scores"))
        .order_by("-period_end", "-id")
        .prefetch_related(Prefetch("scores", mine, to_attr="mine"))
    )


def dressed(scores: Iterable[UnitScore], run: ScoreRun | None = None) -> list[UnitScore]:
    """The scores with their units called as they were when the run was made, as known then: one
    query. Without ``run`` each score brings its own."""
    rows = list(scores)
    if not rows:
        return rows
    names = names_of(row.unit_id for row in rows)
    times = {row.run_id: (run or row.run).known_at for row in rows}
    then = {run_id: names.as_known(known_at) for run_id, known_at in times.items()}
    for row in rows:
        then[row.run_id].dress(row.unit, timezone.localdate(times[row.run_id]))
    return rows


def run_for(actor: Actor, pk: int) -> ScoreRun:
    """One run whose ranking the person may see. Raises Http404."""
    related = ("version__scheme", "jurisdiction", "computed_by", "finalised_by")
    found = rankings_visible_to(actor).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def run_to_study(actor: Actor, pk: int) -> ScoreRun | None:
    """The run, as long as nobody has studied how firm it is."""
    runs = rankings_visible_to(actor).filter(pk=pk, study=None)
    return runs.select_related("version", "jurisdiction").first()


def run_to_try(actor: Actor, scheme: Scheme | None) -> ScoreRun | None:
    """The run over whose data a draft is tried: the scheme's last, else the jurisdiction's."""
    areas = [scheme.jurisdiction_id] if scheme else actor.jurisdictions("assessor")
    runs = visible_to(actor).filter(jurisdiction__in=areas).select_related("version")
    own = Case(When(version__scheme=scheme and scheme.pk, then=0), default=1)
    return runs.order_by(own, "-period_end", "-id").first()


def quota_for(actor: Actor, run_pk: int, pk: int) -> RunQuota:
    """One quota of a run whose ranking the person may see. Raises Http404."""
    runs = rankings_visible_to(actor).filter(pk=run_pk)
    rows = RunQuota.objects.filter(run__in=runs.values("pk")).select_related(
        "run__version", "run__jurisdiction", "decision__decided_by"
    )
    found = rows.defer("run__inputs", "run__result").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def unit_names(run: ScoreRun) -> dict[str, str]:
    """The run's units by code, called as they were: two queries."""
    scores = dressed(run.scores.select_related("unit"), run)
    return {score.unit.code: score.unit.short_name for score in scores}


def next_above(score: UnitScore) -> Decimal | None:
    """The points of the nearest unit of the group that stands before this one: one query."""
    if score.points is None:
        return None
    rows = UnitScore.objects.filter(run=score.run_id, group=score.group, points__gt=score.points)
    found: Decimal | None = rows.aggregate(least=Min("points"))["least"]
    return found


def study_of(run: ScoreRun) -> RunStudy | None:
    """How firm the run is, once it was studied: one query."""
    return RunStudy.objects.filter(run=run.pk).select_related("made_by").first()


def trials_visible_to(actor: Actor) -> QuerySet[RuleTrial]:
    """What was tried in the jurisdictions whose rules the person writes or decides on."""
    return RuleTrial.objects.filter(run__jurisdiction__in=actor.jurisdictions(*TRYING))


def trials_of(actor: Actor, scheme: Scheme) -> list[RuleTrial]:
    """What was tried with the scheme, the latest first, without what was found: one query."""
    rows = trials_visible_to(actor).filter(version__scheme=scheme)
    heavy = ("text", "version__text", "run__inputs", "run__result")
    return list(rows.select_related("run", "version", "made_by").defer(*heavy).order_by("-pk"))


def trial_for(actor: Actor, run: ScoreRun, version: SchemeVersion) -> RuleTrial | None:
    """What the version does on the facts of the run, once it was tried: one query."""
    rows = trials_visible_to(actor).filter(run=run, version=version)
    return rows.select_related("made_by", "run__version", "version").first()


def units_scored(run: ScoreRun) -> dict[str, int]:
    """By code the keys of the units that have a score in the run: one query."""
    return dict(UnitScore.objects.filter(run=run).values_list("unit__code", "unit_id"))


def score_for(actor: Actor, pk: int, unit_pk: int) -> UnitScore:
    """One unit's score in one run: the own one always, another's with the ranking.

    Raises Http404.
    """
    mine = Q(unit__in=actor.units(*OWNING))
    seen = Q(run__in=rankings_visible_to(actor).values("pk"))
    related = ("unit", "run__version__scheme", "run__jurisdiction", "run__finalised_by")
    scores = UnitScore.objects.filter(mine | seen, run=pk, unit=unit_pk)
    found = scores.select_related(*related).defer("run__inputs", "run__result").first()
    if found is None:
        raise Http404
    return dressed([found])[0]


def run_of_job(job: Job) -> ScoreRun | None:
    """What the job computed already."""
    return ScoreRun.objects.filter(job=job).first()


def schemes_visible_to(actor: Actor) -> QuerySet[Scheme]:
    """The assessor's own schemes, and those with a version that the person may read."""
    own = Q(jurisdiction__in=actor.jurisdictions("assessor"))
    read = versions_visible_to(actor)
    return Scheme.objects.filter(own | Q(pk__in=read.values("scheme")))


def schemes_for(actor: Actor) -> QuerySet[Scheme]:
    """The schemes of the list, each with its visible versions."""
    rows = versions_visible_to(actor).defer("text").annotate(run_count=Count("runs"))
    return (
        schemes_visible_to(actor)
        .select_related("jurisdiction")
        .prefetch_related(Prefetch("versions", rows.order_by("-number"), to_attr="shown"))
    )


def scheme_for(actor: Actor, pk: int) -> Scheme:
    """One scheme. Raises Http404."""
    found = schemes_visible_to(actor).select_related("jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions_visible_to(actor: Actor) -> QuerySet[SchemeVersion]:
    """All for the assessor; for others those that a run used whose scores they may see, and those
    whose trials they may."""
    own = Q(scheme__jurisdiction__in=actor.jurisdictions("assessor"))
    used = Exists(visible_to(actor).filter(version=OuterRef("pk")))
    tried = Exists(trials_visible_to(actor).filter(version=OuterRef("pk")))
    return SchemeVersion.objects.filter(own | used | tried)


def versions_of(actor: Actor, scheme: Scheme) -> list[SchemeVersion]:
    """The scheme's versions that the person may read, newest first."""
    rows = versions_visible_to(actor).filter(scheme=scheme).select_related("made_by")
    return list(rows.annotate(run_count=Count("runs")).order_by("-number"))


def versions_to_run(actor: Actor) -> QuerySet[SchemeVersion]:
    """The versions the assessor may compute with, newest of each scheme first."""
    rows = SchemeVersion.objects.filter(scheme__jurisdiction__in=actor.jurisdictions("assessor"))
    return rows.select_related("scheme__jurisdiction").order_by("scheme__title", "-number")


def lists_for_runs(actor: Actor) -> QuerySet[CommitmentList]:
    """The lists an assessor may score: a score shows its rows to leaders, so both must see them."""
    rows = CommitmentList.objects.filter(
        open_list("assessor"),
        open_list("principal"),
        jurisdiction__in=actor.jurisdictions("assessor"),
    )
    return rows.select_related("list_type", "jurisdiction")


def lists_running(actor: Actor, on: date) -> QuerySet[CommitmentList]:
    """Those of them that ran on that day; no batch of projects, for which no round asks."""
    return lists_for_runs(actor).filter(
        period_start__lte=on, period_end__gte=on, cohort__isnull=True
    )


def written_jurisdictions(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose schemes the person writes."""
    areas: QuerySet[Unit] = Unit.objects.filter(pk__in=actor.jurisdictions("assessor"))
    return areas.order_by("position", "code")


def points_before(run: ScoreRun) -> dict[str, Decimal]:
    """By unit code, the points of the last run of the jurisdiction whose period ended earlier."""
    earlier = ScoreRun.objects.filter(
        jurisdiction=run.jurisdiction_id, period_end__lt=run.period_end
    ).order_by("-period_end", "-pk")
    last = UnitScore.objects.filter(run=earlier.values("pk")[:1], points__isnull=False)
    rows = last.order_by().values_list("unit__code", "points")
    return {code: points for code, points in rows if points is not None}
