"""Who may see what through which kind of list, as conditions of a query.

The supervision office, the lead unit and a drawn verifier see in any case; the rest is said by the
list type, always by its present definition.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.core.listtype import READERS
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import ListItem

WHOLE_BY_TYPE = ("assessor", "principal")
"""Roles that see every commitment of the jurisdiction but those of lists closed to them."""
FIELD = {reader: f"list_type__seen_by_{reader}" for reader in READERS}
"""The field of a list that says whether its type lets the reader in."""


def open_list(reader: str) -> Q:
    """The lists whose type lets that reader in."""
    return Q(**{FIELD[reader]: True})


def whole_lists(actor: Actor, path: str = "") -> Q:
    """The lists the person oversees as a whole; ``path`` leads to the list: ``round__list__``."""
    claims = Q(**{f"{path}jurisdiction__in": actor.jurisdictions("supervisor")})
    for role in WHOLE_BY_TYPE:
        if areas := actor.jurisdictions(role):
            claims |= Q(**{f"{path}jurisdiction__in": areas, f"{path}{FIELD[role]}": True})
    return claims


def not_closed(reader: str) -> Q:
    """The commitments that no list closes to the reader, or that another list opens again.

    A part that stands in no list is closed with the whole that it is a part of. Few kinds are
    closed, so the first look-up finds few rows, and the second is made only for those.
    """
    shut = _items(reader, opened=False)
    opened = _items(reader, opened=True).filter(commitment=OuterRef("pk"))
    listed = ListItem.objects.filter(commitment=OuterRef("pk"))
    whole_opened = _items(reader, opened=True).filter(commitment=OuterRef("parent"))
    part = Q(parent__in=shut.values("commitment")) & ~Exists(listed) & ~Exists(whole_opened)
    held = Q(pk__in=shut.values("commitment")) & ~Exists(opened)
    return ~held & ~part


def opened_by(reader: str, areas: frozenset[int]) -> Q:
    """The dispatched commitments of lists that are open to the reader in these jurisdictions."""
    items = _items(reader, opened=True).filter(list__jurisdiction__in=areas)
    return Q(pk__in=items.values("commitment")) & ~Q(state="draft")


def _items(reader: str, *, opened: bool) -> QuerySet[ListItem]:
    return ListItem.objects.filter(**{f"list__{FIELD[reader]}": opened})


def answered_by(actor: Actor) -> Q:
    """The commitments that the person may accept or dispute, by the rule of ``can_answer``."""
    claims = Q(pk__in=())
    for held in actor.held:
        if held.role == "unit_leader":
            foreign = Q(parent=None) | ~Q(parent__lead_unit__in=held.reach)
            claims |= Q(lead_unit=held.unit_id) | Q(lead_unit__in=held.reach) & foreign
    return claims
