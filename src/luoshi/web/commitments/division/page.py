"""The page of a division: the sheet with its check, and what others changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from luoshi.core.decompose import Aggregation, Part, sum_check
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions.entries import CHANGING, is_frozen
from luoshi.web.commitments.division.drafts import Seen, read_stamp, seen_of, stamp_of
from luoshi.web.commitments.division.sheet import (
    Names,
    PartForm,
    Raw,
    Sheet,
    begun_sheet,
    posted_sheet,
    raw_of,
)
from luoshi.web.commitments.division.whole import flag_rule, part_of, stages_of, whole_of
from luoshi.web.commitments.division.words import CheckShown, check_shown
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import frozen_parts, parts_of, units_for_parts
from luoshi.web.commitments.rules import can_change
from luoshi.web.commitments.wording import amount


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts there are: those that may be put differently, and those that were taken on."""

    open: Sequence[Commitment]
    settled: Sequence[Commitment]

    @property
    def stamp(self) -> str:
        """The open ones as the form carries them."""
        return stamp_of(seen_of(part, part.milestones.all()) for part in self.open)

    @property
    def digest(self) -> str:
        """The stamp in short, so that a kept draft is of these parts."""
        return sha256(self.stamp.encode()).hexdigest()[:10]

    @property
    def drafts(self) -> list[Commitment]:
        """Those that wait to be sent."""
        return [part for part in self.open if part.state == "draft"]


def parts_now(whole: Commitment) -> Parts:
    """Split by what may be done to them: three queries."""
    rows, frozen = parts_of(whole), frozen_parts(whole)
    is_open = {part.pk for part in rows if part.state in CHANGING and part.pk not in frozen}
    return Parts(
        [part for part in rows if part.pk in is_open],
        [part for part in rows if part.pk not in is_open],
    )


def sheet_for(
    actor: Actor, whole: Commitment, parts: Parts, data: Mapping[str, str] | None
) -> Sheet:
    """The sheet as sent, or as it is opened."""
    kept: dict[str, Any] = {
        "whole": whole,
        "names": Names(units_for_parts(actor, whole)),
        "steps": list(whole.milestones.all()),
        "settled": parts.settled,
        "owns_stages": whole.state in CHANGING
        and bool(can_change(actor, whole))
        and not is_frozen(whole),
    }
    if data is not None:
        return posted_sheet(data, **kept)
    return begun_sheet(parts.open, **kept)


def checked(sheet: Sheet) -> CheckShown | None:
    """The sum check of what stands in the cells that can be read; None without a figure."""
    sheet.is_valid()
    told = getattr(sheet.form, "cleaned_data", {})
    how = Aggregation(told["aggregation"]) if told.get("aggregation") else None
    whole = whole_of(sheet.whole, sheet.whole_stages(), how)
    if whole is None:
        return None
    measure = sheet.whole.unit_of_measure
    typed = [_typed(form, sheet) for form in sheet.forms]
    settled = [part_of(part, part.milestones.all(), measure) for part in sheet.settled]
    names = {form.prefix or "": _name(form) for form in sheet.forms}
    names |= {str(part.pk): _unit_name(part) for part in sheet.settled}
    check = sum_check(whole, [*settled, *typed], flag_rule())
    return check_shown(check, whole, measure, names)


def _typed(form: PartForm, sheet: Sheet) -> Part:
    told = form.cleaned_data
    return Part(
        form.prefix or "",
        told.get("target"),
        sheet.whole.starts_on,
        told.get("due_on") or sheet.whole.due_on,
        told.get("weight"),
        form.stages(),
    )


def _name(form: PartForm) -> str:
    unit = form.cleaned_data.get("unit")
    return form.names.labels[unit.pk] if unit else str(form["unit"].value() or "")


def _unit_name(part: Commitment) -> str:
    return part.lead_unit.short_name if part.lead_unit else ""


def settled_rows(sheet: Sheet) -> list[dict[str, object]]:
    """The parts that were taken on, as lines between the typed ones."""
    return [
        {
            "part": part,
            "target": amount(part.target, part.unit_of_measure),
            "weight": part.part_weight,
            "stages": [_staged(part).get(day, "") for day in sheet.days],
        }
        for part in sheet.settled
    ]


def _staged(part: Commitment) -> dict[object, str]:
    found = stages_of(part, part.milestones.all())
    return {day: amount(value, "") for day, value in found.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """A part that others changed: as it was opened, as it is now, as it was typed."""

    unit: str
    before: str
    now: str
    mine: str
    clashes: bool


def merged(sheet: Sheet, seen: str, parts: Parts) -> tuple[list[Raw], list[Change]]:
    """What to go on with after others saved: the own text where it was touched, theirs where it
    was not, their new rows added; and what they changed, row by row."""
    labels = sheet.names.labels
    before = {pk: _raw_seen(each, labels) for pk, each in read_stamp(seen).items()}
    now = {part.pk: raw_of(part, labels) for part in parts.open}
    mine = {int(row["pk"]): row for row in sheet.filled if row.get("pk", "").isdecimal()}
    taken_on = {_unit_name(part) for part in parts.settled}
    rows, changes = [row for row in sheet.filled if not row.get("pk")], []
    for pk in dict.fromkeys([*mine, *now, *before]):
        was, theirs, typed = before.get(pk), now.get(pk), mine.get(pk)
        kept = _kept(was, theirs, typed)
        if kept and kept["unit"] not in taken_on:
            rows.append(kept)
        if not _same(was, theirs):
            name = next(row["unit"] for row in (theirs, was, typed) if row)
            clashes = not _same(typed, was) and not _same(typed, theirs)
            words = _words(was), _words(theirs), _words(typed)
            changes.append(Change(name, *words, clashes))
    return rows, changes


def _kept(was: Raw | None, theirs: Raw | None, typed: Raw | None) -> Raw | None:
    """The own row where it was changed; else what is there now. A row that others took out is a
    new one; one that the person took out stays out unless others changed it."""
    if typed is None:
        return None if was and _same(was, theirs) else theirs
    if was is None or not _same(typed, was):
        return typed if theirs else {name: cell for name, cell in typed.items() if name != "pk"}
    return theirs


def _raw_seen(old: Seen, labels: Mapping[int, str]) -> Raw:
    days = (piece.partition("=") for piece in old.stages.split(" ") if piece)
    return {
        "pk": str(old.pk),
        "unit": labels.get(old.unit, ""),
        "target": old.target,
        "weight": old.weight,
        "due_on": old.due_on,
        **{f"on{day.replace('-', '')}": value for day, _eq, value in days},
    }


def _same(one: Raw | None, other: Raw | None) -> bool:
    if one is None or other is None:
        return one is other
    names = {*one, *other} - {"pk"}
    return all(one.get(name, "") == other.get(name, "") for name in names)


def _words(row: Raw | None) -> str:
    if not row:
        return ""
    stages = [value for name, value in sorted(row.items()) if name.startswith("on") and value]
    told = [row.get("unit", ""), row.get("target", ""), row.get("due_on", ""), *stages]
    return " · ".join(cell for cell in told if cell)
