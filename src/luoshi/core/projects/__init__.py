"""Projects of the three batches (三个一批): stages, funnel, start rate, investment, thresholds."""

from luoshi.core.projects.amount import amount_of, unit_in
from luoshi.core.projects.funnel import Count, Funnel, Member, Step, funnel
from luoshi.core.projects.investment import Season, season_from, spread, through
from luoshi.core.projects.opening import Opening, Quarter, quarters, targets_from
from luoshi.core.projects.reserve import Meter, meter
from luoshi.core.projects.stage import (
    LATER,
    Change,
    Stage,
    Standing,
    check_change,
    reached_on,
    standing,
)
from luoshi.core.projects.threshold import Threshold, threshold_from

__all__ = [
    "LATER",
    "Change",
    "Count",
    "Funnel",
    "Member",
    "Meter",
    "Opening",
    "Quarter",
    "Season",
    "Stage",
    "Standing",
    "Step",
    "Threshold",
    "amount_of",
    "check_change",
    "funnel",
    "meter",
    "quarters",
    "reached_on",
    "season_from",
    "spread",
    "standing",
    "targets_from",
    "threshold_from",
    "through",
    "unit_in",
]
