"""Draws, samples, findings and the true-account rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from luoshi.core.sampling import Finding, TrueAccount, each_claim, true_account
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.audience import whole_lists
from luoshi.web.delivery.models import (
    Draw,
    EvidenceUse,
    ProgressReport,
    ReportState,
    Round,
    Sample,
    Verification,
)
from luoshi.web.units.models import Unit

FACTS = (ReportState.ACCEPTED, ReportState.SUPERSEDED)
Step = tuple[bool, Finding | None]
"""Whether a report claims to be done, and what was found of it."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which claims count; what is None does not narrow."""

    list_id: int | None = None
    round_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitAccount:
    """A unit's true-account rate; ``whisker`` is low, rate, high in per cent for a drawing."""

    unit: Unit
    account: TrueAccount

    @property
    def whisker(self) -> tuple[int, int, int] | None:
        """None where nothing was sampled."""
        account = self.account
        if account.rate is None or account.low is None or account.high is None:
            return None
        return round(account.low * 100), round(account.rate * 100), round(account.high * 100)


def draws_visible_to(actor: Actor) -> QuerySet[Draw]:
    """The draws from the lists overseen, with how far each is."""
    draws = Draw.objects.filter(whole_lists(actor, "round__list__"))
    looked_at = Q(samples__verifications__superseded_by=None) & Q(
        samples__verifications__isnull=False
    )
    return (
        draws.select_related("round__list", "drawn_by")
        .annotate(
            size=Count("samples", distinct=True),
            verified=Count("samples", filter=looked_at, distinct=True),
        )
        .order_by("-round__period_end", "-pk")
    )


def draw_for(actor: Actor, pk: int) -> Draw:
    """One draw. Raises Http404."""
    if found := draws_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def rounds_to_draw(actor: Actor) -> QuerySet[Round]:
    """Closed rounds with accepted reports and no draw, with how many are accepted and pending."""
    rounds = Round.objects.filter(
        list__jurisdiction__in=actor.jurisdictions("supervisor"),
        closed_at__isnull=False,
        draws=None,
    )
    of_round = ProgressReport.objects.filter(round=OuterRef("pk")).order_by()
    accepted = of_round.filter(state=ReportState.ACCEPTED)
    pending = of_round.filter(state__in=("submitted", "signed", "returned"))
    return (
        rounds.filter(Exists(accepted))
        .select_related("list")
        .annotate(accepted=_number(accepted), pending=_number(pending))
        .order_by("-period_end", "-pk")
    )


def _number(reports: QuerySet[ProgressReport]) -> Coalesce:
    """How many, counted only for the rows that are shown."""
    return Coalesce(Subquery(reports.values("round").annotate(n=Count("pk")).values("n")), Value(0))


def samples_of(actor: Actor) -> QuerySet[Sample]:
    """What was drawn for the person to verify, the newest draw first."""
    return _shown(Sample.objects.filter(verifier=actor.user_id)).order_by("-draw_id", "pk")


def sample_for(actor: Actor, pk: int) -> Sample:
    """One's own sample, or any from the lists overseen."""
    whole = whole_lists(actor, "draw__round__list__")
    own = Q(verifier=actor.user_id) if actor.holds("verifier") else Q(pk=None)
    if found := _shown(Sample.objects.filter(whole | own)).filter(pk=pk).first():
        return found
    raise Http404


def sample_rows(draw: Draw) -> QuerySet[Sample]:
    """The samples of a draw in the order drawn, each with ``current`` findings."""
    return _shown(Sample.objects.filter(draw=draw)).order_by("pk")


def _shown(samples: QuerySet[Sample]) -> QuerySet[Sample]:
    current = Verification.objects.filter(superseded_by=None).select_related("decided_by")
    return samples.select_related(
        "report__commitment", "report__unit", "verifier", "draw__round__list"
    ).prefetch_related(
        Prefetch("verifications", current, to_attr="current"),
        Prefetch("report__evidence_uses", EvidenceUse.objects.select_related("evidence")),
    )


def true_account_by_unit(actor: Actor, filters: Narrowed) -> list[UnitAccount]:
    """Of the accepted claims of being done, how many stood up: by unit, in the order of units.

    A claim said again in the next rounds is one claim, as in a bulletin. One that was found
    false counts even when the unit corrected it later; a corrected one that nobody verified
    does not. Three queries.
    """
    told = ProgressReport.objects.filter(whole_lists(actor, "round__list__"), state__in=FACTS)
    if filters.list_id is not None:
        told = told.filter(round__list=filters.list_id)
    if filters.round_id is not None:
        told = told.filter(round=filters.round_id)
    claimed = told.filter(claims_done=True).values("commitment")
    by_unit: dict[int, list[Finding | None]] = {}
    for unit, steps in _steps(told.filter(commitment__in=claimed)):
        by_unit.setdefault(unit, []).extend(each_claim(steps))
    units = Unit.objects.without_tree_fields().filter(pk__in=by_unit)
    accounts = ((unit, true_account(by_unit[unit.pk])) for unit in units)
    return [UnitAccount(unit, account) for unit, account in accounts if account.claimed]


def _steps(told: QuerySet[ProgressReport]) -> Iterator[tuple[int, list[Step]]]:
    """By commitment, for the unit that told: whether each report claims to be done, and what was
    found of it; one corrected since only where somebody had looked at it. Two queries."""
    found = dict(
        Verification.objects.filter(
            superseded_by=None, sample__report__in=told.order_by().values("pk")
        ).values_list("sample__report_id", "finding")
    )
    rows = told.order_by(
        "commitment_id", "unit_id", "round__period_end", "round_id", "pk"
    ).values_list("commitment_id", "unit_id", "pk", "state", "claims_done")
    for (_commitment, unit), group in groupby(rows.iterator(), key=lambda row: row[:2]):
        yield (
            unit,
            [
                (claims_done, Finding(found[pk]) if pk in found else None)
                for *_, pk, state, claims_done in group
                if pk in found or state == ReportState.ACCEPTED
            ],
        )
