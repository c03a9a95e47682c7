"""Which projects a person sees, and how they are found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, OrderBy, Q, QuerySet, Value, When
from django.http import Http404

from luoshi.core.projects import Stage
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.audience import whole_lists
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.projects.models import Cohort, Project, Sector, StageChange
from luoshi.web.projects.queries.thresholds import below
from luoshi.web.units.models import Kind, Unit

LONGEST_SEARCH = 60
SORTS = ("name", "place", "owner", "investment", "said", "did", "achieved", "planned")
RANK = {stage: Value(stage.place) for stage in Stage}
MARKS = ("overdue", "below", "moved_out", "unproved")
"""Overdue: planned to have started and not said to have; unproved: said further than found."""


def _rank(claim: str) -> Case:
    return Case(*(When(**{claim: stage.value}, then=rank) for stage, rank in RANK.items()))


ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (F("commitment__text"),),
    "place": (F("place__position"), F("place__code")),
    "owner": (F("commitment__lead_unit__position"), F("commitment__lead_unit__code")),
    "investment": (F("commitment__target"),),
    "planned": (F("started_on"),),
    **{claim: (_rank(claim),) for claim in ("said", "did", "achieved")},
}


def visible_to(actor: Actor, on: date) -> QuerySet[Project]:
    """The projects whose commitments the person sees.

    A verifier sees those of others of which something was told: what may have to be looked at.
    """
    claims = Q(commitment__in=commitments_visible_to(actor).values("pk"))
    if areas := actor.jurisdictions("verifier"):
        barred = barred_units([actor.user_id], on=on)[actor.user_id]
        told = StageChange.objects.values("project")
        others = Q(cohort__jurisdiction__in=areas) & ~Q(commitment__lead_unit__in=barred)
        claims |= others & Q(pk__in=told)
    return Project.objects.filter(claims)


def project_for(actor: Actor, pk: int, on: date) -> Project:
    """One project with its cohort and commitment. Raises Http404."""
    related = ("cohort__list", "cohort__jurisdiction", "commitment__lead_unit", "place")
    found = visible_to(actor, on).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cohorts_visible_to(actor: Actor, on: date) -> QuerySet[Cohort]:
    """The cohorts whose list the person oversees, or those that hold a project the person sees."""
    claims = whole_lists(actor, "list__")
    claims |= Q(pk__in=visible_to(actor, on).values("cohort"))
    return Cohort.objects.filter(claims).select_related("list", "jurisdiction")


def cohort_for(actor: Actor, pk: int, on: date) -> Cohort:
    """One cohort. Raises Http404."""
    if found := cohorts_visible_to(actor, on).filter(pk=pk).first():
        return found
    raise Http404


def change_for(actor: Actor, pk: int, on: date) -> StageChange:
    """One account of a stage of a project the person sees. Raises Http404."""
    related = ("project__cohort__list", "project__commitment__lead_unit", "said_by")
    found = StageChange.objects.select_related(*related).filter(
        pk=pk, project__in=visible_to(actor, on)
    )
    if change := found.first():
        return change
    raise Http404


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the table asks for; what it asks wrongly is left out."""

    q: str = ""
    cohort: int | None = None
    place: int | None = None
    stage: str = ""
    sector: str = ""
    mark: str = ""
    sort: str = ""
    falling: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """From the query of an address: q, cohort, place, stage, sector, mark, sort."""
        sort = query.get("sort", "")
        return cls(
            q=query.get("q", "").strip()[:LONGEST_SEARCH],
            cohort=_key(query.get("cohort", "")),
            place=_key(query.get("place", "")),
            stage=_known(query.get("stage", ""), list(Stage)),
            sector=_known(query.get("sector", ""), Sector.values),
            mark=_known(query.get("mark", ""), MARKS),
            sort=_known(sort.removeprefix("-"), SORTS),
            falling=sort.startswith("-"),
        )

    @property
    def narrows(self) -> bool:
        """Whether any row may be left out."""
        return self != replace(Filters(), sort=self.sort, falling=self.falling)

    @property
    def kept(self) -> dict[str, str]:
        """What the search form carries along: every value it has no input for."""
        sort = f"{'-' * self.falling}{self.sort}" if self.sort else ""
        values = {"stage": self.stage, "sector": self.sector, "mark": self.mark, "sort": sort}
        return {name: value for name, value in values.items() if value}

    def query(self, **changes: Any) -> str:
        """The query of an address for these filters with some of them changed."""
        new = replace(self, **changes)
        values = {"q": new.q, "cohort": new.cohort, "place": new.place, **new.kept}
        return urlencode({name: value for name, value in values.items() if value})


def _key(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _known(value: str, choices: Any) -> str:
    return value if value in choices else ""


def project_rows(actor: Actor, filters: Filters, on: date) -> QuerySet[Project]:
    """The rows of the table, filtered and sorted."""
    rows = visible_to(actor, on).select_related("cohort__list", "commitment__lead_unit", "place")
    exact = {
        "cohort": filters.cohort,
        "place": filters.place,
        "said": filters.stage,
        "sector": filters.sector,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    rows = rows.filter(_marked(filters.mark, on))
    if filters.q:
        rows = rows.filter(
            Q(commitment__text__icontains=filters.q)
            | Q(address__icontains=filters.q)
            | Q(commitment__lead_unit__short_name__icontains=filters.q)
        )
    keys = ORDERS.get(filters.sort, (F("cohort__signed_on"), F("cohort_id")))
    falling = filters.falling if filters.sort else True
    ordered = [OrderBy(key, descending=falling, nulls_last=True) for key in keys]
    return rows.order_by(*ordered, F("pk").asc())


def _marked(mark: str, on: date) -> Q:
    if mark == "overdue":
        waiting = (Stage.RESERVE, Stage.SIGNED, Stage.FULFILLED)
        return Q(started_on__lt=on, said__in=waiting, moved_out=False)
    if mark == "unproved":
        return ~Q(said=F("achieved"))
    if mark == "below":
        return below()
    return Q(moved_out=True) if mark == "moved_out" else Q()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many projects of each stage said, mark and sector, before any filter."""

    total: int
    stages: Counter[str]
    sectors: Counter[str]
    marks: Mapping[str, int]


def tally(actor: Actor, on: date) -> Tally:
    """Counts over everything the person sees: two queries, and two for the thresholds."""
    seen = visible_to(actor, on).order_by()
    groups = list(seen.values_list("said", "sector").annotate(Count("pk")))
    stages: Counter[str] = Counter()
    sectors: Counter[str] = Counter()
    for said, sector, count in groups:
        stages[said] += count
        sectors[sector] += count
    marks = seen.aggregate(**{mark: Count("pk", filter=_marked(mark, on)) for mark in MARKS})
    return Tally(stages.total(), stages, sectors, marks)


def places_of(actor: Actor, on: date) -> QuerySet[Unit]:
    """The places in which the person sees a project."""
    places = visible_to(actor, on).order_by().values("place")
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=places).without_tree_fields()
    return units


def counties_of(jurisdiction_id: int) -> QuerySet[Unit]:
    """The counties and parks of a jurisdiction: what may stand on its map."""
    units: QuerySet[Unit] = Unit.objects.filter(
        jurisdiction_id=jurisdiction_id, kind__in=(Kind.COUNTY, Kind.PARK)
    ).without_tree_fields()
    return units
