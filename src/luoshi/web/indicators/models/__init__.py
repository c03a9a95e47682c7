"""Indicators, who is compared, what was published of them, targets, and figures with a document."""

from luoshi.web.indicators.models.figures import Figure
from luoshi.web.indicators.models.library import Direction, Frequency, Indicator, Peer, PeerChange
from luoshi.web.indicators.models.observations import Observation, StatisticsFile
from luoshi.web.indicators.models.targets import Kind, Target

__all__ = [
    "Direction",
    "Figure",
    "Frequency",
    "Indicator",
    "Kind",
    "Observation",
    "Peer",
    "PeerChange",
    "StatisticsFile",
    "Target",
]
