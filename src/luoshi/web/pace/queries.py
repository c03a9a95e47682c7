"""What the pages of curves and light rules read."""

from django.db.models import F, QuerySet

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.ledger import scope
from luoshi.web.commitments.models import Commitment, CommitmentList

MOST = 500


def rows_of(actor: Actor, lst: CommitmentList) -> QuerySet[Commitment]:
    """The commitments of a list by number, with their milestones: two queries."""
    rows = scope(actor, lst).select_related("lead_unit").prefetch_related("milestones")
    return rows.order_by(F("number").asc())[:MOST]


def rule_of(commitment: Commitment) -> str:
    """The light rule it follows without one of its own: that of its oldest list."""
    place = commitment.items.order_by("list_id").select_related(
        "list__list_type", "list__frozen_version"
    )
    first = place.first()
    return rule_of_list(first.list) if first else "default"


def rule_of_list(lst: CommitmentList) -> str:
    """The list's own light rule, else that of its kind."""
    return lst.light_rule or rule_of_kind(lst)


def rule_of_kind(lst: CommitmentList) -> str:
    """The light rule of the kind that the list follows."""
    version = lst.frozen_version
    return version.light_rule if version else lst.list_type.light_rule
