"""A commitment and its parts as the core's sum check reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from luoshi import presets
from luoshi.core.decompose import (
    Aggregation,
    FlagRule,
    Part,
    SumCheck,
    Whole,
    aggregation_of,
    flag_rule_from,
    sum_check,
)
from luoshi.core.errors import Invalid
from luoshi.core.pace import less_is_better
from luoshi.web.commitments.models import Commitment, Milestone

FOURTH = Decimal("0.0001")


@cache
def flag_rule() -> FlagRule:
    """From when on a division is flagged, by the presets."""
    return flag_rule_from(presets.load("decompose")["default"], "decompose.default")


def chosen_aggregation(commitment: Commitment) -> Aggregation | None:
    """How its parts make it: as its office chose, else as its comparator and unit say."""
    fitting = aggregation_of(commitment.comparator, commitment.unit_of_measure)
    if fitting is None or commitment.target is None or not is_measurable(commitment):
        return None
    return Aggregation(commitment.aggregation) if commitment.aggregation else fitting


def is_measurable(commitment: Commitment) -> bool:
    """Whether its comparator sets an end that figures can be held against."""
    try:
        less_is_better(commitment.comparator)
    except Invalid:
        return False
    return True


def stages_of(commitment: Commitment, steps: Iterable[Milestone]) -> dict[date, Decimal]:
    """The cumulative figures owed before the due day: of stage targets, else from shares.

    What was amended keeps the shares.
    """
    target = commitment.target
    if target is None:
        return {}
    kept = "target" not in commitment.original
    return {
        step.due_on: step.value
        if kept and step.value is not None
        else (step.planned_share * target).quantize(FOURTH)
        for step in steps
        if step.due_on < commitment.due_on
    }


def whole_of(
    commitment: Commitment, stages: Mapping[date, Decimal], aggregation: Aggregation | None = None
) -> Whole | None:
    """The commitment as it is divided; None where it has no figure."""
    how = aggregation or chosen_aggregation(commitment)
    if how is None or commitment.target is None:
        return None
    return Whole(
        target=commitment.target,
        comparator=commitment.comparator,
        aggregation=how,
        starts_on=commitment.starts_on,
        due_on=commitment.due_on,
        stages=stages,
    )


def part_of(commitment: Commitment, steps: Iterable[Milestone], measure: str) -> Part:
    """One part, by its key; figures in another measure than the whole's are none of it."""
    return Part(
        str(commitment.pk),
        commitment.target if commitment.unit_of_measure == measure else None,
        commitment.starts_on,
        commitment.due_on,
        commitment.part_weight,
        {step.due_on: step.value for step in steps if step.value is not None},
    )


def check_of(
    commitment: Commitment, steps: Iterable[Milestone], parts: Sequence[Part]
) -> SumCheck | None:
    """The sum check of a commitment that has parts; None where there is nothing to add up."""
    whole = whole_of(commitment, stages_of(commitment, steps))
    return sum_check(whole, parts, flag_rule()) if whole and parts else None
