"""Investment: the plan of a year, what the owner says month by month, what statistics count."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.projects.actions.projects import project_locked
from luoshi.web.projects.actions.stages import NOT_TAKEN_ON
from luoshi.web.projects.models import Claim, Investment, Project, YearPlan
from luoshi.web.projects.rules import can_count, can_keep_projects, can_tell
from luoshi.web.projects.terms import seasons

LARGEST = Decimal(100_000)
PLACES = -4
FIRST_YEAR, LAST_YEAR = 2000, 2100
Amounts = Mapping[int, Decimal]
"""Key of a project → 亿元."""


@transaction.atomic
def investments_tell(*, month: date, amounts: Amounts, by: Actor, at: datetime) -> list[Investment]:
    """What owners say they invested in one month, project by project: all of it or nothing.

    A second figure for the same month corrects the first; an equal one changes nothing.
    Raises Refused ``project-moved-out``, ``project-not-taken-on``; Invalid ``investment-…``.
    """
    projects = _locked(amounts)
    for project in projects:
        can_tell(by, project).require()
        if project.moved_out:
            raise Refused("project-moved-out")
        if project.commitment.state in NOT_TAKEN_ON:
            raise Refused("project-not-taken-on")
    return _keep(projects, month, amounts, Claim.SAID, "", by, at)


@transaction.atomic
def investments_count(
    *, month: date, amounts: Amounts, source: str, by: Actor, at: datetime
) -> list[Investment]:
    """What statistics count for one month, entered by an outsider with its ``source``."""
    if not source.strip():
        raise Invalid("investment-source", field="source")
    barred = barred_units([by.user_id], on=timezone.localdate(at))[by.user_id]
    projects = _locked(amounts)
    for project in projects:
        can_count(by, project, barred=barred).require()
    return _keep(projects, month, amounts, Claim.ACHIEVED, source.strip(), by, at)


def _locked(amounts: Amounts) -> list[Project]:
    if not amounts:
        raise Invalid("investment-nothing")
    found = Project.objects.select_for_update(of=("self",)).filter(pk__in=amounts)
    return list(found.select_related("cohort__list", "commitment").order_by("pk"))


def _keep(
    projects: Sequence[Project],
    month: date,
    amounts: Amounts,
    claim: str,
    source: str,
    by: Actor,
    at: datetime,
) -> list[Investment]:
    first = month.replace(day=1)
    for project in projects:
        _check(project, first, amounts[project.pk], timezone.localdate(at))
    known = {
        row.project_id: row
        for row in Investment.objects.filter(
            project__in=projects, month=first, claim=claim, superseded_by=None
        )
    }
    made = [
        Investment(
            project=project,
            month=first,
            claim=claim,
            amount=amounts[project.pk],
            source=source,
            told_by_id=by.user_id,
            told_at=at,
            supersedes=known.get(project.pk),
        )
        for project in projects
        if project.pk not in known or known[project.pk].amount != amounts[project.pk]
    ]
    Investment.objects.bulk_create(made)
    _record(made, claim, by, at)
    return made


def _check(project: Project, month: date, amount: Decimal, today: date) -> None:
    begun = project.cohort.signed_on or project.cohort.list.period_start
    if not begun.replace(day=1) <= month <= today:
        raise Invalid("investment-month", field="month")
    if amount < 0:
        raise Invalid("investment-negative", field="amount")
    exponent = amount.normalize().as_tuple().exponent
    if amount > LARGEST or not isinstance(exponent, int) or exponent < PLACES:
        raise Invalid("investment-too-fine", field="amount")


def _record(made: Sequence[Investment], claim: str, by: Actor, at: datetime) -> None:
    """One entry for each owner, however many projects it has."""
    verb = "investment.tell" if claim == Claim.SAID else "investment.count"
    by_owner: dict[int, list[Investment]] = {}
    for row in made:
        by_owner.setdefault(row.project.commitment.lead_unit_id or 0, []).append(row)
    for rows in by_owner.values():
        record(
            by=by,
            at=at,
            verb=verb,
            obj=rows[0].project,
            after={
                "month": rows[0].month,
                "source": rows[0].source,
                "amounts": {str(row.project_id): row.amount for row in rows},
            },
        )


@transaction.atomic
def year_plan_set(
    *, project: Project, year: int, amount: Decimal, season: str, by: Actor, at: datetime
) -> YearPlan:
    """How much is to be invested in one year, and in which months nothing can be built."""
    fresh = project_locked(project)
    can_keep_projects(by, fresh.cohort.jurisdiction_id).require()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("plan-year", field="year")
    if not 0 < amount <= LARGEST:
        raise Invalid("plan-amount", field="amount")
    if season not in seasons():
        raise Invalid("season-unknown", field="season")
    before = YearPlan.objects.filter(project=fresh, year=year, superseded_by=None).first()
    made = YearPlan.objects.create(
        project=fresh,
        year=year,
        amount=amount,
        season=season,
        set_by_id=by.user_id,
        set_at=at,
        supersedes=before,
    )
    record(
        by=by,
        at=at,
        verb="project.plan",
        obj=fresh,
        before={"year": year, "amount": before.amount, "season": before.season} if before else None,
        after={"year": year, "amount": amount, "season": season},
    )
    return made
