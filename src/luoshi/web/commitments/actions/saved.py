"""Tables that people keep under a name."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.audit.actions import record
from luoshi.web.commitments.ledger import Filters
from luoshi.web.commitments.models import CommitmentList, SavedView
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.commitments.rules import can_change_list, can_change_view

LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0


@transaction.atomic
def view_save(
    *,
    lst: CommitmentList | None,
    name: str,
    query: str,
    by: Actor,
    at: datetime,
    shared: bool = False,
) -> SavedView:
    """The person's view of that name, new or with another table; ``query`` is of its address.

    Only who keeps the list shares one. Raises Refused ``views-many``; Invalid ``view-…``.
    """
    User.objects.select_for_update().get(pk=by.user_id)
    _may_see(by, lst)
    told = _checked_name(name)
    kept = _plain(query)
    mine = SavedView.objects.filter(person=by.user_id, list=lst)
    found = mine.filter(name=told).first()
    before = _facts(found) if found else None
    if shared:
        _check_sharing(by, lst)
    if found is None and mine.count() >= most_views():
        raise Refused("views-many", limit=most_views())
    view = found or SavedView(person_id=by.user_id, list=lst, name=told)
    view.query, view.shared = kept, shared
    view.save()
    record(by=by, at=at, verb="view.save", obj=view, before=before, after=_facts(view))
    return view


@transaction.atomic
def view_rename(
    *, view: SavedView, name: str, by: Actor, at: datetime, shared: bool = False
) -> None:
    """Another name, shared or not. Raises Invalid ``view-named`` where its owner has that name."""
    fresh = _locked(view, by)
    before, told = _facts(fresh), _checked_name(name)
    others = SavedView.objects.filter(person=fresh.person_id, list=fresh.list, name=told)
    if others.exclude(pk=fresh.pk).exists():
        raise Invalid("view-named", field="name")
    if shared != fresh.shared:
        _check_sharing(by, fresh.list)
    fresh.name, fresh.shared = told, shared
    fresh.save(update_fields=["name", "shared"])
    record(by=by, at=at, verb="view.rename", obj=fresh, before=before, after=_facts(fresh))


@transaction.atomic
def view_delete(*, view: SavedView, by: Actor, at: datetime) -> None:
    """The name is gone; nothing that the table showed is."""
    fresh = _locked(view, by)
    record(by=by, at=at, verb="view.delete", obj=fresh, before=_facts(fresh))
    fresh.delete()


def most_views() -> int:
    """How many views of one table a person keeps."""
    return presets.limit("views_per_person")


def longest_name() -> int:
    """Characters of a name."""
    return presets.limit("view_name")


def _locked(view: SavedView, by: Actor) -> SavedView:
    rows = SavedView.objects.select_for_update(of=("self",)).select_related("list")
    fresh = rows.get(pk=view.pk)
    can_change_view(by, fresh).require()
    return fresh


def _may_see(by: Actor, lst: CommitmentList | None) -> None:
    if lst and not lists_visible_to(by).filter(pk=lst.pk).exists():
        raise Invalid("list-elsewhere", field="within")


def _check_sharing(by: Actor, lst: CommitmentList | None) -> None:
    if lst is None:
        raise Invalid("view-shared-in-list", field="shared")
    can_change_list(by, lst).require()


def _checked_name(name: str) -> str:
    told = " ".join(name.split())
    if not told:
        raise Invalid("view-unnamed", field="name")
    if len(told) > longest_name():
        raise Invalid("view-name-long", field="name", limit=longest_name())
    return told


def _plain(query: str) -> str:
    """What the table understands of the query, without the view that it came from."""
    kept = Filters.of(QueryDict(query).dict()).query(view=None)
    if len(kept) > LONGEST_QUERY:
        raise Invalid("view-query-long")
    return kept


def _facts(view: SavedView) -> dict[str, object]:
    return {"name": view.name, "list": view.list_id, "query": view.query, "shared": view.shared}
