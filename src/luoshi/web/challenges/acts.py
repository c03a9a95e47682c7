"""What a person may do now to a challenge: the rule and the state together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from luoshi.core.challenge import Outcome
from luoshi.web.challenges.models import Pledge
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.rules import (
    can_bid,
    can_decide,
    can_mark,
    can_object,
    can_run,
    can_sign,
)

ENDED = ("lapsed", "delisted", "void")
WHEN: Mapping[str, Sequence[str]] = {
    "key": ("publishing",),
    "open": ("bidding",),
    "bid": ("bidding",),
    "declare": ("evaluating",),
    "marks": ("evaluating",),
    "verdict": ("testing",),
    "submit": ("collecting",),
    "terms": ("collecting",),
    "people": ("collecting",),
    "approve": ("setting",),
    "publish": ("publishing",),
    "select": ("evaluating",),
    "conclude": ("noticing",),
    "start": ("signing",),
    "promote": ("signing",),
    "call": ("underway",),
    "pass": ("testing",),
    "award": ("rewarding",),
    "reward": ("rewarding",),
    "republish": ENDED,
    "assign": ("lapsed",),
    "evaluator": ("evaluating",),
    "object": ("noticing",),
    "return": ("setting", "publishing"),
    "decline": ("collecting", "setting"),
    "resume": ("testing",),
    "lapse": ("bidding", "evaluating", "signing"),
    "delist": ("underway", "testing"),
    "void": ("bidding",),
}
"""Every act with the states in which it is open; of those open, the first may be the main one."""
LABELS: Mapping[str, str | Promise] = {
    "key": pgettext_lazy("button", "领取密钥"),
    "open": pgettext_lazy("button", "交出密钥开标"),
    "bid": pgettext_lazy("button", "揭榜"),
    "declare": pgettext_lazy("button", "申明利害关系"),
    "marks": pgettext_lazy("button", "打分"),
    "verdict": pgettext_lazy("button", "逐条判定"),
    "submit": pgettext_lazy("button", "提请定榜"),
    "terms": pgettext_lazy("button", "拟定榜单"),
    "people": pgettext_lazy("button", "指定保管人和评委"),
    "approve": pgettext_lazy("button", "定榜"),
    "publish": pgettext_lazy("button", "发榜"),
    "select": pgettext_lazy("button", "评定中榜"),
    "conclude": pgettext_lazy("button", "结束公示"),
    "start": pgettext_lazy("button", "开始攻榜"),
    "promote": pgettext_lazy("button", "候补递补"),
    "call": pgettext_lazy("button", "组织验榜"),
    "pass": pgettext_lazy("button", "确认验榜通过"),
    "award": pgettext_lazy("button", "提出奖励"),
    "reward": pgettext_lazy("button", "奖榜"),
    "republish": pgettext_lazy("button", "重新发榜"),
    "assign": pgettext_lazy("button", "转为交办"),
    "evaluator": pgettext_lazy("button", "补充评委"),
    "object": pgettext_lazy("button", "提出异议"),
    "return": pgettext_lazy("button", "退回重拟"),
    "decline": pgettext_lazy("button", "不予列榜"),
    "resume": pgettext_lazy("button", "续攻"),
    "lapse": pgettext_lazy("button", "流榜"),
    "delist": pgettext_lazy("button", "摘榜"),
    "void": pgettext_lazy("button", "作废"),
}
PAGES: Mapping[str, str] = {
    "terms": "challenge-terms",
    "people": "challenge-people",
    "key": "challenge-key",
    "open": "challenge-open",
    "bid": "challenge-bid",
    "declare": "challenge-declare",
    "marks": "challenge-marks",
    "evaluator": "challenge-evaluator",
    "select": "challenge-select",
    "object": "challenge-object",
    "start": "challenge-start",
    "call": "challenge-call",
    "verdict": "challenge-verdict",
    "award": "challenge-award",
    "assign": "challenge-assign",
}
"""Acts with a page of their own; the others are asked once and done."""
NEVER_MAIN = (
    "object", "return", "decline", "lapse", "delist", "void", "evaluator", "people", "resume",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A button. ``main`` on at most one."""

    key: str
    label: str | Promise
    url: str
    main: bool = False


def acts_on(parts: Parts) -> list[Act]:
    """The acts open to the person now; each action asks again for itself."""
    challenge = parts.challenge
    mine = {**_desk(parts), **_leader(parts), **_named(parts), **_unit(parts)}
    open_now = [key for key, states in WHEN.items() if challenge.state in states and mine[key]]
    first = next((key for key in open_now if key not in NEVER_MAIN), None)
    return [Act(key, LABELS[key], url_of(key, challenge.pk), key == first) for key in open_now]


def url_of(key: str, pk: int) -> str:
    """Where the act is done."""
    if page := PAGES.get(key):
        return reverse(page, args=[pk])
    return reverse("challenge-step", args=[pk, key])


def _desk(parts: Parts) -> dict[str, bool]:
    runs, challenge = bool(can_run(parts.actor, parts.challenge)), parts.challenge
    state = challenge.state
    return {
        "terms": runs,
        "people": runs,
        "submit": runs and state == "collecting" and is_drawn_up(parts),
        "publish": runs and state == "publishing" and all(h.taken_at for h in parts.holders),
        "evaluator": runs,
        "conclude": runs and state == "noticing" and _is_noticed(parts),
        "promote": runs and bool(parts.in_state("forgone") and parts.in_state("reserve")),
        "start": runs and state == "signing" and _is_signed(parts),
        "call": runs,
        "pass": runs and state == "testing" and any(o.is_passed for o in _decided(parts)),
        "award": runs,
        "republish": runs and state in ENDED and not hasattr(challenge, "superseded_by"),
        "assign": runs,
    }


def _leader(parts: Parts) -> dict[str, bool]:
    decides = bool(can_decide(parts.actor, parts.challenge))
    none_passed = parts.challenge.state == "underway" or (
        parts.challenge.state == "testing"
        and bool(_decided(parts))
        and not any(each.is_passed for each in _decided(parts))
    )
    return {
        "approve": decides and _not_own(parts, "submit"),
        "return": decides,
        "decline": decides,
        "void": decides,
        "lapse": decides and _may_lapse(parts),
        "select": decides and parts.challenge.state == "evaluating" and _may_select(parts),
        "resume": decides and none_passed,
        "delist": decides and none_passed,
        "reward": decides
        and parts.last("propose-reward") is not None
        and _not_own(parts, "propose-reward"),
    }


def _named(parts: Parts) -> dict[str, bool]:
    user, state = parts.actor.user_id, parts.challenge.state
    holder = next((each for each in parts.holders if each.person_id == user), None)
    judge = next((each for each in parts.evaluators if each.person_id == user), None)
    acceptor = next((each for each in parts.acceptors if each.person_id == user), None)
    evaluating = judge is not None and state == "evaluating"
    return {
        "key": holder is not None,
        "open": holder is not None and parts.is_opened_by_time and holder.handed_in_at is None,
        "declare": evaluating and judge is not None and judge.declared_at is None,
        "marks": evaluating and judge is not None and judge.marked_at is None and may_mark(parts),
        "verdict": acceptor is not None and acceptor.found_at is None,
    }


def may_mark(parts: Parts) -> bool:
    """Whether the person is an evaluator who may give marks now."""
    user = parts.actor.user_id
    judge = next((each for each in parts.evaluators if each.person_id == user), None)
    if judge is None:
        return False
    return bool(can_mark(parts.actor, judge, near=parts.near, bidding=parts.bidding))


def _unit(parts: Parts) -> dict[str, bool]:
    objects = parts.challenge.state == "noticing" and not parts.is_notice_over
    return {
        "bid": is_taking_bids(parts) and bool(units_that_bid(parts)),
        "object": objects and bool(can_object(parts.actor, parts.challenge)),
    }


def is_taking_bids(parts: Parts) -> bool:
    """Whether it is on the board and the opening second has not passed."""
    return parts.challenge.state == "bidding" and not parts.is_opened_by_time


def units_that_bid(parts: Parts) -> list[int]:
    """The person's own units for which a bid may be handed in while bids are taken, by key."""
    own = parts.actor.own_units("unit_leader")
    barred = parts.owner_line if own else frozenset()
    rows = (
        unit for unit in sorted(own) if can_bid(parts.actor, parts.challenge, unit, barred=barred)
    )
    return list(rows)


def pledge_acts(parts: Parts, pledge: Pledge) -> Iterator[tuple[str, str | Promise]]:
    """What may be done to one pledge now, as key and label."""
    state, signs = parts.challenge.state, bool(can_sign(parts.actor, pledge))
    counter = bool(can_decide(parts.actor, parts.challenge, asked_by=pledge.signed_by_id))
    if state == "signing" and pledge.state == "offered" and signs:
        yield "sign", pgettext_lazy("button", "签军令状")
    if state == "signing" and pledge.state == "signed" and counter:
        yield "countersign", pgettext_lazy("button", "会签军令状")
    if state == "signing" and pledge.state in ("offered", "signed", "reserve") and signs:
        yield "forgo", pgettext_lazy("button", "放弃签榜")
    if state in ("signing", "underway", "testing", "delisted") and signs:
        yield "exempt", pgettext_lazy("button", "容错报备")
    if state == "underway" and pledge.state == "countersigned" and counter:
        yield "stop", pgettext_lazy("button", "止损")


def is_drawn_up(parts: Parts) -> bool:
    """Whether nothing of the terms is missing but what only the action can see."""
    challenge = parts.challenge
    whole = (challenge.tests, challenge.stop_loss, challenge.opens_at, challenge.due_on)
    return all(whole) and len(parts.holders) > 1 and bool(parts.evaluators)


def _is_noticed(parts: Parts) -> bool:
    return parts.is_notice_over and all(each.answered_at for each in parts.objections)


def _is_signed(parts: Parts) -> bool:
    return bool(parts.in_state("countersigned")) and not parts.in_state("offered", "signed")


def _decided(parts: Parts) -> list[Outcome]:
    """The outcomes of the racing pledges, when every outsider has spoken; else none."""
    found = [parts.outcomes[pledge.pk] for pledge in parts.in_state("countersigned")]
    return found if all(each.is_decided for each in found) else []


def _not_own(parts: Parts, verb: str) -> bool:
    asked = parts.last(verb)
    return asked is None or asked.decided_by_id != parts.actor.user_id


def _may_select(parts: Parts) -> bool:
    return parts.is_evaluated and any(each.acceptable for each in parts.standings)


def _may_lapse(parts: Parts) -> bool:
    match parts.challenge.state:
        case "bidding":
            return parts.is_opened_by_time and not parts.bids
        case "evaluating":
            judged = [bid for bid in parts.bids if bid.content and not bid.barred]
            return not judged or (parts.is_evaluated and not _may_select(parts))
        case "signing":
            return all(pledge.state == "forgone" for pledge in parts.pledges)
    return False
