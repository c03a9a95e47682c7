"""Planned pace, what of the way is gone, and the light that compares the two."""

from luoshi.core.pace.curve import Curve, curve_from
from luoshi.core.pace.light import Facts, Light, light
from luoshi.core.pace.rule import Colour, Days, LightRule, Measure, light_rule_from
from luoshi.core.pace.share import actual_share, less_is_better
from luoshi.core.pace.steps import StepState, step_state
from luoshi.core.pace.thresholds import Thresholds, is_own
from luoshi.core.pace.trajectory import Milestone, Plateau, Trajectory
from luoshi.core.pace.wording import COLOURS_ZH, SENTENCES_ZH, sentence, sentence_zh

__all__ = [
    "COLOURS_ZH",
    "SENTENCES_ZH",
    "Colour",
    "Curve",
    "Days",
    "Facts",
    "Light",
    "LightRule",
    "Measure",
    "Milestone",
    "Plateau",
    "StepState",
    "Thresholds",
    "Trajectory",
    "actual_share",
    "curve_from",
    "is_own",
    "less_is_better",
    "light",
    "light_rule_from",
    "sentence",
    "sentence_zh",
    "step_state",
]
