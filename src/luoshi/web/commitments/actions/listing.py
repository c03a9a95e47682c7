"""The parts of a commitment into a list, all in one act."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions.entries import commitment_list_in
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem
from luoshi.web.commitments.queries import parts_to_list


@transaction.atomic
def parts_list_in(
    *, whole: Commitment, within: CommitmentList, weight: Decimal, by: Actor, at: datetime
) -> list[ListItem]:
    """Every part of its jurisdiction that stands in no list yet, each with this weight: from then
    on it is asked with that list and scored. Refused ``parts-listed`` where there is none; raises
    as ``commitment_list_in`` does.
    """
    parts = list(parts_to_list(whole))
    if not parts:
        raise Refused("parts-listed")
    return [
        commitment_list_in(commitment=part, within=within, weight=weight, by=by, at=at)
        for part in parts
    ]
