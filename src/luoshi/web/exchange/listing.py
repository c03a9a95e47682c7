"""A sheet made elsewhere becomes a list: taken, its columns named, brought in once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.intake import read_ledgers
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_create, list_create, list_type_create
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import CommitmentList, ListType
from luoshi.web.commitments.rules import can_create_list
from luoshi.web.delivery.actions.evidence import shown_name
from luoshi.web.documents.papers import limits
from luoshi.web.exchange.first import First, first_of, period_of, usual_title
from luoshi.web.exchange.models import SheetIn, SheetKind, SheetNew
from luoshi.web.exchange.reading import beside_file, most_rows
from luoshi.web.exchange.stored import Base, Done, Left, put_base, put_done, put_ledgers, put_mine
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.models import Job
from luoshi.web.units.models import Unit

LIST = "exchange.list"


def sheet_read(*, jurisdiction: Unit, name: str, data: bytes, by: Actor, at: datetime) -> SheetNew:
    """Keep a workbook made elsewhere; nothing is made of it yet.

    It is read before the transaction begins. Raises Invalid as ``luoshi.intake.read_ledgers``
    and ``excel-rows``.
    """
    can_create_list(by, jurisdiction.pk).require()
    shown = shown_name(name)
    with beside_file():
        ledgers = read_ledgers(shown, data, limits(), covers=True)
    if max(len(ledger.rows) for ledger in ledgers) > most_rows():
        raise Invalid("excel-rows", field="file", limit=most_rows())
    fullest = max(range(len(ledgers)), key=lambda at: len(ledgers[at].rows))
    return _read(jurisdiction, shown, data, put_ledgers(ledgers), fullest, by, at)


@transaction.atomic
def _read(
    jurisdiction: Unit, name: str, data: bytes, rows: str, sheet: int, by: Actor, at: datetime
) -> SheetNew:
    made = SheetNew.objects.create(
        jurisdiction=jurisdiction,
        name=name,
        size=len(data),
        sha256=blobs.put(data),
        rows_sha256=rows,
        sheet=sheet,
        given_by_id=by.user_id,
        given_at=at,
    )
    after = {"sha256": made.sha256, "size": made.size}
    record(by=by, at=at, verb="sheet.read", obj=made, after=after)
    return made


@transaction.atomic
def sheet_map(*, sheet: SheetNew, mapping: Mapping[str, Any], at_sheet: int, by: Actor) -> SheetNew:
    """Say which column is what and what the sheet becomes. Nothing is made yet."""
    fresh = _open(sheet, by)
    if at_sheet != fresh.sheet:
        mapping = {key: value for key, value in mapping.items() if key != "columns"}
    fresh.mapping, fresh.sheet = dict(mapping), at_sheet
    fresh.save(update_fields=["mapping", "sheet"])
    return fresh


def is_long(first: First) -> bool:
    """Whether bringing it in takes a job."""
    return len(first.good) > presets.limit("exchange_at_once")


def sheet_list_later(*, sheet: SheetNew, seen: str, by: Actor, at: datetime) -> Job:
    """Make the list by a job."""
    _open(sheet, by)
    params = {"sheet": sheet.pk, "seen": seen}
    return job_start(kind=LIST, title=sheet.name[:120], params=params, by=by, at=at)


@transaction.atomic
def sheet_list(*, sheet: SheetNew, seen: str, by: Actor, at: datetime) -> CommitmentList:
    """The list with its new commitments, its list type if it is new: all of it or nothing.

    ``seen`` is the ``First.seen`` of the page. Raises Refused ``excel-applied``,
    ``excel-moved-on``; Invalid ``excel-no-rows``.
    """
    fresh = _open(sheet, by)
    first = first_of(fresh)
    if first.refused:
        raise first.refused
    if first.seen != seen:
        raise Refused("excel-moved-on")
    if not first.good:
        raise Invalid("excel-no-rows")
    lst = _list(fresh, first, by, at)
    added = [_made(lst, draft, by, at) for draft in first.good]
    _remember(fresh, lst, Done([], added, [], _left(first)), by, at)
    fresh.list, fresh.applied_by_id, fresh.applied_at = lst, by.user_id, at
    fresh.save(update_fields=["list", "applied_by", "applied_at"])
    after = {"list": lst.pk, "added": len(added)}
    record(by=by, at=at, verb="sheet.list", obj=fresh, after=after)
    return lst


def _made(lst: CommitmentList, draft: CommitmentDraft, by: Actor, at: datetime) -> int:
    return commitment_create(within=lst, draft=draft, by=by, at=at).pk


def _list(sheet: SheetNew, first: First, by: Actor, at: datetime) -> CommitmentList:
    told = sheet.mapping
    if told.get("within"):
        return CommitmentList.objects.get(pk=told["within"], jurisdiction=sheet.jurisdiction_id)
    if told.get("list_type"):
        kind = ListType.objects.get(pk=told["list_type"], jurisdiction=sheet.jurisdiction_id)
    elif first.kind:
        kind = list_type_create(jurisdiction=sheet.jurisdiction, kind=first.kind, by=by, at=at)
    start, end = period_of(sheet, None)
    return list_create(
        jurisdiction=sheet.jurisdiction,
        list_type=kind,
        title=str(told.get("title") or usual_title(sheet))[:80],
        period_start=start,
        period_end=end,
        by=by,
        at=at,
    )


def _left(first: First) -> list[Left]:
    """The rows that are not brought in, with what is wrong."""
    return [
        (line.number, line.text, "", why.code, {key: str(told) for key, told in why.params.items()})
        for line in first.lines
        if (why := line.refused)
    ]


def _remember(sheet: SheetNew, lst: CommitmentList, done: Done, by: Actor, at: datetime) -> None:
    """Among the sheets of the list, so that it can be undone like any."""
    SheetIn.objects.create(
        list=lst,
        kind=SheetKind.FIRST,
        name=sheet.name,
        size=sheet.size,
        sha256=sheet.sha256,
        base_sha256=put_base(Base({}, {})),
        mine_sha256=put_mine([]),
        done_sha256=put_done(done),
        outcome={"added": len(done.added), "left": len(done.left)},
        given_by_id=sheet.given_by_id,
        given_at=sheet.given_at,
        applied_by_id=by.user_id,
        applied_at=at,
    )


def _open(sheet: SheetNew, by: Actor) -> SheetNew:
    can_create_list(by, sheet.jurisdiction_id).require()
    rows = SheetNew.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    fresh = rows.get(pk=sheet.pk)
    if fresh.applied_at is not None:
        raise Refused("excel-applied")
    return fresh
