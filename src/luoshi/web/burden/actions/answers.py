"""What a unit answers, and how long it really took."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.burden.book import rule
from luoshi.web.burden.models import Answer, RepeatChoice, RequestItem, RequestState, RequestUnit
from luoshi.web.burden.rules import can_answer_request, can_remark


def left_to_answer(row: RequestUnit) -> list[RequestItem]:
    """The items of the request that are asked of this unit: not those whose known value is used."""
    used = row.request.repeats.filter(unit=row.unit_id, choice=RepeatChoice.USE)
    names = set(used.values_list("name", flat=True))
    return [item for item in row.request.items.all() if item.name not in names]


@transaction.atomic
def request_answer(
    *,
    asked: RequestUnit,
    values: Mapping[int, str],
    reused: frozenset[int] = frozenset(),
    by: Actor,
    at: datetime,
) -> RequestUnit:
    """答复, by item; ``reused`` are those that were known. Said again it replaces what was said,
    until the request expires."""
    fresh = _locked(asked)
    can_answer_request(by, fresh).require()
    _require_open(fresh, at)
    items = left_to_answer(fresh)
    missing = next((item for item in items if not values.get(item.pk, "").strip()), None)
    if missing:
        raise Invalid("answer-missing", field=f"item-{missing.pk}")
    fresh.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(asked=fresh, item=item, value=values[item.pk].strip()[:200],
               reused=item.pk in reused)
        for item in items
    )  # fmt: skip
    fresh.answered_by_id, fresh.answered_at = by.user_id, at
    fresh.save(update_fields=["answered_by", "answered_at"])
    after = {"unit": fresh.unit_id, "items": len(items), "reused": len(reused)}
    record(by=by, at=at, verb="request.answer", obj=fresh, after=after)
    return fresh


@transaction.atomic
def minutes_state(*, asked: RequestUnit, minutes: int, by: Actor, at: datetime) -> RequestUnit:
    """写明实际用时, of the unit: no person is named beside it anywhere but in the record."""
    fresh = _locked(asked)
    can_remark(by, fresh).require()
    if fresh.request.state != RequestState.SENT:
        raise Refused("wrong-state", state=fresh.request.state)
    if not 1 <= minutes <= rule().most_minutes:
        raise Invalid("minutes-too-many", field="minutes", most=rule().most_minutes)
    before, fresh.taken_minutes = fresh.taken_minutes, minutes
    fresh.save(update_fields=["taken_minutes"])
    record(
        by=by, at=at, verb="request.state-minutes", obj=fresh,
        before={"minutes": before}, after={"minutes": minutes},
    )  # fmt: skip
    return fresh


def _require_open(row: RequestUnit, at: datetime) -> None:
    if row.request.state != RequestState.SENT or row.request.list_id or row.lifted_at:
        raise Refused("wrong-state", state=row.request.state)
    if row.request.expires_on < timezone.localdate(at):
        raise Refused("request-expired")


def _locked(row: RequestUnit) -> RequestUnit:
    rows = RequestUnit.objects.select_for_update(of=("self",)).select_related("request", "unit")
    return rows.get(pk=row.pk)
