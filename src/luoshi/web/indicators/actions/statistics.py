"""Statistics from a file: kept, looked at, brought in once, taken back with their file."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.evidence import shown_name
from luoshi.web.indicators.models import Indicator, Observation, StatisticsFile
from luoshi.web.indicators.queries.files import importable
from luoshi.web.indicators.reading import Preview, preview_of, rows_of, vintages
from luoshi.web.indicators.rules import can_withdraw_statistics
from luoshi.web.units.models import Unit

LONGEST_REASON, LONGEST_SOURCE = 200, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDraft:
    """What a person says of a whole file."""

    vintage: str
    published_on: date
    source: str
    indicator: Indicator | None = None
    period: str = ""


def statistics_take(
    *, jurisdiction: Unit, name: str, data: bytes, draft: SheetDraft, by: Actor, at: datetime
) -> StatisticsFile:
    """Keep a file that can be read; nothing is brought in yet.

    It is read before the transaction begins. Raises Invalid with the ``field``, as
    ``reading.rows_of`` and ``reading.preview_of``; Forbidden ``statistics-authority-only``.
    """
    _require_any(by, jurisdiction.pk)
    _check(draft, at)
    shown = shown_name(name)
    rows_of(shown, data)
    file = StatisticsFile(
        jurisdiction=jurisdiction,
        indicator=draft.indicator,
        period=draft.period,
        vintage=draft.vintage,
        published_on=draft.published_on,
        source=draft.source.strip(),
        sha256=blobs.put(data),
        name=shown,
        size=len(data),
        given_by_id=by.user_id,
        given_at=at,
    )
    preview_of(file, by, at)
    with transaction.atomic():
        file.save()
        after = {"sha256": file.sha256, "vintage": file.vintage, "source": file.source}
        record(by=by, at=at, verb="statistics.take", obj=file, after=after)
    return file


def _require_any(by: Actor, jurisdiction_id: int) -> None:
    if not importable(by).filter(jurisdiction=jurisdiction_id).exists():
        raise Forbidden("statistics-authority-only")


def _check(draft: SheetDraft, at: datetime) -> None:
    if draft.vintage not in vintages():
        raise Invalid("statistics-vintage", field="vintage", text=draft.vintage)
    if draft.published_on > timezone.localdate(at):
        raise Invalid("statistics-in-future", field="published_on")
    if not draft.source.strip() or len(draft.source) > LONGEST_SOURCE:
        raise Invalid("statistics-source", field="source")


@transaction.atomic
def statistics_apply(*, file: StatisticsFile, seen: str, by: Actor, at: datetime) -> Preview:
    """Add every number of the preview that can be taken; ``seen`` is the ``Preview.seen`` of it.

    Imports of a jurisdiction wait for one another. Raises Refused ``statistics-applied``,
    ``statistics-moved-on``; Invalid ``statistics-nothing``.
    """
    Unit.objects.select_for_update().without_tree_fields().get(pk=file.jurisdiction_id)
    _require_any(by, file.jurisdiction_id)
    fresh = StatisticsFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if fresh.applied_at:
        raise Refused("statistics-applied")
    preview = preview_of(fresh, by, at)
    if preview.seen != seen:
        raise Refused("statistics-moved-on")
    if not preview.good:
        raise Invalid("statistics-nothing")
    made = [line.observation(fresh, at) for line in preview.good]
    Observation.objects.bulk_create(made, batch_size=500)
    fresh.applied_by_id, fresh.applied_at, fresh.made = by.user_id, at, len(made)
    fresh.save(update_fields=["applied_by", "applied_at", "made"])
    after = {"made": len(made), "sha256": fresh.sha256, "vintage": fresh.vintage}
    record(by=by, at=at, verb="statistics.apply", obj=fresh, after=after)
    return preview


@transaction.atomic
def statistics_withdraw(*, file: StatisticsFile, reason: str, by: Actor, at: datetime) -> None:
    """From now on the numbers of the file do not count; what was known before stays as it was.

    Raises Refused ``statistics-not-applied``, ``statistics-withdrawn``; Invalid ``reason-missing``.
    """
    fresh = StatisticsFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    can_withdraw_statistics(by, fresh).require()
    if fresh.applied_at is None:
        raise Refused("statistics-not-applied")
    if fresh.withdrawn_at:
        raise Refused("statistics-withdrawn")
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise Invalid("reason-missing", field="reason")
    fresh.withdrawn_by_id, fresh.withdrawn_at, fresh.reason = by.user_id, at, told
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    after = {"made": fresh.made, "reason": told}
    record(by=by, at=at, verb="statistics.withdraw", obj=fresh, after=after)
