"""Commitments that have passed between units, and those whose new owner has yet to accept."""

from django.db.models import QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to as commitments_visible_to
from luoshi.web.succession.models import Transfer, TransferOutcome
from luoshi.web.units.models import UnitEvent


def visible_to(actor: Actor) -> QuerySet[Transfer]:
    """The transfers of commitments that the person may know of."""
    return Transfer.objects.filter(commitment__in=commitments_visible_to(actor).values("pk"))


def transfers_by(event: UnitEvent) -> QuerySet[Transfer]:
    """What passed with a change of units. The caller has shown that it may be seen."""
    rows = event.transfers.select_related("commitment", "from_unit", "to_unit")
    return rows.order_by("to_unit_id", "commitment__due_on", "id")


def transfers_of(commitment: Commitment) -> QuerySet[Transfer]:
    """From whom to whom a commitment passed, oldest first. The caller has shown the same."""
    rows = commitment.transfers.select_related("from_unit", "to_unit", "settled_by", "decided_by")
    return rows.order_by("id")


def transfers_to_accept(actor: Actor) -> QuerySet[Transfer]:
    """What waits for this person's acceptance, by due date."""
    waiting = Transfer.objects.filter(
        outcome=TransferOutcome.WAITING, to_unit__in=actor.units("unit_leader")
    )
    related = waiting.select_related("commitment", "from_unit", "to_unit")
    return related.order_by("commitment__due_on", "id")


def waiting_for(actor: Actor, ids: list[int]) -> list[Transfer]:
    """Those of the named ones that wait for this person. Raises Http404 where there is none."""
    found = list(transfers_to_accept(actor).filter(pk__in=ids))
    if not found:
        raise Http404
    return found
