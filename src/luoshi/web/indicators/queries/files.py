"""Files of statistics, and which indicators a person may bring numbers of."""

from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.indicators.models import Figure, Indicator, StatisticsFile
from luoshi.web.indicators.rules import AUTHORITY


def importable(actor: Actor) -> QuerySet[Indicator]:
    """The indicators of which the person may bring numbers in."""
    office = Q(jurisdiction__in=actor.jurisdictions("supervisor"))
    return Indicator.objects.filter(office | Q(authority__in=actor.units(*AUTHORITY)))


def files_visible_to(actor: Actor) -> QuerySet[StatisticsFile]:
    """The files of the jurisdictions in which the person brings in any statistics, newest first."""
    areas = importable(actor).order_by().values("jurisdiction")
    rows = StatisticsFile.objects.filter(jurisdiction__in=areas)
    return rows.select_related("given_by", "applied_by", "withdrawn_by", "indicator")


def file_for(actor: Actor, pk: int) -> StatisticsFile:
    """One file. Raises Http404."""
    if found := files_visible_to(actor).select_related("jurisdiction").filter(pk=pk).first():
        return found
    raise Http404


def figures_visible_to(actor: Actor) -> QuerySet[Figure]:
    """The figures of the jurisdictions assessed; of the own units for those who answer for one."""
    claims = Q(jurisdiction__in=actor.jurisdictions("assessor", "supervisor", "principal"))
    claims |= Q(unit__in=actor.units("contact", "unit_leader"))
    return Figure.objects.filter(claims).select_related("unit", "entered_by")


def figure_for(actor: Actor, pk: int) -> Figure:
    """One figure. Raises Http404."""
    if found := figures_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404
