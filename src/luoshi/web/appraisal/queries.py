"""Who sees which session, and what of it."""

from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Releaser, Session
from luoshi.web.appraisal.rules import OWNING, WHOLE

UNSEEN = ("preparing", "cancelled")
"""States in which units see nothing of a session."""


def visible_to(actor: Actor) -> QuerySet[Session]:
    """All for who runs the city, frozen ones for its units, and those one is to release."""
    claims = Q(jurisdiction__in=actor.jurisdictions(*WHOLE))
    if actor.holds(*OWNING):
        claims |= Q(jurisdiction__in=actor.jurisdictions(*OWNING)) & ~Q(state__in=UNSEEN)
    named = Releaser.objects.filter(person=actor.user_id)
    claims |= Q(pk__in=named.values("session"))
    return Session.objects.filter(claims).select_related("jurisdiction")


def session_for(actor: Actor, pk: int) -> Session:
    """One session. Raises Http404."""
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
