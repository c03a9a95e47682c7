"""How likely a commitment is to be done on time: a hint from what like ones came to.

Nothing is scored or lit by it. Each number names the finished commitments it rests on; with too
few of them it is refused.
"""

from luoshi.core.forecast.calibration import Calibration, Reliability, calibrate
from luoshi.core.forecast.history import Past, Place, Point, Snapshot, place_of, snapshots
from luoshi.core.forecast.rule import ForecastRule, forecast_rule_from
from luoshi.core.forecast.table import Chance, Table, fit

__all__ = [
    "Calibration",
    "Chance",
    "ForecastRule",
    "Past",
    "Place",
    "Point",
    "Reliability",
    "Snapshot",
    "Table",
    "calibrate",
    "fit",
    "forecast_rule_from",
    "place_of",
    "snapshots",
]
