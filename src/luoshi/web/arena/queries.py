"""Who sees which season, and its sessions with their released results."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Contender, Session
from luoshi.web.appraisal.rules import OWNING, WHOLE
from luoshi.web.arena.models import Bout, Season, Speaker
from luoshi.web.units.models import Unit

RELEASED = ("released", "accepted")
"""States of a session in which its result is everybody's."""


def visible_to(actor: Actor) -> QuerySet[Season]:
    """The seasons of the jurisdictions in which the person oversees or answers for a unit."""
    areas = actor.jurisdictions(*WHOLE, *OWNING)
    return Season.objects.filter(jurisdiction__in=areas).select_related("jurisdiction")


def seasons_listed(actor: Actor) -> QuerySet[Season]:
    """Each with how many sessions it has and how many are released."""
    released = Count("bouts", filter=Q(bouts__session__state__in=RELEASED))
    rows = visible_to(actor).annotate(total=Count("bouts"), released=released)
    return rows.order_by("-starts_on", "-pk")


def season_for(actor: Actor, pk: int) -> Season:
    """One season. Raises Http404."""
    if found := visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def bout_for(actor: Actor, pk: int) -> Bout:
    """One session of a season. Raises Http404."""
    rows = Bout.objects.filter(season__in=visible_to(actor).order_by().values("pk"))
    found = rows.select_related("season__jurisdiction", "session").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def bouts_of(season: Season) -> list[Bout]:
    """The sessions in their order, with results where there are any: one query."""
    return list(season.bouts.select_related("session__result").order_by("number"))


def units_in(bouts: list[Bout]) -> dict[int, Unit]:
    """Every unit that gave an account in one of them, by key: one query."""
    there = Contender.objects.filter(session__in=[bout.session_id for bout in bouts])
    rows = Unit.objects.filter(pk__in=there.order_by().values("unit")).without_tree_fields()
    return {unit.pk: unit for unit in rows}


def speakers_of(season: Season) -> QuerySet[Speaker]:
    """Who was chosen to speak, the latest session first."""
    rows = Speaker.objects.filter(bout__season=season)
    return rows.select_related("bout", "unit", "chosen_by").order_by("-bout__number", "kind", "pk")


def may_join(season: Season) -> QuerySet[Session]:
    """The jurisdiction's sessions that belong to no season yet."""
    rows = Session.objects.filter(jurisdiction=season.jurisdiction_id, bout=None)
    return rows.exclude(state="cancelled").order_by("held_on", "pk")


def kept_areas(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions whose seasons the person keeps."""
    areas: QuerySet[Unit] = Unit.objects.filter(
        pk__in=actor.jurisdictions("supervisor")
    ).without_tree_fields()
    return areas
