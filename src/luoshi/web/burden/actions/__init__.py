"""Requests for data on their way, and what the units asked say to them."""

from luoshi.web.burden.actions.answers import minutes_state, request_answer
from luoshi.web.burden.actions.approvals import approval_ask, request_approve
from luoshi.web.burden.actions.remarks import remark_appeal, remark_raise, remark_reply, remark_rule
from luoshi.web.burden.actions.requests import (
    repeats_decide,
    request_ask,
    request_make,
    request_send,
    request_withdraw,
)
from luoshi.web.burden.actions.rounds import questions_enter, questions_pass_on, rounds_enter

__all__ = [
    "approval_ask",
    "minutes_state",
    "questions_enter",
    "questions_pass_on",
    "remark_appeal",
    "remark_raise",
    "remark_reply",
    "remark_rule",
    "repeats_decide",
    "request_answer",
    "request_approve",
    "request_ask",
    "request_make",
    "request_send",
    "request_withdraw",
    "rounds_enter",
]
