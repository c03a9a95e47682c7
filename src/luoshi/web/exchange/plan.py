"""What bringing a sheet in would do, cell by cell: shown to a person, then done just so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.core.exchange import CellChange, Fault, Field, Merge, Verdict, merge, written_down
from luoshi.core.exchange.merge import Added
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions.amendments import AMENDABLE
from luoshi.web.commitments.actions.lists import require_no_batch
from luoshi.web.commitments.actions.revisions import (
    Revision,
    frozen_among,
    refusal_of,
    revisable,
)
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import Amendment, AmendmentState, Commitment, CommitmentList
from luoshi.web.commitments.rules import can_change_list, can_propose_amendment
from luoshi.web.exchange.fields import OWN, TERMS, WEIGHT, SheetField, sheet_fields
from luoshi.web.exchange.first import words
from luoshi.web.exchange.models import SheetIn, SheetKind
from luoshi.web.exchange.queries import rows_now
from luoshi.web.exchange.stored import base_of, done_of, fingerprint, mine_of
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_ever

MINE = "mine"
NUMBERS = ("baseline", "target")
DATES = ("starts_on", "due_on")


@dataclass(slots=True)
class NewRow:
    """A row that would become a commitment; without a draft it would not."""

    added: Added
    draft: CommitmentDraft | None = None


@dataclass
class Plan:
    """Everything that would happen. ``taken``: the cells that would change, by commitment;
    ``proposed``: those that would become proposed amendments; ``refused``: cell → why not.
    """

    lst: CommitmentList
    fields: Sequence[SheetField]
    units: Mapping[int, Unit]
    merge: Merge
    undecided: int = 0
    taken: dict[int, dict[str, str]] = field(default_factory=dict)
    proposed: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, DomainError] = field(default_factory=dict)
    new: list[NewRow] = field(default_factory=list)
    rows: dict[int, Commitment] = field(default_factory=dict)
    withdrawn: list[int] = field(default_factory=list)
    kept_new: list[int] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    @cached_property
    def by_key(self) -> Mapping[str, SheetField]:
        """The columns by key."""
        return {each.key: each for each in self.fields}

    @property
    def cells(self) -> int:
        """How many cells would change at once."""
        return sum(map(len, self.taken.values()))

    @property
    def does_something(self) -> bool:
        """Whether there is anything to bring in."""
        return bool(self.taken or self.proposed or self.creates or self.withdrawn)

    @property
    def creates(self) -> list[CommitmentDraft]:
        """The new commitments."""
        return [each.draft for each in self.new if each.draft]

    @cached_property
    def left(self) -> Mapping[int, str]:
        """The new rows that would not be added: row → what it is about, as far as it says so."""
        rows = [*self.merge.left, *(each.added for each in self.new if not each.draft)]
        return {row.row: row.cells.get("text", "") for row in sorted(rows, key=lambda row: row.row)}

    @property
    def seen(self) -> str:
        """A name for what the person has before the eyes: other facts, another name."""
        told = [(c.place, c.base, c.mine, c.theirs, c.verdict.value) for c in self.merge.changes]
        wrong = [(f.row, f.key, f.code) for f in self.merge.faults]
        refused = sorted((place, why.code) for place, why in self.refused.items())
        new = [(each.added.row, each.draft is not None) for each in self.new]
        return fingerprint([sorted(told), wrong, refused, new, self.withdrawn])

    def revisions(self) -> list[Revision]:
        """What ``commitments_revise`` is asked to do."""
        return [revision_of(pk, cells, self.units) for pk, cells in sorted(self.taken.items())]


def plan_of(sheet: SheetIn, actor: Actor) -> Plan:
    """What would happen if the person brought the sheet in now, with the choices made so far."""
    return _Planner(sheet, actor).planned()


class _Planner:
    def __init__(self, sheet: SheetIn, actor: Actor) -> None:
        self.sheet, self.actor, self.lst = sheet, actor, sheet.list
        units = list(units_ever(self.lst.jurisdiction_id))
        self.fields = sheet_fields(self.lst, units)
        self.units = {unit.pk: unit for unit in units}

    def planned(self) -> Plan:
        own = [column.key for column in kind_of_list(self.lst).columns]
        base, mine = base_of(self.sheet.base_sha256), mine_of(self.sheet.mine_sha256)
        now = rows_now(self.actor, self.lst, own)
        fields = [each.field for each in self.fields]
        undoes = self.sheet.kind == SheetKind.UNDO
        if self.lst.frozen_at:
            fields = [replace(each, needed=False) for each in fields]
        if undoes:
            fields = [_anything(each) for each in fields]
        else:
            mine = written_down(mine, base.rows, words()["same"])
        found = merge(fields, base.rows, mine, now)
        if undoes:
            found.missing = []
        plan = Plan(self.lst, self.fields, self.units, found)
        plan.held = {row.cells["text"] or "" for row in now.values()}
        self._take(plan, self._accepted(plan))
        for added in found.added:
            plan.new.append(self._new(added, plan))
        found.faults.sort(key=lambda fault: fault.row)
        if undoes:
            self._withdraw(plan)
        return plan

    def _accepted(self, plan: Plan) -> dict[int, list[CellChange]]:
        """The cells whose value of the sheet is meant, by commitment."""
        choices: Mapping[str, str] = self.sheet.choices
        accepted: defaultdict[int, list[CellChange]] = defaultdict(list)
        for change in plan.merge.changes:
            chosen = choices.get(change.place, "")
            if change.asks and not chosen and self.sheet.kind == SheetKind.EDITED:
                plan.undecided += 1
            if (change.asks and chosen == MINE) or (
                change.verdict is Verdict.MINE and not change.asks
            ):
                accepted[int(change.id)].append(change)
        return accepted

    def _take(self, plan: Plan, accepted: Mapping[int, Sequence[CellChange]]) -> None:
        plan.rows = {row.pk: row for row in revisable(accepted)}
        frozen = frozen_among(accepted) if accepted else set()
        waiting = self._waiting(frozen)
        for pk, changes in accepted.items():
            row = plan.rows[pk]
            place = [change for change in changes if _of_item(change.key)]
            terms = [change for change in changes if not _of_item(change.key)]
            self._take_item(plan, pk, place)
            if pk in frozen:
                self._propose(plan, row, terms, waiting)
            elif terms:
                self._edit(plan, row, terms)

    def _waiting(self, frozen: Iterable[int]) -> set[tuple[int, str]]:
        """What an open amendment is about already."""
        rows = Amendment.objects.filter(commitment__in=list(frozen), state=AmendmentState.PROPOSED)
        return set(rows.values_list("commitment_id", "field"))

    def _take_item(self, plan: Plan, pk: int, changes: Sequence[CellChange]) -> None:
        allowed = can_change_list(self.actor, self.lst)
        for change in changes:
            if not allowed:
                plan.refused[change.place] = Refused("excel-cell-not-yours")
            elif self.lst.frozen_at:
                plan.refused[change.place] = Refused("excel-frozen-cell")
            else:
                plan.taken.setdefault(pk, {})[change.key] = change.mine

    def _edit(self, plan: Plan, row: Commitment, changes: Sequence[CellChange]) -> None:
        revision = revision_of(row.pk, {each.key: each.mine for each in changes}, self.units)
        try:
            refusal_of(row, revision, is_frozen=False, by=self.actor)
        except DomainError as why:
            code = Refused("excel-row-taken-on") if why.code == "wrong-state" else why
            plan.refused |= {change.place: code for change in changes}
            return
        plan.taken.setdefault(row.pk, {}).update({each.key: each.mine for each in changes})

    def _propose(
        self,
        plan: Plan,
        row: Commitment,
        changes: Sequence[CellChange],
        waiting: set[tuple[int, str]],
    ) -> None:
        allowed = can_propose_amendment(self.actor, row)
        for change in changes:
            if change.key not in TERMS:
                plan.refused[change.place] = Refused("excel-frozen-cell")
            elif not allowed:
                plan.refused[change.place] = Refused("excel-cell-not-yours")
            elif row.state not in AMENDABLE:
                plan.refused[change.place] = Refused("excel-row-settled")
            elif (row.pk, change.key) in waiting:
                plan.refused[change.place] = Refused("amendment-open")
            elif why := _unfit(row, change):
                plan.refused[change.place] = why
            else:
                plan.proposed.setdefault(row.pk, {})[change.key] = change.mine

    def _new(self, added: Added, plan: Plan) -> NewRow:
        new = NewRow(added)
        try:
            if self.lst.frozen_at:
                raise Refused("excel-frozen-row")
            require_no_batch(self.lst)
            can_change_list(self.actor, self.lst).require()
            draft = draft_of(added.cells, self.lst, self.units)
            draft.check(self.lst.jurisdiction_id)
            if draft.text in plan.held:
                raise Invalid("excel-row-twice", field="text")
        except DomainError as why:
            key = str(why.params.get("field", ""))
            plan.merge.faults.append(Fault(added.row, key, why.code, params=why.params))
        else:
            new.draft = draft
            plan.held.add(draft.text)
        return new

    def _withdraw(self, plan: Plan) -> None:
        """What an import added is withdrawn again, as long as it is an untouched draft."""
        first = self.sheet.undoes
        added = done_of(first.done_sha256).added if first else ()
        rows = Commitment.objects.filter(pk__in=added).values_list("pk", "state", "version")
        for pk, state, version in rows.order_by("pk"):
            untouched = state == "draft" and version == 1
            (plan.withdrawn if untouched else plan.kept_new).append(pk)


def _anything(each: Field) -> Field:
    """A column into which an undo may put back whatever stood there, nothing too."""
    return replace(each, column=replace(each.column, required=False), year=0)


def _of_item(key: str) -> bool:
    return key == WEIGHT or key.startswith(OWN)


def _unfit(row: Commitment, change: CellChange) -> DomainError | None:
    if change.mine == "":
        return Refused("excel-amend-empty")
    if change.key == "target" and row.target is None:
        return Refused("amendment-no-target")
    return None


def revision_of(pk: int, cells: Mapping[str, str], units: Mapping[int, Unit]) -> Revision:
    """Values as they are kept → what an action takes."""
    changes = {key: typed(key, text, units) for key, text in cells.items() if not _of_item(key)}
    own = {key.removeprefix(OWN): text for key, text in cells.items() if key.startswith(OWN)}
    weight = Decimal(cells[WEIGHT]) if WEIGHT in cells else None
    return Revision(pk, changes, weight, own or None)


def typed(key: str, text: str, units: Mapping[int, Unit]) -> Any:
    """The value of a field of a commitment that a kept text stands for."""
    if key == "assist_units":
        return [units[int(part)] for part in text.split(",") if part]
    if key == "lead_unit":
        return units[int(text)] if text else None
    if key in NUMBERS:
        return Decimal(text) if text else None
    return date.fromisoformat(text) if key in DATES else text


def draft_of(
    cells: Mapping[str, str], lst: CommitmentList, units: Mapping[int, Unit]
) -> CommitmentDraft:
    """A new commitment: what is not filled in is as for a new one by hand."""
    filled = {key: text for key, text in cells.items() if text}
    values = {key: typed(key, text, units) for key, text in filled.items() if not _of_item(key)}
    usual = {
        "text": "",
        "kind": "target" if "target" in filled else "qualitative-task",
        "starts_on": lst.period_start,
        "due_on": lst.period_end,
    }
    return CommitmentDraft(
        **(usual | values),
        weight=Decimal(filled.get(WEIGHT, "1")),
        extra={key.removeprefix(OWN): filled[key] for key in filled if key.startswith(OWN)},
    )
