"""Rebuilding the projection ``Progress`` from the facts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from luoshi.core.calendar import WorkCalendar
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import Progress
from luoshi.web.delivery.projection import COMMITMENT_FACTS, known_of, progress_of
from luoshi.web.prepared import few_shapes, prepared

CHUNK = 2000
NOT_TRACKED = ("draft", "withdrawn")
PROJECTED = [field.attname for field in Progress._meta.concrete_fields if not field.primary_key]
TOLD = [name for name in PROJECTED if name != "as_of"]
"""All but the day."""

_gathered: ContextVar[set[int] | None] = ContextVar("gathered", default=None)


def progress_refresh(*, on: date, ids: Iterable[int] | None = None) -> int:
    """Rebuild where these commitments stand at the end of a day; all of them without ``ids``.

    The number of those rebuilt. Safe to repeat; not audited, for it decides nothing. Each
    chunk locks its commitments, so that a report accepted meanwhile is not written over.
    """
    gathered = _gathered.get()
    if ids is not None and gathered is not None:
        gathered.update(ids)
        return 0
    if ids is None:
        tracked = Commitment.objects.exclude(state__in=NOT_TRACKED)
        ids = tracked.order_by("pk").values_list("pk", flat=True)
    calendar = work_calendar()
    wanted = sorted(ids)
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return sum(_refresh(chunk, calendar, on) for chunk in chunks)


@contextmanager
def progress_gathered(*, on: date) -> Iterator[None]:
    """What many acts of one transaction move is rebuilt once, after them, as of ``on``."""
    gathered: set[int] = set()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    progress_refresh(on=on, ids=gathered)


@transaction.atomic
def _refresh(ids: list[int], calendar: WorkCalendar, on: date) -> int:
    commitments = _locked(few_shapes(ids))
    known = known_of(ids, {row.pk: row.state for row in commitments}, on)
    _keep([progress_of(commitment, known, calendar, on) for commitment in commitments], on)
    return len(commitments)


@prepared
def _locked(ids: tuple[int, ...]) -> QuerySet[Commitment]:
    rows = Commitment.objects.select_for_update().only(*COMMITMENT_FACTS)
    return rows.filter(pk__in=ids).order_by("pk")


@prepared
def _stood(ids: tuple[int, ...]) -> QuerySet[Progress, tuple[Any, ...]]:
    return Progress.objects.filter(pk__in=ids).values_list("commitment_id", *TOLD)


def _keep(rows: list[Progress], on: date) -> None:
    """Writes what is another than before; of the rest only the day, in one statement.

    From one night to the next most commitments stand where they stood: writing all of them costs
    more than finding out.
    """
    ids = [row.commitment_id for row in rows]
    before = {pk: told for pk, *told in _stood(few_shapes(ids))}
    changed = [row for row in rows if before.get(row.commitment_id) != _told(row)]
    Progress.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["commitment"], update_fields=PROJECTED
    )
    same = set(ids).difference(row.commitment_id for row in changed)
    if same:
        Progress.objects.filter(pk__in=same).exclude(as_of=on).update(as_of=on)


def _told(row: Progress) -> list[object]:
    return [getattr(row, name) for name in TOLD]
