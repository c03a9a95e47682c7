"""What bringing a sheet in would do, in words: one table for each kind of thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.errors import Invalid
from luoshi.core.exchange import CellChange, Fault, Verdict
from luoshi.core.listtype import CellType
from luoshi.web.commitments.models import Commitment
from luoshi.web.exchange.fields import SheetField
from luoshi.web.exchange.models import SheetIn
from luoshi.web.exchange.plan import NewRow, Plan
from luoshi.web.exchange.queries import changed_by
from luoshi.web.exchange.stored import done_of
from luoshi.web.messages import message

ROWS = 50
DASH = "—"
TABS = ("asks", "changes", "proposed", "new", "theirs", "refused", "missing")


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell in words. ``who``, ``when``: who changed it meanwhile; ``why``: why it is left."""

    place: str
    row: int
    text: str
    pk: int
    head: str
    base: str
    mine: str
    theirs: str
    chosen: str = ""
    formula: bool = False
    who: str = ""
    when: datetime | None = None
    why: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A new row that would be added; ``told``: cells that say something else than is read."""

    new: NewRow
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A new row that is not added: which, what it is about, and what is wrong, cell by cell."""

    row: int
    text: str
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of thing, and how many there are."""

    key: str
    label: str
    count: int
    on: bool = False


def tabs_of(plan: Plan, shown: str) -> list[Tab]:
    """What there is, in the order in which a person should look; the empty ones are left out."""
    counts = {key: len(rows) for key, rows in _sorted(plan).items()}
    labels = {
        "asks": _("需选择"),
        "changes": _("将修改"),
        "proposed": _("将提出调整"),
        "new": _("将新增"),
        "theirs": _("别人已改"),
        "refused": _("不采用"),
        "missing": _("表中没有"),
    }
    found = [Tab(key, labels[key], counts[key]) for key in TABS if counts[key]]
    on = shown if any(tab.key == shown for tab in found) else (found[0].key if found else "")
    return [Tab(tab.key, tab.label, tab.count, tab.key == on) for tab in found]


def things_of(plan: Plan, tab: str) -> Sequence[object]:
    """Everything of one kind, not yet in words."""
    return _sorted(plan).get(tab, [])


def _sorted(plan: Plan) -> Mapping[str, Sequence[object]]:
    changes = plan.merge.changes
    refused: list[object] = [change for change in changes if change.place in plan.refused]
    return {
        "asks": [change for change in changes if change.asks],
        "changes": [c for c in changes if c.key in plan.taken.get(int(c.id), {})],
        "proposed": [c for c in changes if c.key in plan.proposed.get(int(c.id), {})],
        "new": [new for new in plan.new if new.draft],
        "theirs": [c for c in changes if c.verdict in (Verdict.THEIRS, Verdict.SAME)],
        "refused": [*plan.merge.faults, *refused],
        "missing": plan.merge.missing,
    }


def rows_of_page(plan: Plan, sheet: SheetIn, things: Sequence[object]) -> list[CellRow]:
    """The things of one page in words: three queries at most."""
    ids = {int(key) for key in map(_id_of, things) if key}
    texts = dict(Commitment.objects.filter(pk__in=ids).values_list("pk", "text"))
    since = sheet.out.made_at if sheet.out and sheet.undoes is None else sheet.given_at
    if sheet.undoes and sheet.undoes.applied_at:
        since = sheet.undoes.applied_at
    known = changed_by(sorted(ids), since)
    return [_row(plan, sheet, thing, texts, known) for thing in things]


def _id_of(thing: object) -> str:
    return thing if isinstance(thing, str) else getattr(thing, "id", "")


def _row(
    plan: Plan,
    sheet: SheetIn,
    thing: object,
    texts: Mapping[int, str],
    known: Mapping[tuple[str, str], tuple[str, datetime]],
) -> CellRow:
    if isinstance(thing, Fault):
        return _fault_row(plan, thing, texts)
    if isinstance(thing, str):
        text = texts.get(int(thing), "")
        return CellRow(thing, 0, text, int(thing), "", "", "", "")
    if not isinstance(thing, CellChange):
        raise TypeError(type(thing).__name__)
    each = plan.by_key[thing.key]
    who, when = known.get((thing.id, thing.key), ("", None))
    why = plan.refused.get(thing.place)
    return CellRow(
        thing.place,
        thing.row,
        texts.get(int(thing.id), ""),
        int(thing.id),
        each.head,
        shown(each, thing.base),
        shown(each, thing.mine),
        shown(each, thing.theirs),
        sheet.choices.get(thing.place, ""),
        thing.formula,
        who if thing.verdict is not Verdict.MINE else "",
        when,
        message(why) if why else "",
        thing.said,
    )


def news_of_page(plan: Plan, things: Sequence[object]) -> list[NewLine]:
    """The new rows of one page in words."""
    return [
        NewLine(new, [_read(plan.by_key[key], said, new) for key, said in new.added.said.items()])
        for new in things
        if isinstance(new, NewRow)
    ]


def _read(each: SheetField, said: str, new: NewRow) -> str:
    value = shown(each, new.added.cells[each.key])
    return _("“%(head)s”写的是“%(said)s”，读作 %(value)s") % {
        "head": each.head,
        "said": said,
        "value": value,
    }


def left_of(plan: Plan) -> list[LeftRow]:
    """The new rows that would not be added, with the reasons."""
    faults = [(f.row, f.key, f.code, f.params) for f in plan.merge.faults if not f.id]
    return _left(plan.left, faults, plan.by_key)


def left_done(sheet: SheetIn, fields: Mapping[str, SheetField]) -> list[LeftRow]:
    """The new rows that an import did not add."""
    left = done_of(sheet.done_sha256).left
    rows = {row: text for row, text, _key, _code, _params in left}
    return _left(rows, [(row, *why) for row, _text, *why in left], fields)


def _left(
    rows: Mapping[int, str], faults: Iterable[Any], fields: Mapping[str, SheetField]
) -> list[LeftRow]:
    found: dict[int, list[str]] = {row: [] for row in rows}
    for row, key, code, params in faults:
        if row in found:
            why = message(Invalid(code, **dict(params)))
            head = fields[key].head if key in fields else ""
            found[row].append(_("%(head)s：%(why)s") % {"head": head, "why": why} if head else why)
    return [LeftRow(row, rows[row] or DASH, why) for row, why in found.items()]


def _fault_row(plan: Plan, fault: Fault, texts: Mapping[int, str]) -> CellRow:
    each = plan.by_key.get(fault.key)
    pk = int(fault.id) if fault.id else 0
    why = message(Invalid(fault.code, **dict(fault.params)))
    head = each.head if each else ""
    text = texts.get(pk, "") if pk else plan.left.get(fault.row, "")
    return CellRow("", fault.row, text, pk, head, "", fault.written, "", why=why)


def shown(each: SheetField, kept: str) -> str:
    """A kept value as people read it; a dash where there is none."""
    if kept == "":
        return DASH
    column = each.field.column
    if column.kind == CellType.YES_NO:
        return {"yes": _("是"), "no": _("否")}.get(kept, kept)
    if column.kind != CellType.CHOICE:
        return kept
    words = {choice.key: choice.zh for choice in reversed(column.choices)}
    if each.offered and len(each.offered) == len(column.choices):
        words = {c.key: label for c, label in zip(column.choices, each.offered, strict=True)}
    keys = kept.split(",") if each.field.many else [kept]
    return "、".join(words.get(key, key) for key in keys)


Cell = tuple[str, str, str, str]


def done_things(sheet: SheetIn) -> list[Cell | int]:
    """What a sheet did: the commitments that it added or, undoing, withdrew; then its cells."""
    done = done_of(sheet.done_sha256)
    whole: Sequence[int] = done.added
    if sheet.undoes:
        first = done_of(sheet.undoes.done_sha256).added
        gone = Commitment.objects.filter(pk__in=first, state="withdrawn").order_by("pk")
        whole = list(gone.values_list("pk", flat=True))
    return [*whole, *done.cells]


def done_rows(
    things: Sequence[Cell | int], fields: Mapping[str, SheetField], *, undone: bool
) -> list[CellRow]:
    """Commitments and cells that were brought in, in words: one query."""
    ids = {each if isinstance(each, int) else int(each[0]) for each in things}
    rows = Commitment.objects.filter(pk__in=ids).values_list("pk", "text", "lead_unit__short_name")
    texts, leads = {}, {}
    for pk, text, lead in rows:
        texts[pk], leads[pk] = text, lead or DASH
    whole = [each for each in things if isinstance(each, int)]
    cells = [each for each in things if not isinstance(each, int)]
    became = pgettext("row", "撤销") if undone else pgettext("row", "新增")
    return [
        CellRow(str(pk), 0, texts.get(pk, ""), pk, leads.get(pk, DASH), "", became, DASH)
        for pk in whole
    ] + [
        CellRow(
            pk,
            0,
            texts.get(int(pk), ""),
            int(pk),
            fields[key].head if key in fields else key,
            "",
            shown(fields[key], new) if key in fields else new,
            shown(fields[key], old) if key in fields else old,
        )
        for pk, key, old, new in cells
    ]
