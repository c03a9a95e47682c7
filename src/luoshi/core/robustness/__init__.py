"""How firm a ranking is: the same scheme under other weights, scales, means and numbers."""

from luoshi.core.robustness.choices import SCALES
from luoshi.core.robustness.levers import Decider, Lever
from luoshi.core.robustness.plan import Plan, plan_from
from luoshi.core.robustness.spreads import Band, Dirichlet, Spread
from luoshi.core.robustness.standing import Robustness, UnitStanding, robustness
from luoshi.core.robustness.study import (
    CAUSES,
    Placing,
    Study,
    study,
)
from luoshi.core.robustness.trees import Branch, Tree, points_of, tree_of
from luoshi.core.robustness.trials import Trials, trials

__all__ = [
    "CAUSES",
    "SCALES",
    "Band",
    "Branch",
    "Decider",
    "Dirichlet",
    "Lever",
    "Placing",
    "Plan",
    "Robustness",
    "Spread",
    "Study",
    "Tree",
    "Trials",
    "UnitStanding",
    "plan_from",
    "points_of",
    "robustness",
    "study",
    "tree_of",
    "trials",
]
