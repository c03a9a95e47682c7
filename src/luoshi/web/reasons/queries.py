"""Reasons that a person sees, and those in force on a day."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import visible_to
from luoshi.web.prepared import few_shapes, prepared
from luoshi.web.reasons.models import BehindReason, ReasonState

RELATED = ("commitment", "unit", "given_by", "decided_by")


class Accepted(NamedTuple):
    """Who accepted the reason that stands, and until when it does."""

    by: str
    until: date


def reasons_visible_to(actor: Actor) -> QuerySet[BehindReason]:
    """The reasons given for commitments that the person sees, the newest first."""
    seen = visible_to(actor).order_by().values("pk")
    return BehindReason.objects.filter(commitment__in=seen).select_related(*RELATED)


def reason_for(actor: Actor, pk: int) -> BehindReason:
    """One reason. Raises Http404."""
    if found := reasons_visible_to(actor).filter(pk=pk).first():
        return found
    raise Http404


def reasons_of(commitment: Commitment) -> list[BehindReason]:
    """Every reason given for it, the newest first; the caller has shown it is seen."""
    return list(commitment.behind_reasons.select_related(*RELATED))


def accepted_on(ids: Collection[int], on: date) -> dict[int, Accepted]:
    """By commitment, the accepted reason that stands on a day: one query."""
    return {pk: Accepted(by, until) for pk, by, until in _standing(few_shapes(ids), on)}


@prepared
def _standing(ids: tuple[int, ...], on: date) -> QuerySet[BehindReason, tuple[int, str, date]]:
    rows = BehindReason.objects.filter(
        commitment__in=ids, state=ReasonState.ACCEPTED, until__gte=on, decided_at__date__lte=on
    )
    told = rows.order_by("decided_at", "pk")
    return told.values_list("commitment_id", "decided_by__name", "until")
