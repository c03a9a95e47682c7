"""Every change to appraisal sessions."""

from luoshi.web.appraisal.actions.destroy import tokens_erase, unfinished
from luoshi.web.appraisal.actions.facts import facts_freeze, facts_freeze_due
from luoshi.web.appraisal.actions.gates import items_now
from luoshi.web.appraisal.actions.operate import (
    item_close,
    item_open,
    item_void,
    speaker_call,
    speaker_finish,
    token_replace,
    voting_start,
)
from luoshi.web.appraisal.actions.order import order_draw
from luoshi.web.appraisal.actions.paper import paper_enter, paper_remove, paper_settle
from luoshi.web.appraisal.actions.release import (
    result_refuse,
    result_release,
    same_again,
    session_accept,
    session_repeat,
)
from luoshi.web.appraisal.actions.seal import box_destroy, session_compute, session_seal
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
    "box_destroy",
    "contenders_add",
    "contenders_set",
    "facts_freeze",
    "facts_freeze_due",
    "item_close",
    "item_open",
    "item_void",
    "items_now",
    "order_draw",
    "paper_enter",
    "paper_remove",
    "paper_settle",
    "releasers_name",
    "result_refuse",
    "result_release",
    "same_again",
    "session_accept",
    "session_cancel",
    "session_compute",
    "session_copy",
    "session_create",
    "session_edit",
    "session_freeze",
    "session_repeat",
    "session_seal",
    "session_thaw",
    "settings_set",
    "slides_put",
    "speaker_call",
    "speaker_finish",
    "token_replace",
    "tokens_discard",
    "tokens_erase",
    "tokens_make",
    "unfinished",
    "voting_start",
]
