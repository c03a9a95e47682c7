"""A request for data: made, checked against what is known, sent."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.burden import Asked, week_of
from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.burden.book import name_of, rule
from luoshi.web.burden.drafts import Item, RequestDraft
from luoshi.web.burden.models import (
    DataRequest,
    RepeatChoice,
    RepeatFound,
    RequestItem,
    RequestState,
    RequestUnit,
)
from luoshi.web.burden.queries.budgets import over_of
from luoshi.web.burden.queries.known import Met, lines_asked, lines_of, repeats_of
from luoshi.web.burden.rules import can_ask, can_handle_request
from luoshi.web.delivery.actions.rounds import round_check, round_open
from luoshi.web.units.models import Unit

MOST_ITEMS = 30


@transaction.atomic
def request_ask(*, draft: RequestDraft, by: Actor, at: datetime) -> DataRequest:
    """Made, and sent at once where nothing is repeated and no budget is broken."""
    made = request_make(draft=draft, by=by, at=at)
    if made.repeats.filter(choice=RepeatChoice.OPEN).exists() or over_of(made):
        return made
    return request_send(request=made, by=by, at=at)


@transaction.atomic
def request_make(*, draft: RequestDraft, by: Actor, at: datetime) -> DataRequest:
    """Kept with the units asked and everything it repeats; nobody is asked yet.

    Raises Invalid with the field at fault.
    """
    can_ask(by, draft.asker.pk).require()
    today = timezone.localdate(at)
    _check_days(draft, today)
    area = draft.list.jurisdiction_id if draft.list else draft.asker.jurisdiction_id
    made = DataRequest.objects.create(
        jurisdiction_id=area or draft.asker.pk,
        asker=draft.asker,
        title=draft.title.strip(),
        basis=draft.basis.strip(),
        minutes=draft.minutes,
        period_start=draft.period_start,
        period_end=draft.period_end,
        due_on=draft.due_on,
        expires_on=draft.expires_on,
        list=draft.list,
        made_by_id=by.user_id,
        made_at=at,
    )
    asked = _ask_lines(made, draft, by) if draft.list else _ask_items(made, draft)
    found = repeats_of(asked, but=made)
    RepeatFound.objects.bulk_create(_kept(made, met) for met in found)
    after = {"asker": made.asker_id, "minutes": made.minutes, "repeats": len(found)}
    record(by=by, at=at, verb="request.make", obj=made, after=after)
    return made


def _check_days(draft: RequestDraft, today: date) -> None:
    if not 1 <= draft.minutes <= rule().most_minutes:
        raise Invalid("minutes-too-many", field="minutes", most=rule().most_minutes)
    if not draft.basis.strip():
        raise Invalid("reason-missing", field="basis")
    if draft.due_on < today and draft.list is None:
        raise Invalid("request-due-past", field="due_on")
    if draft.period_end < draft.period_start or draft.expires_on < draft.due_on:
        raise Invalid("request-days", field="expires_on")
    if (draft.expires_on - draft.due_on).days > rule().longest_days:
        raise Invalid("request-too-long", field="expires_on", days=rule().longest_days)


def _ask_items(made: DataRequest, draft: RequestDraft) -> list[Asked]:
    """The same figures of every unit."""
    items = _items(draft.items)
    units = _units(draft)
    RequestItem.objects.bulk_create(
        RequestItem(request=made, position=at, text=item.text, measure=item.measure, name=name)
        for at, (name, item) in enumerate(items.items(), 1)
    )
    _ask_units(made, {unit.pk: made.minutes for unit in units})
    return [
        Asked(name, unit.pk, name, made.period_start, made.period_end)
        for unit in units
        for name in items
    ]


def _items(typed: Sequence[Item]) -> dict[str, Item]:
    """By the name under which they are compared, each once."""
    items: dict[str, Item] = {}
    for item in typed:
        items.setdefault(name_of(item.text)[:80], item)
    if not items:
        raise Invalid("request-items-missing", field="items")
    if len(items) > MOST_ITEMS:
        raise Invalid("request-items-many", field="items", most=MOST_ITEMS)
    return items


def _units(draft: RequestDraft) -> list[Unit]:
    units = list({unit.pk: unit for unit in draft.units}.values())
    if not units:
        raise Invalid("request-units-missing", field="units")
    if any(unit.pk == draft.asker.pk for unit in units):
        raise Invalid("request-asks-itself", field="units")
    if any(not unit.belongs_to(draft.asker.jurisdiction_id or draft.asker.pk) for unit in units):
        raise Invalid("unit-elsewhere", field="units")
    return units


def _ask_lines(made: DataRequest, draft: RequestDraft, by: Actor) -> list[Asked]:
    """What the round of a list would ask of each lead unit; the period must be free."""
    assert draft.list
    round_check(
        lst=draft.list, title=draft.title, period_start=draft.period_start,
        period_end=draft.period_end, due_on=draft.due_on, by=by,
    )  # fmt: skip
    lines = lines_of(draft.list, draft.period_end)
    counts = Counter(line.lead_unit_id for line in lines)
    _ask_units(made, {pk or 0: number * made.minutes for pk, number in counts.items()})
    return lines_asked(lines, made.period_start, made.period_end)


def _ask_units(made: DataRequest, minutes: dict[int, int]) -> None:
    week = week_of(made.due_on)
    RequestUnit.objects.bulk_create(
        RequestUnit(request=made, unit_id=pk, minutes=cost, week=week)
        for pk, cost in sorted(minutes.items())
    )


def _kept(made: DataRequest, met: Met) -> RepeatFound:
    """Keyed by the line of a round, else by the name of the item."""
    asked = met.repeat.asked
    return RepeatFound(
        request=made, unit_id=asked.unit, name=asked.key[:120], text=met.told.text[:200],
        told=met.told.plain(),
    )  # fmt: skip


@transaction.atomic
def repeats_decide(
    *,
    request: DataRequest,
    ids: Collection[int],
    choice: str,
    words: str,
    by: Actor,
    at: datetime,
) -> int:
    """沿用 what is known, or 仍要再报 with the reason, which is kept and shown; how many rows."""
    fresh = locked(request)
    can_handle_request(by, fresh).require()
    _require_draft(fresh)
    if choice not in (RepeatChoice.USE, RepeatChoice.AGAIN):
        raise Invalid("repeat-choice-missing", field="choice")
    if choice == RepeatChoice.AGAIN and not words.strip():
        raise Invalid("repeat-words-missing", field="words")
    number = fresh.repeats.filter(pk__in=list(ids)).update(
        choice=choice, words=words.strip(), decided_by_id=by.user_id, decided_at=at
    )
    if not number:
        raise Invalid("repeats-none-chosen", field="choice")
    after = {"choice": choice, "number": number, "words": words.strip()}
    record(by=by, at=at, verb="request.decide-repeats", obj=fresh, after=after)
    return number


@transaction.atomic
def request_send(*, request: DataRequest, by: Actor, at: datetime) -> DataRequest:
    """发出: every repeat is answered, no budget is broken but by a named approver's word.

    Figures that are known are not asked: a unit of which nothing is left is left out, and so are
    lines of a round. Raises Refused ``repeats-open`` and ``over-budget``.
    """
    fresh = locked(request)
    can_handle_request(by, fresh).require()
    _require_draft(fresh)
    if fresh.repeats.filter(choice=RepeatChoice.OPEN).exists():
        raise Refused("repeats-open")
    _leave_out(fresh)
    if fresh.approved_at is None and over_of(fresh):
        raise Refused("over-budget")
    if fresh.list is not None:
        lines = fresh.repeats.filter(choice=RepeatChoice.USE).values_list("name", flat=True)
        fresh.round = round_open(
            lst=fresh.list, title=fresh.title, period_start=fresh.period_start,
            period_end=fresh.period_end, due_on=fresh.due_on,
            without={int(line) for line in lines}, by=by, at=at,
        )  # fmt: skip
    fresh.state, fresh.sent_by_id, fresh.sent_at = RequestState.SENT, by.user_id, at
    fresh.save(update_fields=["state", "sent_by", "sent_at", "round"])
    after = {"state": fresh.state, "units": fresh.units.count()}
    record(by=by, at=at, verb="request.send", obj=fresh, after=after)
    return fresh


def _leave_out(request: DataRequest) -> None:
    """Fewer lines cost fewer minutes; whoever has told everything is not asked."""
    used = Counter(
        request.repeats.filter(choice=RepeatChoice.USE).values_list("unit_id", flat=True)
    )
    items = request.items.count()
    for row in request.units.filter(unit__in=used):
        if request.list_id is None:
            left = 0 if used[row.unit_id] >= items else row.minutes
        else:
            left = row.minutes - used[row.unit_id] * request.minutes
        if left > 0:
            row.minutes = left
            row.save(update_fields=["minutes"])
        else:
            row.delete()


@transaction.atomic
def request_withdraw(*, request: DataRequest, by: Actor, at: datetime) -> DataRequest:
    """撤回: nobody need answer it any more. A round is closed where rounds are,
    and a self-check where it was opened."""
    fresh = locked(request)
    can_handle_request(by, fresh).require()
    self_check = fresh.list_id is not None and fresh.state == RequestState.SENT
    if fresh.state == RequestState.WITHDRAWN or fresh.round_id is not None or self_check:
        raise Refused("wrong-state", state=fresh.state)
    fresh.state, fresh.withdrawn_by_id, fresh.withdrawn_at = (
        RequestState.WITHDRAWN, by.user_id, at,
    )  # fmt: skip
    fresh.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    record(by=by, at=at, verb="request.withdraw", obj=fresh, after={"state": fresh.state})
    return fresh


def locked(request: DataRequest) -> DataRequest:
    """As it stands now, locked until the transaction ends."""
    rows = DataRequest.objects.select_for_update(of=("self",))
    return rows.select_related("list", "asker").get(pk=request.pk)


def _require_draft(request: DataRequest) -> None:
    if request.state not in (RequestState.DRAFT, RequestState.WAITING):
        raise Refused("wrong-state", state=request.state)
