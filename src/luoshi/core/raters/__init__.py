"""Advice beside an official number: who was strict, what is far off, how firm the places are."""

from luoshi.core.raters.advice import advice
from luoshi.core.raters.intervals import Interval, rank_intervals
from luoshi.core.raters.marks import Floor, class_marks, connected, floor_from, not_enough
from luoshi.core.raters.patterns import Bloc, Far, Order, blocs, far_marks, order_effect
from luoshi.core.raters.rasch import Rasch, many_facet_rasch
from luoshi.core.raters.twoway import TwoWay, two_way

__all__ = [
    "Bloc",
    "Far",
    "Floor",
    "Interval",
    "Order",
    "Rasch",
    "TwoWay",
    "advice",
    "blocs",
    "class_marks",
    "connected",
    "far_marks",
    "floor_from",
    "many_facet_rasch",
    "not_enough",
    "order_effect",
    "rank_intervals",
    "two_way",
]
