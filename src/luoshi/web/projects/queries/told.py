"""Everything told of one project, and what waits for somebody's word."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from luoshi.core.projects.investment import month_end
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import history
from luoshi.web.delivery.models import Evidence
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.projects.models import (
    Claim,
    DropOut,
    Investment,
    Project,
    StageChange,
    StageFinding,
    Verdict,
    YearPlan,
)
from luoshi.web.projects.queries.projects import visible_to


def accounts_of(project: Project) -> QuerySet[StageChange]:
    """Every account of a stage, the newest first, each with ``found`` and its evidence."""
    current = StageFinding.objects.filter(superseded_by=None).select_related("found_by")
    return (
        project.changes.select_related("said_by", "superseded_by")
        .prefetch_related("evidence", Prefetch("findings", current, to_attr="found"))
        .order_by("-on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Month:
    """One month of investment in 亿元: said by the owner, counted by statistics."""

    month: date
    said: Investment | None
    achieved: Investment | None


def months_of(project: Project) -> list[Month]:
    """The months that have a figure in force, the newest first: one query."""
    rows = Investment.objects.filter(project=project, superseded_by=None).select_related("told_by")
    by_month: dict[date, dict[str, Investment]] = {}
    for row in rows:
        by_month.setdefault(row.month, {})[row.claim] = row
    return [
        Month(month, told.get(Claim.SAID), told.get(Claim.ACHIEVED))
        for month, told in sorted(by_month.items(), reverse=True)
    ]


def plans_of(project: Project) -> QuerySet[YearPlan]:
    """The plans in force, the newest year first."""
    return project.plans.filter(superseded_by=None).order_by("-year")


def proposals_of(project: Project) -> QuerySet[DropOut]:
    """Every proposal to move it out, the oldest first."""
    return project.drop_outs.select_related("proposed_by", "decided_by", "adjustment")


def history_of(project: Project) -> list[Entry]:
    """What was done to it, newest first; its months stand in a table of their own."""
    return list(history(project).exclude(verb__startswith="investment."))


def open_proposals(cohort_id: int) -> QuerySet[DropOut]:
    """What waits for the decision of the year."""
    found = DropOut.objects.filter(project__cohort=cohort_id, verdict=Verdict.OPEN)
    return found.select_related("project__commitment__lead_unit", "proposed_by")


def evidence_of(actor: Actor, pk: int, on: date) -> Evidence | None:
    """A file that stands beside an account of a project the person sees."""
    seen = StageChange.objects.filter(project__in=visible_to(actor, on))
    uses = StageChange.evidence.through.objects.filter(stagechange__in=seen)
    return Evidence.objects.filter(pk=pk, pk__in=uses.values("evidence_id")).first()


def barred(actor: Actor, on: date) -> frozenset[int]:
    """The units of which this person may find nothing: the own ones, those above and below."""
    return barred_units([actor.user_id], on=on)[actor.user_id]


def fillable(actor: Actor, month: date, on: date) -> QuerySet[Project]:
    """The projects whose investment of a month the person may say."""
    units = actor.units("contact")
    return _in_month(visible_to(actor, on).filter(commitment__lead_unit__in=units), month)


def countable(actor: Actor, month: date, on: date) -> QuerySet[Project]:
    """The projects whose investment of a month the person may count, as an outsider."""
    areas = actor.jurisdictions("verifier")
    others = Project.objects.filter(cohort__jurisdiction__in=areas).exclude(
        commitment__lead_unit__in=barred(actor, on)
    )
    return _in_month(others.filter(pk__in=visible_to(actor, on)), month)


def _in_month(projects: QuerySet[Project], month: date) -> QuerySet[Project]:
    signed = projects.filter(cohort__signed_on__isnull=False, moved_out=False)
    begun = signed.filter(cohort__signed_on__lte=month_end(month.year, month.month))
    taken = begun.exclude(commitment__state__in=("draft", "assigned", "disputed", "withdrawn"))
    return taken.select_related("cohort__list", "commitment__lead_unit").order_by(
        "commitment__lead_unit__position", "cohort_id", "pk"
    )


def amounts_of(projects: Collection[Project], month: date, claim: str) -> dict[int, Decimal]:
    """What was told for a month, by project: one query."""
    rows = Investment.objects.filter(
        project__in=projects, month=month, claim=claim, superseded_by=None
    )
    return dict(rows.values_list("project_id", "amount"))
