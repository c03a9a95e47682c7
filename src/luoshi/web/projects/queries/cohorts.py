"""Cohorts with what they hold, and what is missing in one before it is fixed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from luoshi.web.accounts.actor import Actor
from luoshi.web.projects.models import Adjustment, Cohort, Project
from luoshi.web.projects.queries.projects import visible_to
from luoshi.web.projects.queries.thresholds import below
from luoshi.web.projects.wording import summed
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import jurisdictions_of

UNOWNED = ("draft", "assigned", "disputed")


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """A cohort over what the person sees of it; the investment in 亿元."""

    cohort: Cohort
    projects: int
    dropped: int
    investment: Decimal
    waiting: int

    @property
    def invested(self) -> str:
        """The investment in words."""
        return summed(self.investment)


def cohort_counts(actor: Actor, cohorts: Iterable[Cohort], on: date) -> list[CohortCounts]:
    """Each cohort with its numbers: one query; ``waiting`` has no owner who accepted yet."""
    groups = visible_to(actor, on).order_by().values_list("cohort")
    rows = groups.annotate(
        size=Count("pk"),
        dropped=Count("pk", filter=Q(moved_out=True)),
        invested=Sum("commitment__target"),
        waiting=Count("pk", filter=Q(commitment__state__in=UNOWNED)),
    )
    known = {cohort: numbers for cohort, *numbers in rows}
    found = []
    for cohort in cohorts:
        projects, dropped, invested, waiting = known.get(cohort.pk, (0, 0, None, 0))
        invested = invested or Decimal(0)
        found.append(CohortCounts(cohort, projects, dropped, invested, waiting))
    return found


@dataclass(frozen=True, slots=True)
class Issues:
    """What a person should know of a cohort before fixing it: how many projects of each kind."""

    undated: int
    unsized: int
    unsorted: int
    below: int
    waiting: int
    doubles: list[str]

    @property
    def any(self) -> bool:
        """Whether there is anything to be said."""
        numbers = (self.undated, self.unsized, self.unsorted, self.below, self.waiting)
        return any(numbers) or bool(self.doubles)


def issues_of(cohort: Cohort) -> Issues:
    """What is missing or odd in a cohort: four queries."""
    within = Project.objects.filter(cohort=cohort).order_by()
    numbers = within.aggregate(
        undated=Count("pk", filter=Q(started_on=None)),
        unsized=Count("pk", filter=Q(commitment__target=None)),
        unsorted=Count("pk", filter=Q(sector="")),
        below=Count("pk", filter=below()),
        waiting=Count("pk", filter=Q(commitment__state__in=UNOWNED)),
    )
    names = Counter(within.values_list("commitment__text", flat=True))
    return Issues(**numbers, doubles=sorted(name for name, count in names.items() if count > 1))


def open_cohorts(jurisdiction_id: int) -> QuerySet[Cohort]:
    """The signed cohorts that still take projects."""
    found = Cohort.objects.filter(jurisdiction=jurisdiction_id, list__frozen_at=None)
    return found.filter(signed_on__isnull=False).select_related("list")


def cohorts_in(projects: QuerySet[Project]) -> list[Cohort]:
    """The cohorts of these projects: one query."""
    held = projects.order_by().values("cohort")
    return list(Cohort.objects.filter(pk__in=held).select_related("list"))


def adjustments_of(cohort: Cohort) -> QuerySet[Adjustment]:
    """The decisions of the years, the newest first, with what they were about."""
    found = cohort.adjustments.select_related("decided_by")
    return found.prefetch_related("drop_outs__project__commitment", "drop_outs__proposed_by")


def kept_areas(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose projects the person keeps."""
    areas: QuerySet[Unit] = Unit.objects.filter(
        pk__in=actor.jurisdictions("supervisor")
    ).without_tree_fields()
    return areas


def chosen_area(actor: Actor, on: date) -> Unit | None:
    """The jurisdiction whose map the person sees: the first with a project, else the own one."""
    held = visible_to(actor, on).order_by().values("cohort__jurisdiction")
    areas: QuerySet[Unit] = Unit.objects.filter(pk__in=held).without_tree_fields()
    return areas.first() or jurisdictions_of(actor).first()
