"""What is done about objections."""

from luoshi.web.objections.actions.again import again_order, run_again
from luoshi.web.objections.actions.objections import (
    objection_assign,
    objection_decide,
    objection_file,
    objection_withdraw,
    window_open,
)

__all__ = [
    "again_order",
    "objection_assign",
    "objection_decide",
    "objection_file",
    "objection_withdraw",
    "run_again",
    "window_open",
]
