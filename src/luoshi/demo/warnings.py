"""Who is behind and says why; curves and a light rule of its own for the open list."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.demo.story import fits
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.pace.actions import list_light_choose, pace_choose
from luoshi.web.reasons.actions import reason_decide, reason_give


def tell_of_delays(city: City, today: date) -> None:
    """Up to four units that are behind: two reasons accepted, one rejected, one waits."""
    behind = Commitment.objects.filter(
        state="underway", progress__light__in=("red", "yellow"), due_on__gte=today
    )
    codes = {unit.pk: code for code, unit in city.units.items()}
    rows = behind.order_by("due_on", "pk")
    left = sorted(rows, key=lambda each: codes[each.lead_unit_id or 0] != "YC-JTJ")
    told = []
    for story in read("delays.yaml"):
        each = next((each for each in left if fits(story, each.text)), None)
        if each is None:
            continue
        _tell(city, each, codes[each.lead_unit_id or 0], story, today)
        told.append(each.pk)
        left = [other for other in left if other.lead_unit_id != each.lead_unit_id]
    progress_refresh(ids=told, on=today)


def _tell(
    city: City, commitment: Commitment, code: str, story: Mapping[str, Any], today: date
) -> None:
    given, decided = today - timedelta(days=4), today - timedelta(days=2)
    reason = reason_give(
        commitment=commitment,
        **{name: story[name] for name in ("cause", "text", "remedy")},
        until=given + timedelta(days=story["days"]),
        by=city.contact(city.units[code], given),
        at=at_office(given, 10),
    )
    if "accept" in story:
        who = city.actor("principal" if story["accept"] else "supervisor", decided)
        at, note = at_office(decided, 15), story["note"]
        reason_decide(reason=reason, accept=story["accept"], note=note, by=who, at=at)


def choose_pace(city: City, lst: CommitmentList, on: date) -> None:
    """The open list follows the rule for major projects; digging stands still in a season."""
    desk, at = city.actor("supervisor", on), at_office(on, 9)
    list_light_choose(lst=lst, light_rule="wuhan", by=desk, at=at)
    curve = "flood" if on.month in (1, 2, 12) else "winter"
    dug = Commitment.objects.filter(items__list=lst, text__contains="积水点", state="assigned")
    for each in dug:
        pace_choose(commitment=each, curve=curve, light_rule="default", by=desk, at=at)
