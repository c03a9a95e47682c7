"""Every change to cadences, meetings and questions."""

from luoshi.web.cadence.actions.cadences import cadence_create, cadence_keep, cadence_stop
from luoshi.web.cadence.actions.drafts import Plan, Record
from luoshi.web.cadence.actions.meetings import (
    items_call,
    meeting_plan,
    meeting_prepare,
    meeting_record,
)
from luoshi.web.cadence.actions.said import (
    meeting_resolve,
    question_answer,
    question_ask,
    remark_note,
)
from luoshi.web.cadence.actions.tours import judges_invite, marks_enter

__all__ = [
    "Plan",
    "Record",
    "cadence_create",
    "cadence_keep",
    "cadence_stop",
    "items_call",
    "judges_invite",
    "marks_enter",
    "meeting_plan",
    "meeting_prepare",
    "meeting_record",
    "meeting_resolve",
    "question_answer",
    "question_ask",
    "remark_note",
]
