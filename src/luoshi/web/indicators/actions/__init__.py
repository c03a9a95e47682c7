"""Keeping the library, bringing statistics in, setting targets, entering figures."""

from luoshi.web.indicators.actions.figures import FigureDraft, figure_enter, figure_withdraw
from luoshi.web.indicators.actions.library import (
    IndicatorDraft,
    indicator_create,
    indicator_revise,
    indicators_from_presets,
    peer_add,
    peer_rename,
    peer_retire,
)
from luoshi.web.indicators.actions.statistics import (
    SheetDraft,
    statistics_apply,
    statistics_take,
    statistics_withdraw,
)
from luoshi.web.indicators.actions.targets import TargetDraft, target_set, target_withdraw

__all__ = [
    "FigureDraft",
    "IndicatorDraft",
    "SheetDraft",
    "TargetDraft",
    "figure_enter",
    "figure_withdraw",
    "indicator_create",
    "indicator_revise",
    "indicators_from_presets",
    "peer_add",
    "peer_rename",
    "peer_retire",
    "statistics_apply",
    "statistics_take",
    "statistics_withdraw",
    "target_set",
    "target_withdraw",
]
