"""Statistics with vintages: what was known when, who stands where, what was only revised."""

from luoshi.core.indicators.change import Move, Split, move, split
from luoshi.core.indicators.goals import SIGNS, Goal, GoalKind, Outlook, resolve
from luoshi.core.indicators.observation import Observation, known, values_of
from luoshi.core.indicators.periods import Frequency, Told, before, is_end, read_period, year_before
from luoshi.core.indicators.rates import Rate, rates
from luoshi.core.indicators.sheet import Cell, Heads, Names, Usual, cells_of
from luoshi.core.indicators.standing import Direction, Measure, Standing, standings

__all__ = [
    "SIGNS",
    "Cell",
    "Direction",
    "Frequency",
    "Goal",
    "GoalKind",
    "Heads",
    "Measure",
    "Move",
    "Names",
    "Observation",
    "Outlook",
    "Rate",
    "Split",
    "Standing",
    "Told",
    "Usual",
    "before",
    "cells_of",
    "is_end",
    "known",
    "move",
    "rates",
    "read_period",
    "resolve",
    "split",
    "standings",
    "values_of",
    "year_before",
]
