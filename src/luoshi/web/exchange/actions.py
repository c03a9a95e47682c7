"""Rows out into a sheet, and back: taken, decided cell by cell, brought in once, undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from luoshi import presets
from luoshi.core.errors import Invalid, Refused
from luoshi.core.exchange import Written
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import (
    Paper,
    amendments_propose,
    commitment_create,
    commitment_withdraw,
    commitments_revise,
)
from luoshi.web.commitments.actions.lists import list_locked
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions.evidence import shown_name
from luoshi.web.exchange.models import SheetIn, SheetKind, SheetOut
from luoshi.web.exchange.plan import Plan, plan_of, typed
from luoshi.web.exchange.queries import rows_now, undone_by
from luoshi.web.exchange.reading import Back, back_of, rows_of
from luoshi.web.exchange.refusals import refused_by
from luoshi.web.exchange.rules import can_bring_back
from luoshi.web.exchange.stored import (
    Base,
    Done,
    Left,
    base_of,
    done_of,
    put_base,
    put_done,
    put_mine,
)
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.models import Job

APPLY = "exchange.apply"
CHOSEN = ("mine", "theirs")


@transaction.atomic
def sheet_give(*, lst: CommitmentList, base: Base, by: Actor, at: datetime) -> SheetOut:
    """Remember rows that go out, so that what comes back can be held against them.

    The same rows for the same person are one export: nothing new is kept or recorded.
    """
    can_bring_back(by, lst).require()
    sha256 = put_base(base)
    out, made = SheetOut.objects.get_or_create(
        list=lst,
        made_by_id=by.user_id,
        sha256=sha256,
        defaults={"rows": len(base.rows), "made_at": at},
    )
    if made:
        after = {"list": lst.pk, "rows": out.rows, "sha256": sha256}
        record(by=by, at=at, verb="sheet.give", obj=out, after=after)
    return out


def sheet_take(*, lst: CommitmentList, name: str, data: bytes, by: Actor, at: datetime) -> SheetIn:
    """Keep an edited workbook of this list; nothing is changed yet.

    It is read before the transaction begins. Raises Invalid as ``reading.back_of`` and
    ``reading.rows_of``, and ``excel-of-another-list``.
    """
    can_bring_back(by, lst).require()
    shown = shown_name(name)
    back = back_of(shown, data)
    out = _out_of(back, lst)
    base = base_of(out.sha256)
    return _take(lst, out, shown, data, rows_of(back, out, base.heads), by, at)


def _out_of(back: Back, lst: CommitmentList) -> SheetOut:
    out = SheetOut.objects.select_related("list").filter(pk=back.out).first()
    if out is None or out.list_id != lst.pk:
        raise Invalid("excel-of-another-list", field="file")
    return out


@transaction.atomic
def _take(
    lst: CommitmentList,
    out: SheetOut,
    name: str,
    data: bytes,
    rows: Sequence[Written],
    by: Actor,
    at: datetime,
) -> SheetIn:
    sheet = SheetIn.objects.create(
        list=lst,
        kind=SheetKind.EDITED,
        out=out,
        name=name,
        size=len(data),
        sha256=blobs.put(data),
        base_sha256=out.sha256,
        mine_sha256=put_mine(rows),
        given_by_id=by.user_id,
        given_at=at,
    )
    after = {"list": lst.pk, "export": out.pk, "sha256": sheet.sha256, "rows": len(rows)}
    record(by=by, at=at, verb="sheet.take", obj=sheet, after=after)
    return sheet


@transaction.atomic
def sheet_choose(
    *, sheet: SheetIn, choices: Mapping[str, str], every: str = "", by: Actor
) -> SheetIn:
    """Say of cells whose value is meant; ``every``: of all that ask. Nothing is changed yet.

    Not an act of its own in the record: what is brought in stands there.
    """
    can_bring_back(by, sheet.list).require()
    fresh = _open(sheet)
    asks = {change.place for change in plan_of(fresh, by).merge.changes if change.asks}
    chosen = {place: side for place, side in choices.items() if place in asks and side in CHOSEN}
    if every in CHOSEN:
        chosen = dict.fromkeys(asks, every)
    fresh.choices = fresh.choices | chosen
    fresh.save(update_fields=["choices"])
    return fresh


@transaction.atomic
def sheet_ground(
    *, sheet: SheetIn, cause: str, reason: str, paper: Paper | None, by: Actor
) -> None:
    """What the proposed amendments of a sheet rest on. Raises Invalid with the ``field``."""
    can_bring_back(by, sheet.list).require()
    fresh = _open(sheet)
    if cause == "dispute" or cause not in presets.load("amendment_causes"):
        raise Invalid("amendment-cause", field="cause")
    if not reason.strip():
        raise Invalid("reason-missing", field="reason")
    if paper is None or not paper.data:
        raise Invalid("amendment-document", field="paper")
    fresh.amend = {
        "cause": cause,
        "reason": reason.strip(),
        "name": shown_name(paper.name),
        "number": paper.number.strip(),
        "sha256": blobs.put(paper.data),
    }
    fresh.save(update_fields=["amend"])


def is_long(plan: Plan) -> bool:
    """Whether bringing it in takes a job."""
    rows = len(plan.taken) + len(plan.proposed) + len(plan.creates) + len(plan.withdrawn)
    return rows > presets.limit("exchange_at_once")


def sheet_apply_later(*, sheet: SheetIn, seen: str, by: Actor, at: datetime) -> Job:
    """Bring a long sheet in by a job."""
    can_bring_back(by, sheet.list).require()
    params = {"sheet": sheet.pk, "seen": seen}
    return job_start(kind=APPLY, title=str(sheet)[:120], params=params, by=by, at=at)


@transaction.atomic
def sheet_apply(*, sheet: SheetIn, seen: str, by: Actor, at: datetime) -> Plan:
    """Do what was shown, all of it or nothing; ``seen`` is the ``Plan.seen`` of that page.

    Every cell is asked again whether this person may change it. Raises Refused
    ``excel-applied``, ``excel-moved-on`` (what stands now is not what was shown),
    ``excel-undecided``; Invalid ``excel-changes-nothing``, ``excel-amend-ground``.
    """
    can_bring_back(by, sheet.list).require()
    fresh = _open(sheet)
    fresh.list = list_locked(fresh.list)
    held = fresh.list.items.values("commitment")
    list(Commitment.objects.select_for_update().filter(pk__in=held).order_by("pk").values("pk"))
    plan = plan_of(fresh, by)
    _check(fresh, plan, seen)
    refused = refused_by(plan)
    done = Done(_cells(plan), *_applied(fresh, plan, by, at), _left(plan), refused)
    fresh.done_sha256 = put_done(done)
    fresh.outcome = {
        "cells": len(done.cells),
        "commitments": len(plan.taken),
        "added": len(done.added),
        "amendments": len(done.amendments),
        "withdrawn": len(plan.withdrawn),
        "left": len(plan.left),
        "refused": len(refused),
    }
    fresh.applied_by_id, fresh.applied_at = by.user_id, at
    fresh.save(update_fields=["done_sha256", "outcome", "applied_by", "applied_at"])
    record(by=by, at=at, verb="sheet.apply", obj=fresh, after=fresh.outcome)
    return plan


@transaction.atomic
def sheet_undo(*, sheet: SheetIn, by: Actor, at: datetime) -> SheetIn:
    """A new sheet that puts back what this one changed; it is looked at and brought in like any.

    Raises Refused ``excel-not-applied``, ``excel-undone``, ``excel-nothing-to-undo``.
    """
    can_bring_back(by, sheet.list).require()
    fresh = SheetIn.objects.select_for_update().get(pk=sheet.pk)
    if fresh.applied_at is None:
        raise Refused("excel-not-applied")
    if undone_by(fresh):
        raise Refused("excel-undone")
    done = done_of(fresh.done_sha256)
    if not done.cells and not done.added:
        raise Refused("excel-nothing-to-undo")
    base, mine = _backwards(by, sheet.list, done)
    undo = SheetIn.objects.create(
        list=fresh.list,
        kind=SheetKind.UNDO,
        out=fresh.out,
        undoes=fresh,
        base_sha256=put_base(base),
        mine_sha256=put_mine(mine),
        given_by_id=by.user_id,
        given_at=at,
    )
    record(by=by, at=at, verb="sheet.undo", obj=undo, after={"undoes": fresh.pk})
    return undo


def _backwards(by: Actor, lst: CommitmentList, done: Done) -> tuple[Base, list[Written]]:
    """What an import made of each cell as the base, what it was before as the sheet."""
    changed: dict[str, dict[str, tuple[str, str]]] = {}
    for pk, key, old, new in done.cells:
        changed.setdefault(pk, {})[key] = (old, new)
    own = [column.key for column in kind_of_list(lst).columns]
    now = rows_now(by, lst, own, [int(pk) for pk in changed])
    rows = {}
    mine = []
    for pk, cells in changed.items():
        if pk not in now:
            continue
        made = {key: new for key, (_old, new) in cells.items()}
        rows[pk] = type(now[pk])(now[pk].token, now[pk].number, {**now[pk].cells, **made})
        was = {key: old for key, (old, _new) in cells.items()}
        mine.append(Written(now[pk].number, pk, was, number=str(now[pk].number)))
    return Base(rows, {}), mine


def _open(sheet: SheetIn) -> SheetIn:
    rows = SheetIn.objects.select_for_update(of=("self",))
    related = ("list__list_type", "list__frozen_version", "undoes")
    fresh = rows.select_related(*related).get(pk=sheet.pk)
    if fresh.applied_at is not None:
        raise Refused("excel-applied")
    if fresh.undoes and undone_by(fresh.undoes):
        raise Refused("excel-undone")
    return fresh


def _check(sheet: SheetIn, plan: Plan, seen: str) -> None:
    if plan.seen != seen:
        raise Refused("excel-moved-on")
    if plan.undecided:
        raise Refused("excel-undecided", count=plan.undecided)
    if not plan.does_something:
        raise Invalid("excel-changes-nothing")
    if plan.proposed and not sheet.amend:
        raise Invalid("excel-amend-ground", field="reason")


def _cells(plan: Plan) -> list[tuple[str, str, str, str]]:
    """What changes at once: as it stood, and as it will stand."""
    found = []
    for change in plan.merge.changes:
        if change.key in plan.taken.get(int(change.id), {}):
            found.append((change.id, change.key, change.theirs, change.mine))
    return found


def _left(plan: Plan) -> list[Left]:
    """The new rows that are not added, with each fault."""
    return [
        (
            fault.row,
            plan.left[fault.row],
            fault.key,
            fault.code,
            {key: str(value) for key, value in fault.params.items()},
        )
        for fault in plan.merge.faults
        if fault.row in plan.left and not fault.id
    ]


def _applied(
    sheet: SheetIn, plan: Plan, by: Actor, at: datetime
) -> tuple[Sequence[int], Sequence[int]]:
    """The new commitments and amendments."""
    revisions, cause = plan.revisions(), {"import": sheet.pk}
    commitments_revise(within=sheet.list, revisions=revisions, cause=cause, by=by, at=at)
    added = [
        commitment_create(within=sheet.list, draft=draft, by=by, at=at).pk for draft in plan.creates
    ]
    _withdraw(plan.withdrawn, sheet, by, at)
    return added, list(_proposed(sheet, plan, by, at))


def _proposed(sheet: SheetIn, plan: Plan, by: Actor, at: datetime) -> Iterable[int]:
    if not plan.proposed:
        return
    ground = sheet.amend
    paper = Paper(ground["name"], blobs.read(ground["sha256"]), ground["number"])
    for pk, cells in sorted(plan.proposed.items()):
        changes = {key: typed(key, text, plan.units) for key, text in cells.items()}
        made = amendments_propose(
            commitment=plan.rows[pk],
            changes=changes,
            cause=ground["cause"],
            reason=ground["reason"],
            paper=paper,
            by=by,
            at=at,
        )
        yield from (amendment.pk for amendment in made)


def _withdraw(pks: Sequence[int], sheet: SheetIn, by: Actor, at: datetime) -> None:
    if not pks:
        return
    reason = f"撤销导入 {sheet.undoes_id}"
    for row in Commitment.objects.filter(pk__in=pks).order_by("pk"):
        commitment_withdraw(commitment=row, reason=reason, by=by, at=at)
