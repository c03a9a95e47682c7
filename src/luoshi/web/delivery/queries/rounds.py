"""Rounds: who sees which, and how far each is."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.audience import whole_lists
from luoshi.web.commitments.models import CommitmentList, ListItem
from luoshi.web.delivery.models import ProgressReport, ReportState, Round
from luoshi.web.delivery.periods import Period, recent_periods
from luoshi.web.delivery.queries.asked import REPORTING
from luoshi.web.delivery.queries.reports import visible_to
from luoshi.web.delivery.rules import OWNING
from luoshi.web.units.models import Unit


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How many reports are in each state, corrections left out."""

    draft: int = 0
    submitted: int = 0
    signed: int = 0
    returned: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """All that were asked for."""
        return self.draft + self.handed_in

    @property
    def handed_in(self) -> int:
        """All but those that the unit has not handed in."""
        return self.submitted + self.signed + self.returned + self.accepted

    @property
    def due(self) -> int:
        """Those that the unit still has to fill."""
        return self.draft + self.returned


@dataclass(frozen=True, slots=True)
class UnitRow:
    """How far one unit is in one round."""

    unit: Unit
    counts: RoundCounts


STATES = tuple(entry.name for entry in fields(RoundCounts))


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """The rounds of the lists overseen, or those that ask something of the own units."""
    own = ProgressReport.objects.filter(unit__in=actor.units(*OWNING)).values("round")
    claims = whole_lists(actor, "list__") | Q(pk__in=own)
    return Round.objects.filter(claims).select_related("list__jurisdiction")


def round_for(actor: Actor, pk: int) -> Round:
    """One round with its draw. Raises Http404."""
    if found := rounds_visible_to(actor).prefetch_related("draws").filter(pk=pk).first():
        return found
    raise Http404


def counts_of(actor: Actor, rounds: Iterable[Round]) -> dict[int, RoundCounts]:
    """By round, what the person sees of it: one query."""
    wanted = [each.pk for each in rounds]
    found = _counted(visible_to(actor).filter(round__in=wanted), "round_id")
    return {pk: found.get(pk, RoundCounts()) for pk in wanted}


def round_rows(actor: Actor, round_: Round) -> list[UnitRow]:
    """How far each unit is, in the order of units: two queries."""
    found = _counted(visible_to(actor).filter(round=round_), "unit_id")
    units = Unit.objects.without_tree_fields().filter(pk__in=found)
    return [UnitRow(unit, found[unit.pk]) for unit in units]


def _counted(reports: QuerySet[ProgressReport], key: str) -> dict[int, RoundCounts]:
    """An accepted report that was corrected counts once, as accepted."""
    first = reports.filter(supersedes=None).order_by().values_list(key, "state")
    found: dict[int, dict[str, int]] = {}
    for group, state, number in first.annotate(Count("pk")):
        state = ReportState.ACCEPTED if state == ReportState.SUPERSEDED else state
        counts = found.setdefault(group, {})
        counts[state] = counts.get(state, 0) + number
    return {group: RoundCounts(**counts) for group, counts in found.items()}


def lists_to_open(actor: Actor) -> QuerySet[CommitmentList]:
    """The lists for which the person may open a round."""
    own = CommitmentList.objects.filter(jurisdiction__in=actor.jurisdictions("supervisor"))
    return own.select_related("list_type")


def round_suggested(actor: Actor, on: date) -> tuple[CommitmentList | None, Period]:
    """The round to open next: of a running list that is delivered, its last period over, or
    else the present one, for which there is none yet. Without such a list the
    present month: two queries.
    """
    delivered = ListItem.objects.filter(commitment__state__in=REPORTING).values("list")
    running = lists_to_open(actor).filter(period_start__lte=on, period_end__gte=on)
    lists = running.filter(pk__in=delivered)
    opened = set(Round.objects.filter(list__in=lists).values_list("list_id", "period_end"))
    for late in (0, 1):
        for lst in lists:
            span = recent_periods(on, quarterly=_is_quarterly(lst))[late]
            if span.end >= lst.period_start and (lst.pk, span.end) not in opened:
                return lst, span
    return None, recent_periods(on, quarterly=False)[1]


def _is_quarterly(lst: CommitmentList) -> bool:
    return bool(lst.list_type.definition.get("cadence") == "quarterly")
