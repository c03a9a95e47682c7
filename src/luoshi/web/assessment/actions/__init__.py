"""Writing rules, computing scores, taking a result on."""

from luoshi.web.assessment.actions.edges import edge_decide
from luoshi.web.assessment.actions.runs import run_check, run_compute, run_finalise, run_order
from luoshi.web.assessment.actions.schemes import scheme_create, scheme_revise
from luoshi.web.assessment.actions.studies import study_compute, study_order

__all__ = [
    "edge_decide",
    "run_check",
    "run_compute",
    "run_finalise",
    "run_order",
    "scheme_create",
    "scheme_revise",
    "study_compute",
    "study_order",
]
