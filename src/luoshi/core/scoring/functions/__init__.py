"""Scoring functions: found by the name a scheme writes."""

from collections.abc import Mapping
from types import MappingProxyType

from luoshi.core.scoring.functions.best import RatioToBest
from luoshi.core.scoring.functions.column import Column, Direction, Function, Step
from luoshi.core.scoring.functions.completion import Completion
from luoshi.core.scoring.functions.curves import Interval, Logarithm, Power
from luoshi.core.scoring.functions.deduction import Deduction
from luoshi.core.scoring.functions.efficacy import Efficacy
from luoshi.core.scoring.functions.identity import Identity
from luoshi.core.scoring.functions.linear import Linear
from luoshi.core.scoring.functions.own import Growth, Ratio
from luoshi.core.scoring.functions.places import Percentile, PlaceNumber, RankDeduction, RankTable
from luoshi.core.scoring.functions.shrinkage import ShrunkRate
from luoshi.core.scoring.functions.spread import MinMax, Vector, ZScore
from luoshi.core.scoring.functions.steps import Steps

KINDS: tuple[type[Function], ...] = (
    Completion, Deduction, Efficacy, Growth, Identity, Interval, Linear, Logarithm, MinMax,
    Percentile, PlaceNumber, Power, RankDeduction, RankTable, Ratio, RatioToBest, ShrunkRate,
    Steps, Vector, ZScore,
)  # fmt: skip
FUNCTIONS: Mapping[str, type[Function]] = MappingProxyType({kind.name: kind for kind in KINDS})

__all__ = ["FUNCTIONS", "Column", "Direction", "Function", "Step"]
