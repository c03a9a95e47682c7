"""What a unit says in one report, before it is a fact, and what makes it complete."""

from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.units.models import Unit

LARGEST = Decimal(10) ** 16
PLACES = -4
RATES = ("%", "‰", "百分点", "个百分点")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The account of one commitment. ``value`` is cumulative; ``said_share`` is 0 … 1."""

    value: Decimal | None = None
    said_share: Decimal | None = None
    claims_done: bool = False
    narrative: str = ""
    blocker: str = ""
    blocker_unit: Unit | None = None
    blocker_text: str = ""

    def check(self, commitment: Commitment) -> None:
        """Raises Invalid, with the ``field`` at fault, for what no report may hold."""
        if self.value is not None and not fits(self.value):
            raise Invalid("value-out-of-range", field="value")
        if self.value is not None and self.value < 0 and not may_be_below_zero(commitment):
            raise Invalid("value-below-zero", field="value")
        if self.said_share is not None and not is_share(self.said_share):
            raise Invalid("share-out-of-range", field="said_share")
        if self.blocker and self.blocker not in blocker_kinds():
            raise Invalid("blocker-unknown", field="blocker")
        if self.blocker_unit and self.blocker_unit.jurisdiction_id != commitment.jurisdiction_id:
            raise Invalid("blocker-unit-elsewhere", field="blocker_unit")

    def check_complete(self, commitment: Commitment) -> None:
        """Raises Invalid for what cannot be handed in: the figure, the words, who is waited for."""
        if is_quantified(commitment) and self.value is None:
            raise Invalid("value-missing", field="value")
        if not is_quantified(commitment):
            if self.said_share is None and not self.claims_done:
                raise Invalid("share-missing", field="said_share")
            if not self.narrative.strip():
                raise Invalid("narrative-missing", field="narrative")
        if self._waits_for_nobody():
            raise Invalid("blocker-unit-missing", field="blocker_unit")

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has been said."""
        return self == Said()

    def _waits_for_nobody(self) -> bool:
        kind = blocker_kinds().get(self.blocker)
        return bool(kind and kind["names_unit"] and self.blocker_unit is None)


FIELDS = tuple(entry.name for entry in fields(Said))


def said_of(report: ProgressReport) -> Said:
    """What the report says now."""
    return Said(**{name: getattr(report, name) for name in FIELDS})


def facts_of(report: ProgressReport) -> dict[str, object]:
    """The same as plain values for the record."""
    return {name: getattr(report, name) for name in FIELDS}


def is_quantified(commitment: Commitment) -> bool:
    """Whether a figure can be held against the target."""
    return commitment.target is not None and bool(commitment.comparator)


def may_be_below_zero(commitment: Commitment) -> bool:
    """Whether a figure under zero makes sense: a rate of change or a net figure can fall below,
    and so can what starts or is to end there. A share of something cannot."""
    if any(mark is not None and mark < 0 for mark in (commitment.target, commitment.baseline)):
        return True
    is_rate = commitment.unit_of_measure in RATES and not commitment.comparator.startswith("share")
    return is_rate or "净" in commitment.metric


@cache
def blocker_kinds() -> dict[str, dict[str, object]]:
    """The kinds of blockers with their words, by code."""
    return dict(presets.load("blocker_kinds"))


@cache
def return_reasons() -> dict[str, dict[str, object]]:
    """The reasons for sending a report back with their words, by code."""
    return dict(presets.load("return_reasons"))


def fits(value: Decimal) -> bool:
    """Whether the database holds the number exactly."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= PLACES and abs(value) < LARGEST


def is_share(share: Decimal) -> bool:
    """Whether it is 0 … 1 with at most four places."""
    return fits(share) and 0 <= share <= 1
