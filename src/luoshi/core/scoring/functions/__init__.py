"""Scoring functions: one module each, found by the name a scheme writes."""

from collections.abc import Mapping
from types import MappingProxyType

from luoshi.core.scoring.functions.best import RatioToBest
from luoshi.core.scoring.functions.column import Column, Direction, Function, Step
from luoshi.core.scoring.functions.completion import Completion
from luoshi.core.scoring.functions.deduction import Deduction
from luoshi.core.scoring.functions.efficacy import Efficacy
from luoshi.core.scoring.functions.identity import Identity
from luoshi.core.scoring.functions.linear import Linear
from luoshi.core.scoring.functions.steps import Steps

FUNCTIONS: Mapping[str, type[Function]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (Completion, Deduction, Efficacy, Identity, Linear, RatioToBest, Steps)
    }
)

__all__ = ["FUNCTIONS", "Column", "Direction", "Function", "Step"]
