"""What a commitment can be a part of."""

from itertools import islice

from luoshi.core.decompose import DEEPEST
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.rules import can_divide

MOST, LOOKED_AT = 20, 200


def parents_for(actor: Actor, commitment: Commitment, sought: str) -> list[Commitment]:
    """Commitments that it may be hung below, its present whole first and at most 20 more: those in
    which the text stands, else those of the same metric; neither itself nor what is below it.
    One query, and one for each level below.
    """
    never = {*below_of(commitment), commitment.parent_id or 0}
    rows = visible_to(actor).exclude(pk__in=never).exclude(state="withdrawn")
    if sought:
        rows = rows.filter(text__icontains=sought)
    else:
        rows = rows.filter(metric=commitment.metric).exclude(metric="")
    found = rows.select_related("lead_unit").order_by("due_on", "pk")[:LOOKED_AT]
    present = [commitment.parent] if commitment.parent else []
    return [*present, *islice((row for row in found if can_divide(actor, row)), MOST)]


def below_of(commitment: Commitment) -> set[int]:
    """The keys of the commitment and of everything below it."""
    found = level = {commitment.pk}
    for _ in range(DEEPEST):
        rows = Commitment.objects.filter(parent__in=level).exclude(pk__in=found).order_by()
        level = set(rows.values_list("pk", flat=True))
        if not level:
            break
        found = found | level
    return found
