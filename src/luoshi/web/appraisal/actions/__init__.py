"""Every change to appraisal sessions."""

from luoshi.web.appraisal.actions.facts import facts_freeze, facts_freeze_due
from luoshi.web.appraisal.actions.order import order_draw
from luoshi.web.appraisal.actions.paper import paper_enter, paper_remove, paper_settle
from luoshi.web.appraisal.actions.sessions import (
    SessionDraft,
    contenders_add,
    contenders_set,
    releasers_name,
    session_cancel,
    session_copy,
    session_create,
    session_edit,
    session_freeze,
    session_thaw,
    settings_set,
)
from luoshi.web.appraisal.actions.slides import slides_put
from luoshi.web.appraisal.actions.tokens import tokens_discard, tokens_make

__all__ = [
    "SessionDraft",
    "contenders_add",
    "contenders_set",
    "facts_freeze",
    "facts_freeze_due",
    "order_draw",
    "paper_enter",
    "paper_remove",
    "paper_settle",
    "releasers_name",
    "session_cancel",
    "session_copy",
    "session_create",
    "session_edit",
    "session_freeze",
    "session_thaw",
    "settings_set",
    "slides_put",
    "tokens_discard",
    "tokens_make",
]
