"""Which saved views a person has, and how one is found."""

from django.db.models import Q, QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import CommitmentList, SavedView
from luoshi.web.commitments.queries import lists_visible_to


def views_visible_to(actor: Actor) -> QuerySet[SavedView]:
    """The person's own and the shared ones, each of a list that the person sees, or of none."""
    seen = Q(list__isnull=True) | Q(list__in=lists_visible_to(actor).order_by().values("pk"))
    mine = Q(person=actor.user_id) | Q(shared=True)
    return SavedView.objects.filter(seen & mine).select_related("list", "person")


def views_of(actor: Actor, lst: CommitmentList | None) -> list[SavedView]:
    """What was saved for one table, the shared ones first; the caller has shown it is seen."""
    rows = SavedView.objects.filter(Q(person=actor.user_id) | Q(shared=True), list=lst)
    return list(rows.select_related("person", "list"))


def view_for(actor: Actor, pk: int) -> SavedView:
    """One saved view. Raises Http404."""
    if found := views_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def opened_view(actor: Actor, lst: CommitmentList | None, pk: int | None) -> SavedView | None:
    """The saved view of this table that an address names; no query where it names none."""
    return views_visible_to(actor).filter(pk=pk, list=lst).first() if pk else None
