"""A commitment before it is one: what a person confirmed or typed, not yet in a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from luoshi.core.errors import Invalid
from luoshi.web.units.models import Unit

KINDS = ("target", "project", "qualitative-task")
COMPARATOR = re.compile(r"(growth|share|reduce|rank|times)?(>=|<=|>|<|=|~|vs|all|by)")
ON_ITEM = ("weight", "extra")
"""Values that belong to the place in a list; the others belong to the commitment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    """Everything a list asks of one promise. ``lead_unit`` may be found later."""

    text: str
    kind: str
    modality: str = ""
    metric: str = ""
    comparator: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit_of_measure: str = ""
    starts_on: date
    due_on: date
    lead_unit: Unit | None = None
    assist_units: Sequence[Unit] = ()
    leader: str = ""
    standard: str = ""
    measures: str = ""
    must_divide: bool = False
    weight: Decimal = Decimal(1)
    extra: Mapping[str, object] = field(default_factory=dict)

    def check(self, jurisdiction_id: int) -> None:
        """Raises Invalid, with the ``field`` at fault, for what no list may hold."""
        if not self.text.strip():
            raise Invalid("commitment-text-missing", field="text")
        if self.kind not in KINDS:
            raise Invalid("commitment-kind", field="kind")
        if self.comparator and not COMPARATOR.fullmatch(self.comparator):
            raise Invalid("commitment-comparator", field="comparator")
        if self.due_on < self.starts_on:
            raise Invalid("commitment-due-before-start", field="due_on")
        if self.weight <= 0:
            raise Invalid("weight-not-positive", field="weight")
        self._check_units(jurisdiction_id)

    def _check_units(self, jurisdiction_id: int) -> None:
        if self.lead_unit and not self.lead_unit.belongs_to(jurisdiction_id):
            raise Invalid("unit-elsewhere", field="lead_unit")
        if any(not unit.belongs_to(jurisdiction_id) for unit in self.assist_units):
            raise Invalid("unit-elsewhere", field="assist_units")
        if self.lead_unit in self.assist_units:
            raise Invalid("lead-unit-assists-itself", field="assist_units")
        if self.lead_unit and self.lead_unit.closed_on is not None:
            raise Invalid("unit-is-closed", field="lead_unit")


EDITABLE = frozenset(entry.name for entry in fields(CommitmentDraft) if entry.name not in ON_ITEM)
"""The values that may be changed while no list that holds the commitment is frozen."""
