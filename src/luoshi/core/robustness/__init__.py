"""How firm a ranking is: the same scheme under many draws of its weights."""

from luoshi.core.robustness.spreads import Band, Dirichlet, Spread
from luoshi.core.robustness.standing import Robustness, UnitStanding, robustness
from luoshi.core.robustness.trees import Branch, tree_of
from luoshi.core.robustness.trials import Trials, trials

__all__ = [
    "Band",
    "Branch",
    "Dirichlet",
    "Robustness",
    "Spread",
    "Trials",
    "UnitStanding",
    "robustness",
    "tree_of",
    "trials",
]
