"""What was frozen and is asked to change: two approved, one refused, one waits for the leader."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.web.commitments.actions import (
    amendment_approve,
    amendment_refuse,
    amendments_propose,
)
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import progress_refresh


def amend(city: City, lst: CommitmentList, today: date) -> None:
    """The stories fall to the first units that are behind in the list, each in its own."""
    codes = {unit.pk: code for code, unit in city.units.items()}
    behind = lst.items.filter(
        commitment__state="underway", commitment__progress__light__in=("red", "yellow")
    ).select_related("commitment")
    first: dict[str, Commitment] = {}
    for item in behind.order_by("number"):
        first.setdefault(codes[item.commitment.lead_unit_id or 0], item.commitment)
    told = list(zip(first.items(), read("amendments.yaml"), strict=False))
    for (code, commitment), story in told:
        _amend(city, code, commitment, story, today)
    progress_refresh(ids=[commitment.pk for (_, commitment), _ in told], on=today)


def _amend(
    city: City, code: str, commitment: Commitment, story: Mapping[str, Any], today: date
) -> None:
    asked, decided = today - timedelta(days=12), today - timedelta(days=6)
    (amendment,) = amendments_propose(
        commitment=commitment,
        changes=_changes(commitment, story),
        cause=story["cause"],
        reason=story["reason"],
        paper=Paper(story["name"], story["reason"].encode(), story["number"]),
        by=city.leader(city.units[code], asked),
        at=at_office(asked, 9),
    )
    if "approve" in story:
        decide = amendment_approve if story["approve"] else amendment_refuse
        who, at = city.actor("principal", decided), at_office(decided, 16)
        decide(amendment=amendment, note=story["note"], by=who, at=at)


def _changes(commitment: Commitment, story: Mapping[str, Any]) -> dict[str, object]:
    if "days" in story:
        return {"due_on": commitment.due_on + timedelta(days=story["days"])}
    lower = (commitment.target or Decimal(0)) * Decimal(story["share"])
    return {"target": lower.quantize(Decimal(1), ROUND_HALF_UP)}
