"""Figures over projects: funnel, start rate, investment of a year, reserve, places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from luoshi.core.projects import (
    Funnel,
    Member,
    Meter,
    Opening,
    Quarter,
    funnel,
    meter,
    quarters,
    spread,
    through,
)
from luoshi.web.accounts.actor import Actor
from luoshi.web.projects.models import Claim, Cohort, Investment, Project, Site, YearPlan
from luoshi.web.projects.queries.accounts import changes_of
from luoshi.web.projects.queries.projects import visible_to
from luoshi.web.projects.terms import reserve_rule, seasons, start_targets
from luoshi.web.units.models import Unit

MONTHS = range(1, 13)
Sums = tuple[Decimal | None, Decimal | None, Decimal | None]


def funnel_of(projects: Iterable[Project]) -> Funnel:
    """The funnel of these projects by their projection."""
    return funnel(Member(project.standing, project.moved_out) for project in projects)


def funnels_of(actor: Actor, cohorts: Iterable[Cohort], on: date) -> list[tuple[Cohort, Funnel]]:
    """The funnel of each signed cohort, over what the person sees: one query."""
    by_cohort: dict[int, list[Project]] = {}
    for project in visible_to(actor, on).only("cohort", "said", "did", "achieved", "moved_out"):
        by_cohort.setdefault(project.cohort_id, []).append(project)
    signed = [cohort for cohort in cohorts if cohort.signed_on]
    return [(cohort, funnel_of(by_cohort.get(cohort.pk, ()))) for cohort in signed]


def signed_in(actor: Actor, cohort: Cohort | None, on: date) -> QuerySet[Project]:
    """The signed projects the person sees, of one cohort or of all."""
    found = visible_to(actor, on).filter(cohort__signed_on__isnull=False)
    found = found.select_related("cohort", "commitment")
    return found.filter(cohort=cohort) if cohort else found


@dataclass(frozen=True, slots=True)
class Starts:
    """The quarters of a year, and how many projects have no planned start."""

    year: int
    quarters: tuple[Quarter, ...]
    undated: int


def starts_of(projects: Iterable[Project], year: int, today: date) -> Starts:
    """The start rate by quarter: three queries."""
    rows = list(projects)
    told = changes_of(rows)
    openings = [
        Opening(
            project.started_on,
            [change for _, change in told[project.pk]],
            project.moved_out,
            project.base,
        )
        for project in rows
    ]
    undated = sum(each.planned_on is None for each in openings)
    return Starts(year, quarters(openings, year, start_targets(), today), undated)


@dataclass(frozen=True, slots=True)
class YearCurve:
    """Running sums of a year in 亿元, month by month; said and achieved up to their last figure."""

    year: int
    plan: Decimal
    planned: tuple[Decimal, ...]
    said: tuple[Decimal, ...]
    achieved: tuple[Decimal, ...]
    unplanned: int

    def gap(self, claim: str) -> Decimal | None:
        """How far that claim is above (+) or below (-) the plan at its last month."""
        told = {"said": self.said, "achieved": self.achieved}[claim]
        return told[-1] - self.planned[len(told) - 1] if told else None


def year_curve(projects: Sequence[Project], year: int) -> YearCurve:
    """Plan, said and counted investment of these projects: two queries."""
    plans = YearPlan.objects.filter(project__in=projects, year=year, superseded_by=None)
    by_project = {plan.project_id: plan for plan in plans}
    sums = dict.fromkeys(MONTHS, Decimal(0))
    for project in projects:
        if plan := by_project.get(project.pk):
            for month, amount in zip(MONTHS, _months(plan, project), strict=True):
                sums[month] += amount
    told = _told(projects, year)
    return YearCurve(
        year=year,
        plan=sum(sums.values(), Decimal(0)),
        planned=through(sums, 12),
        said=_running(told[Claim.SAID]),
        achieved=_running(told[Claim.ACHIEVED]),
        unplanned=len(projects) - len(by_project),
    )


def _months(plan: YearPlan, project: Project) -> tuple[Decimal, ...]:
    known = seasons()
    season = known.get(plan.season) or next(iter(known.values()))
    return spread(plan.amount, plan.year, season, project.started_on)


def _told(projects: Sequence[Project], year: int) -> dict[str, dict[int, Decimal]]:
    rows = (
        Investment.objects.filter(project__in=projects, month__year=year, superseded_by=None)
        .order_by()
        .values_list("claim", "month")
        .annotate(total=Sum("amount"))
    )
    told: dict[str, dict[int, Decimal]] = {Claim.SAID: {}, Claim.ACHIEVED: {}}
    for claim, month, total in rows:
        told[claim][month.month] = total
    return told


def sums_of(projects: Sequence[Project], year: int) -> dict[int, Sums]:
    """By project: the plan of a year, what was said and what was counted in it: two queries."""
    plans = YearPlan.objects.filter(project__in=projects, year=year, superseded_by=None)
    planned = dict(plans.values_list("project_id", "amount"))
    rows = Investment.objects.filter(
        project__in=projects, month__year=year, superseded_by=None
    ).order_by()
    told: dict[tuple[int, str], Decimal] = {
        (pk, claim): total
        for pk, claim, total in rows.values_list("project_id", "claim").annotate(Sum("amount"))
    }
    return {
        project.pk: (
            planned.get(project.pk),
            told.get((project.pk, Claim.SAID)),
            told.get((project.pk, Claim.ACHIEVED)),
        )
        for project in projects
    }


def _running(months: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    return through(months, max(months, default=0))


def reserve_meter(projects: Iterable[Project]) -> Meter:
    """The projects of the reserve against its two goals."""
    amounts = [project.commitment.target for project in projects]
    return meter(amounts, reserve_rule(), "projects.reserve")


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What is going on in one county or park (None: anywhere else); investments in 亿元."""

    unit: Unit | None
    site: Site | None
    funnel: Funnel
    investment: Decimal


def places_figures(
    projects: Iterable[Project], counties: Sequence[Unit], sites: Mapping[int, Site]
) -> list[PlaceFigures]:
    """The signed projects by county or park, in the order of units, then the rest if any.

    A project of a town counts for its county.
    """
    by_place: dict[int, list[Project]] = {}
    known = {unit.pk for unit in counties}
    for project in projects:
        place = project.place
        key = place.pk if place and place.pk in known else place.parent_id if place else None
        by_place.setdefault(key if key in known else 0, []).append(project)
    figures = [_figures(unit, sites.get(unit.pk), by_place.get(unit.pk, [])) for unit in counties]
    rest = by_place.get(0, [])
    return [*figures, _figures(None, None, rest)] if rest else figures


def _figures(unit: Unit | None, site: Site | None, projects: list[Project]) -> PlaceFigures:
    amounts = (project.commitment.target or Decimal(0) for project in projects)
    return PlaceFigures(unit, site, funnel_of(projects), sum(amounts, Decimal(0)))


def sites_of(jurisdiction_id: int) -> dict[int, Site]:
    """The map of a jurisdiction by unit."""
    return {site.unit_id: site for site in Site.objects.filter(jurisdiction=jurisdiction_id)}
