"""Opening a look-back, filling and signing its entries, closing it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.lists import list_locked
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.lookback.models import Entry, EntryState, LookBack
from luoshi.web.lookback.rules import can_fill_entry, can_look_back, can_sign_entry

WORDS = ("changed", "lessons", "onward")
LONGEST = 600
UNTOLD = ("draft", "assigned", "disputed", "withdrawn")


@transaction.atomic
def look_back_open(
    *,
    lst: CommitmentList,
    span: str,
    title: str,
    as_of: date,
    fill_by: date,
    by: Actor,
    at: datetime,
) -> LookBack:
    """One entry for each commitment of the list that a unit has taken on, for that unit to fill.

    Raises Refused ``look-back-exists``, ``look-back-empty``; Invalid with the ``field`` at fault.
    """
    fresh = list_locked(lst)
    can_look_back(by, fresh).require()
    _check_terms(fresh, title, as_of, fill_by, timezone.localdate(at))
    taken = Commitment.objects.filter(items__list=fresh).exclude(state__in=UNTOLD)
    owned = list(taken.order_by("items__number").values_list("pk", "lead_unit_id").distinct())
    if not owned:
        raise Refused("look-back-empty")
    made = LookBack.objects.create(
        list=fresh,
        span=span,
        title=title.strip(),
        as_of=as_of,
        fill_by=fill_by,
        opened_by_id=by.user_id,
        opened_at=at,
    )
    Entry.objects.bulk_create(
        Entry(look_back=made, commitment_id=pk, unit_id=unit or 0) for pk, unit in owned
    )
    told = {"list": fresh.pk, "as_of": as_of, "fill_by": fill_by, "entries": len(owned)}
    record(by=by, at=at, verb="look_back.open", obj=made, after=told)
    return made


def _check_terms(lst: CommitmentList, title: str, as_of: date, fill_by: date, today: date) -> None:
    if not title.strip():
        raise Invalid("look-back-untitled", field="title")
    if not lst.period_start <= as_of <= lst.period_end:
        raise Invalid("look-back-as-of", field="as_of")
    if fill_by <= today:
        raise Invalid("look-back-fill-by", field="fill_by")
    if fill_by <= as_of:
        raise Invalid("look-back-fill-first", field="fill_by")
    if LookBack.objects.filter(list=lst, as_of=as_of).exists():
        raise Refused("look-back-exists", field="as_of")


@transaction.atomic
def entry_save(
    *, entry: Entry, words: Mapping[str, str], by: Actor, at: datetime, submit: bool
) -> Entry:
    """The words as they are so far; submitted, all three have to be there."""
    fresh = _open(entry)
    can_fill_entry(by, fresh).require()
    if fresh.state == EntryState.SIGNED:
        raise Refused("look-back-signed")
    for name in WORDS:
        text = words.get(name, "").strip()
        if len(text) > LONGEST:
            raise Invalid("look-back-words-long", field=name, limit=LONGEST)
        if submit and not text:
            raise Invalid("look-back-words-missing", field=name)
        setattr(fresh, name, text)
    fresh.state = EntryState.SUBMITTED if submit else EntryState.DRAFT
    fresh.saved_by_id, fresh.saved_at = by.user_id, at
    fresh.save()
    if submit:
        _record(fresh, "look_back.submit", by, at)
    return fresh


@transaction.atomic
def entries_sign(*, entries: Iterable[Entry], by: Actor, at: datetime) -> int:
    """The leader stands for these words; how many. All of them or none."""
    done = 0
    for entry in entries:
        fresh = _open(entry)
        can_sign_entry(by, fresh).require()
        if fresh.state != EntryState.SUBMITTED:
            raise Refused("look-back-not-submitted")
        fresh.state, fresh.note = EntryState.SIGNED, ""
        fresh.signed_by_id, fresh.signed_at = by.user_id, at
        fresh.save()
        _record(fresh, "look_back.sign", by, at)
        done += 1
    return done


@transaction.atomic
def entry_return(*, entry: Entry, note: str, by: Actor, at: datetime) -> None:
    """Back to the contact, with what is to be changed."""
    fresh = _open(entry)
    can_sign_entry(by, fresh).require()
    if fresh.state != EntryState.SUBMITTED:
        raise Refused("look-back-not-submitted")
    if not note.strip():
        raise Invalid("look-back-note-missing", field="note")
    fresh.state, fresh.note = EntryState.DRAFT, note.strip()
    fresh.save(update_fields=["state", "note"])
    _record(fresh, "look_back.return", by, at)


@transaction.atomic
def look_back_close(*, look_back: LookBack, by: Actor, at: datetime) -> None:
    """From now on words and facts stay as they are known at this moment.

    Raises Refused ``look-back-closed``, ``look-back-early`` before the day of its figures.
    """
    fresh = LookBack.objects.select_for_update(of=("self",)).select_related("list")
    found = fresh.get(pk=look_back.pk)
    can_look_back(by, found.list).require()
    if found.closed_at:
        raise Refused("look-back-closed")
    if timezone.localdate(at) < found.as_of:
        raise Refused("look-back-early", day=found.as_of)
    found.closed_by_id, found.closed_at = by.user_id, at
    found.save(update_fields=["closed_by", "closed_at"])
    signed = found.entries.filter(state=EntryState.SIGNED).count()
    told = {"entries": found.entries.count(), "signed": signed}
    record(by=by, at=at, verb="look_back.close", obj=found, after=told)


def _open(entry: Entry) -> Entry:
    """The entry locked, after its look-back. Raises Refused ``look-back-closed``."""
    rows = LookBack.objects.select_for_update(of=("self",))
    if rows.get(pk=entry.look_back_id).closed_at:
        raise Refused("look-back-closed")
    return Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _record(entry: Entry, verb: str, by: Actor, at: datetime) -> None:
    told = {"commitment": entry.commitment_id, "unit": entry.unit_id}
    record(by=by, at=at, verb=verb, obj=entry, after=told)
