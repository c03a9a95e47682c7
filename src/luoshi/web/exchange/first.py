"""A sheet made elsewhere, row by row: what each would become, and what could not be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.core import listtype
from luoshi.core.errors import DomainError, Invalid
from luoshi.core.exchange import Field, filled_down, read_field
from luoshi.core.exchange import guess as guessing
from luoshi.core.listtype import CellType
from luoshi.web.commitments.columns import title
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.kinds import kind_of, kind_of_list
from luoshi.web.commitments.models import CommitmentList, ListItem, ListType
from luoshi.web.commitments.wording import amount, comparator_text
from luoshi.web.exchange.fields import OWN
from luoshi.web.exchange.models import SheetNew
from luoshi.web.exchange.stored import fingerprint, ledgers_of
from luoshi.web.messages import message
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import named

SPLIT = "、,，;；/\n "
EXAMPLES = 3
WARNINGS: dict[str, Promise | str] = {
    "unit-unknown": _("单位对不上，没有导入：%(text)s"),
    "date-unread": _("日期看不懂，用清单的期末：%(text)s"),
    "target-worded": _("目标不是数字，写入完成标准"),
    "number-unread": _("数字看不懂，没有导入：%(text)s"),
    "cell-unread": _("“%(head)s”看不懂，没有导入：%(text)s"),
    "as-above": _("“%(head)s”同上，取上一行的：%(text)s"),
    "cut": _("“%(head)s”过长，截短了"),
}
"""What looks odd but may be brought in."""
LENGTHS = {"leader": 40, "metric": 120, "unit_of_measure": 20}


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of the sheet: what it is to be, with examples."""

    number: int
    label: str
    key: str
    kind: str
    unit: str
    examples: Sequence[str]
    guess: guessing.Guess


@dataclass(slots=True)
class Line:
    """One row: its draft unless something is wrong, with what a person should know of it."""

    number: int
    text: str
    draft: CommitmentDraft | None = None
    fault: str = ""
    refused: DomainError | None = None
    told: list[str] = field(default_factory=list)

    @property
    def goal(self) -> str:
        """The target in words; empty without one."""
        draft = self.draft
        if draft is None or draft.target is None:
            return ""
        value = amount(draft.target, draft.unit_of_measure)
        return f"{comparator_text(draft.comparator)} {value}"


@dataclass(slots=True)
class First:
    """Everything that a sheet would become."""

    columns: Sequence[Mapped]
    sheets: Sequence[tuple[int, str]]
    kind: listtype.ListType | None
    lines: Sequence[Line]
    totals: int
    notes: int
    refused: DomainError | None = None

    @property
    def good(self) -> list[CommitmentDraft]:
        """What would be brought in."""
        return [line.draft for line in self.lines if line.draft]

    @property
    def seen(self) -> str:
        """A name for what the person has before the eyes."""
        told = [(line.number, line.text, line.fault, sorted(line.told)) for line in self.lines]
        return fingerprint(
            [told, [(c.key, c.kind if c.key == guessing.NEW else "") for c in self.columns]]
        )


@cache
def words() -> Mapping[str, Sequence[str]]:
    """Field → heads, and the lists ``skipped``, ``notes`` and ``same``."""
    return {key: row["words"] for key, row in presets.load("sheets").items()}


def heads() -> Mapping[str, Sequence[str]]:
    """Field → heads."""
    return {key: known for key, known in words().items() if key not in ("skipped", "notes", "same")}


def first_of(sheet: SheetNew) -> First:
    """What the sheet would become under its mapping so far."""
    return _Reader(sheet).first()


class _Reader:
    def __init__(self, sheet: SheetNew) -> None:
        self.sheet, self.mapping = sheet, sheet.mapping
        self.ledgers = ledgers_of(sheet.rows_sha256)
        at = sheet.sheet if sheet.sheet < len(self.ledgers) else 0
        self.ledger = self.ledgers[at]
        self.within = within_of(sheet)
        self.known_kind = _known_kind(sheet, self.within)
        notes = words()["notes"]
        rows = [row for row in self.ledger.rows if not guessing.is_note(row.cells, notes)]
        self.notes = len(self.ledger.rows) - len(rows)
        filled = filled_down([row.cells for row in rows], words()["same"])
        self.rows = [
            replace(row, cells=cells) for row, (cells, _) in zip(rows, filled, strict=True)
        ]
        self.same = {row.number: same for row, (_, same) in zip(rows, filled, strict=True)}
        self.columns = list(self._columns())
        self.places = {c.key: c.number for c in self.columns if c.key not in ("", guessing.NEW)}
        self.start, self.end = period_of(sheet, self.within)

    def first(self) -> First:
        names = [" ".join(one.titles) or str(one.sheet) for one in self.ledgers]
        made = First(
            self.columns, list(enumerate(names)), None, [], self.ledger.totals_left_out, self.notes
        )
        try:
            made.kind = self.known_kind or new_kind(self.sheet, self.columns)
        except Invalid as refused:
            made.refused = refused
            return made
        units = named(sorted(set(self._unit_texts())), jurisdiction_id=self.sheet.jurisdiction_id)
        held = self._held()
        made.lines = [self._line(row, made.kind, units, held) for row in self.rows]
        return made

    def _held(self) -> set[str]:
        if self.within is None:
            return set()
        texts = ListItem.objects.filter(list=self.within).values_list("commitment__text", flat=True)
        return set(texts)

    def _columns(self) -> Iterator[Mapped]:
        own: Mapping[str, Sequence[str]] = {}
        if self.known_kind:
            own = {OWN + c.key: [c.zh, c.en] for c in self.known_kind.columns}
        rows = [row.cells for row in self.rows]
        found = guessing.guesses(self.ledger.labels, rows, {**own, **heads()}, words()["skipped"])
        chosen = self.mapping.get("columns", {})
        for at, guess in enumerate(found):
            key = guess.key if guess.key != guessing.NEW or not self.known_kind else ""
            told = {"key": key, **chosen.get(str(at), {})}
            if told["key"] == guessing.NEW and self.known_kind:
                told["key"] = key
            elif told["key"].startswith(OWN) and told["key"] not in own:
                told["key"] = guess.key
            kind = told.get("kind") or guess.kind.value
            examples = list(dict.fromkeys(row[at] for row in rows if row[at]))[:EXAMPLES]
            yield Mapped(at, guess.label, told["key"], kind, guess.unit, examples, guess)

    def _unit_texts(self) -> Iterator[str]:
        for key in ("lead_unit", "assist_units"):
            if key in self.places:
                for row in self.rows:
                    yield from parted(row.cells[self.places[key]])

    def _line(
        self,
        row: Any,
        kind: listtype.ListType,
        units: Mapping[str, Unit],
        held: set[str],
    ) -> Line:
        cells = {key: row.cells[at].strip() for key, at in self.places.items()}
        line = Line(row.number, cells.get("text", ""))
        for mapped in self.columns:
            if mapped.key and mapped.number in self.same[row.number]:
                text = row.cells[mapped.number][:30]
                _warn(line, "as-above", head=mapped.label, text=text)
        try:
            draft = self._draft(line, cells, row.cells, kind, units)
            draft.check(self.sheet.jurisdiction_id)
            _whole(draft, kind)
            if line.text in held:
                raise Invalid("excel-row-twice")
        except DomainError as fault:
            line.fault, line.refused = message(fault), fault
        else:
            line.draft = draft
            held.add(line.text)
        return line

    def _draft(
        self,
        line: Line,
        cells: Mapping[str, str],
        row: Sequence[str],
        kind: listtype.ListType,
        units: Mapping[str, Unit],
    ) -> CommitmentDraft:
        lead, helping = _owners(line, cells, units)
        target, sign, measure, worded = self._target(line, cells)
        standard = "\n".join(part for part in (cells.get("standard", ""), worded) if part)
        return CommitmentDraft(
            text=line.text,
            kind="qualitative-task" if target is None else "target",
            metric=_short(line, cells, "metric"),
            comparator=sign,
            baseline=_number(line, cells.get("baseline", "")),
            target=target,
            unit_of_measure=measure,
            starts_on=self._day(line, cells.get("starts_on", ""), self.start, begins=True),
            due_on=self._day(line, cells.get("due_on", ""), self.end),
            lead_unit=lead,
            assist_units=helping,
            leader=_short(line, cells, "leader"),
            standard=standard,
            measures=cells.get("measures", ""),
            weight=_weight(line, cells.get("weight", "")),
            extra=self._extra(line, row, kind),
        )

    def _target(self, line: Line, cells: Mapping[str, str]) -> tuple[Decimal | None, str, str, str]:
        """Target, comparator, unit, and the words of a target that is no number."""
        text = cells.get("target", "")
        if not text:
            return None, "", "", ""
        found = guessing.amount_in(text)
        if found is None or abs(found.number) >= 10**16:
            _warn(line, "target-worded")
            return None, "", "", text
        measure = found.unit or _short(line, cells, "unit_of_measure")
        if not measure and "target" in self.places:
            measure = self.columns[self.places["target"]].unit
        return round(found.number, 4), found.comparator or ">=", measure, ""

    def _day(self, line: Line, text: str, usual: date, *, begins: bool = False) -> date:
        if not text:
            return usual
        day = guessing.planned_day(text, self.end.year, begins=begins)
        if day is None:
            _warn(line, "date-unread", text=text[:30])
        return day or usual

    def _extra(self, line: Line, row: Sequence[str], kind: listtype.ListType) -> dict[str, object]:
        found: dict[str, object] = {}
        for mapped in self.columns:
            column = kind.column(own_key(mapped))
            written = row[mapped.number].strip()
            if column is None or not written:
                continue
            plain = written if column.kind == CellType.TEXT else guessing.plain(written)
            try:
                value = read_field(Field(column, year=self.end.year), plain)
            except Invalid:
                _warn(line, "cell-unread", head=title(column), text=written[:30])
                continue
            if value:
                found[column.key] = value
        return found


def own_key(mapped: Mapped) -> str:
    """The key of the list type's column that the column of the sheet fills; empty for none."""
    if mapped.key == guessing.NEW:
        return f"c{mapped.number + 1}"
    return mapped.key.removeprefix(OWN) if mapped.key.startswith(OWN) else ""


def new_kind(sheet: SheetNew, columns: Iterable[Mapped]) -> listtype.ListType:
    """The list type that the sheet's own columns make. Raises Invalid for a name that is none."""
    name = str(sheet.mapping.get("type_title") or usual_title(sheet))[: listtype.LONGEST_TITLE]
    made = []
    for mapped in columns:
        if mapped.key == guessing.NEW:
            guess = replace(mapped.guess, kind=CellType(mapped.kind))
            if guess.kind == CellType.CHOICE and not guess.choices:
                guess = replace(guess, choices=tuple(dict.fromkeys(mapped.examples)))
            made.append(guessing.column_of(guess, mapped.number + 1))
    key = f"sheet_{sheet.pk}"
    return listtype.ListType(key, name, name, columns=tuple(made[: listtype.MAX_COLUMNS]))


def usual_title(sheet: SheetNew) -> str:
    """What stands above the table, else the name of the file."""
    ledgers = ledgers_of(sheet.rows_sha256)
    ledger = ledgers[sheet.sheet] if sheet.sheet < len(ledgers) else ledgers[0]
    above = [line for line in ledger.titles if len(line) <= listtype.LONGEST_TITLE]
    return (above[0] if above else sheet.name.rpartition(".")[0])[: listtype.LONGEST_TITLE]


def period_of(sheet: SheetNew, within: CommitmentList | None) -> tuple[date, date]:
    """From when to when: of the list, as chosen, else the year of the upload."""
    if within:
        return within.period_start, within.period_end
    year, told = sheet.given_at.year, sheet.mapping
    start, end = told.get("period_start"), told.get("period_end")
    return (
        date.fromisoformat(start) if start else date(year, 1, 1),
        date.fromisoformat(end) if end else date(year, 12, 31),
    )


def within_of(sheet: SheetNew) -> CommitmentList | None:
    """The open list that it is to join; None for a new one."""
    pk = sheet.mapping.get("within")
    rows = CommitmentList.objects.select_related("list_type", "frozen_version")
    found = rows.filter(pk=pk, jurisdiction=sheet.jurisdiction_id, frozen_at__isnull=True)
    return found.first() if pk else None


def _known_kind(sheet: SheetNew, within: CommitmentList | None) -> listtype.ListType | None:
    if within:
        return kind_of_list(within)
    pk = sheet.mapping.get("list_type")
    rows = ListType.objects.filter(pk=pk, jurisdiction=sheet.jurisdiction_id)
    found = rows.filter(retired_at__isnull=True).first() if pk else None
    return kind_of(found) if found else None


def parted(text: str) -> list[str]:
    """The names of units in one cell."""
    for sign in SPLIT:
        text = text.replace(sign, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


def _owners(
    line: Line, cells: Mapping[str, str], units: Mapping[str, Unit]
) -> tuple[Unit | None, list[Unit]]:
    """The first known unit leads; the others of both columns assist."""
    leading = parted(cells.get("lead_unit", ""))
    for text in (*leading, *parted(cells.get("assist_units", ""))):
        if text not in units:
            _warn(line, "unit-unknown", text=text[:30])
    leads = [units[text] for text in leading if text in units]
    lead = leads[0] if leads else None
    helps = [units[text] for text in parted(cells.get("assist_units", "")) if text in units]
    others = {unit.pk: unit for unit in (*leads[1:], *helps) if unit != lead}
    return lead, list(others.values())


def _number(line: Line, text: str) -> Decimal | None:
    if not text:
        return None
    found = guessing.amount_in(text)
    if found is None or abs(found.number) >= 10**16:
        _warn(line, "number-unread", text=text[:30])
        return None
    return round(found.number, 4)


def _whole(draft: CommitmentDraft, kind: listtype.ListType) -> None:
    """Raises Invalid ``excel-row-lacks`` where a column that the list requires is not filled."""
    if lacking := listtype.missing(kind, draft.extra):
        raise Invalid("excel-row-lacks", columns="、".join(map(title, lacking)))


def _weight(line: Line, text: str) -> Decimal:
    found = _number(line, text)
    return round(found, 2) if found and Decimal("0.01") <= found < 10_000 else Decimal(1)


def _short(line: Line, cells: Mapping[str, str], key: str) -> str:
    text = cells.get(key, "")
    if len(text) > LENGTHS[key]:
        _warn(line, "cut", head=text[:10])
    return text[: LENGTHS[key]]


def _warn(line: Line, code: str, **params: object) -> None:
    line.told.append(str(WARNINGS[code]) % params)
