"""A draft scheme before it is adopted: who moves and why, double credit, cliffs, fairness."""

from luoshi.core.rulelab.bunching import Bunch, Cut, bunches, cuts
from luoshi.core.rulelab.doubles import Double, doubles
from luoshi.core.rulelab.fairness import Correlation, correlation
from luoshi.core.rulelab.moves import Move, Part, moves, shown_parts

__all__ = [
    "Bunch",
    "Correlation",
    "Cut",
    "Double",
    "Move",
    "Part",
    "bunches",
    "correlation",
    "cuts",
    "doubles",
    "moves",
    "shown_parts",
]
