"""Every change to challenges, in the order of the ten steps."""

from luoshi.web.challenges.actions.acceptance import (
    Award,
    Found,
    challenge_call,
    challenge_delist,
    challenge_pass,
    challenge_resume,
    challenge_reward,
    racing,
    reward_propose,
    verdict_give,
)
from luoshi.web.challenges.actions.bids import bid_seal, bid_withdraw
from luoshi.web.challenges.actions.endings import (
    challenge_assign,
    challenge_republish,
    challenge_void,
)
from luoshi.web.challenges.actions.evaluation import (
    challenge_lapse,
    challenge_select,
    interest_declare,
    marks_give,
)
from luoshi.web.challenges.actions.keys import fingerprint, key_hand_in, key_take
from luoshi.web.challenges.actions.notice import (
    challenge_conclude,
    objection_answer,
    objection_file,
)
from luoshi.web.challenges.actions.pledges import (
    challenge_start,
    exemption_file,
    pledge_countersign,
    pledge_forgo,
    pledge_sign,
    pledge_stop,
    reserve_promote,
)
from luoshi.web.challenges.actions.terms import (
    challenge_approve,
    challenge_decline,
    challenge_propose,
    challenge_publish,
    challenge_return,
    challenge_submit,
    evaluator_add,
    people_name,
    terms_set,
)

__all__ = [
    "Award",
    "Found",
    "bid_seal",
    "bid_withdraw",
    "challenge_approve",
    "challenge_assign",
    "challenge_call",
    "challenge_conclude",
    "challenge_decline",
    "challenge_delist",
    "challenge_lapse",
    "challenge_pass",
    "challenge_propose",
    "challenge_publish",
    "challenge_republish",
    "challenge_resume",
    "challenge_return",
    "challenge_reward",
    "challenge_select",
    "challenge_start",
    "challenge_submit",
    "challenge_void",
    "evaluator_add",
    "exemption_file",
    "fingerprint",
    "interest_declare",
    "key_hand_in",
    "key_take",
    "marks_give",
    "objection_answer",
    "objection_file",
    "people_name",
    "pledge_countersign",
    "pledge_forgo",
    "pledge_sign",
    "pledge_stop",
    "racing",
    "reserve_promote",
    "reward_propose",
    "terms_set",
    "verdict_give",
]
