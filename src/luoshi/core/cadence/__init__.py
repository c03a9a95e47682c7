"""Meetings that come round: their days, when people are reminded, what is worth asking."""

from luoshi.core.cadence.asking import asks_again
from luoshi.core.cadence.questions import ASK, Standing, worth_asking
from luoshi.core.cadence.reminders import Step, reached, sends_at, step_from
from luoshi.core.cadence.rhythm import (
    Criterion,
    Kind,
    Occurrence,
    Rhythm,
    kind_from,
    occurrences,
    span_of,
)

__all__ = [
    "ASK",
    "Criterion",
    "Kind",
    "Occurrence",
    "Rhythm",
    "Standing",
    "Step",
    "asks_again",
    "kind_from",
    "occurrences",
    "reached",
    "sends_at",
    "span_of",
    "step_from",
    "worth_asking",
]
