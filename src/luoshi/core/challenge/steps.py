"""The ten steps of a challenge as a table of states, and how far one is."""

from dataclasses import dataclass
from typing import Literal

from luoshi.core.workflow import Workflow

CHALLENGE = Workflow(
    "challenge",
    {
        "collecting": "征榜中",
        "setting": "待定榜",
        "publishing": "待发榜",
        "bidding": "揭榜中",
        "evaluating": "评榜中",
        "noticing": "公示中",
        "signing": "待签榜",
        "underway": "攻榜中",
        "testing": "验榜中",
        "rewarding": "待奖榜",
        "rewarded": "已奖榜",
        "declined": "不予列榜",
        "lapsed": "流榜",
        "assigned": "转为交办",
        "delisted": "已摘榜",
        "void": "已作废",
    },
    {
        "submit": (("collecting",), "setting"),
        "return": (("setting", "publishing"), "collecting"),
        "decline": (("collecting", "setting"), "declined"),
        "approve": (("setting",), "publishing"),
        "publish": (("publishing",), "bidding"),
        "open": (("bidding",), "evaluating"),
        "void": (("bidding",), "void"),
        "lapse": (("bidding", "evaluating", "signing"), "lapsed"),
        "select": (("evaluating",), "noticing"),
        "reopen": (("noticing",), "evaluating"),
        "conclude": (("noticing",), "signing"),
        "start": (("signing",), "underway"),
        "call": (("underway",), "testing"),
        "resume": (("testing",), "underway"),
        "delist": (("underway", "testing"), "delisted"),
        "pass": (("testing",), "rewarding"),
        "reward": (("rewarding",), "rewarded"),
        "assign": (("lapsed",), "assigned"),
    },
)
"""One state for each step at which a challenge may stand, and its ends."""

Standing = Literal["done", "now", "ahead", "stopped"]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the ten: its state while it is under way, and the verb that ends it well."""

    key: str
    label: str
    state: str
    verb: str


STEPS = (
    Step("collect", "征榜", "collecting", "submit"),
    Step("set", "定榜", "setting", "approve"),
    Step("publish", "发榜", "publishing", "publish"),
    Step("bid", "揭榜", "bidding", "open"),
    Step("evaluate", "评榜", "evaluating", "select"),
    Step("notice", "公示", "noticing", "conclude"),
    Step("sign", "签榜", "signing", "start"),
    Step("attack", "攻榜", "underway", "call"),
    Step("test", "验榜", "testing", "pass"),
    Step("reward", "奖榜", "rewarding", "reward"),
)
"""征榜→定榜→发榜→揭榜→评榜→公示→签榜→攻榜→验榜→奖榜, in this order.

Source: the steps common to the 揭榜挂帅 rules of many cities (from memory).
"""


@dataclass(frozen=True, slots=True)
class Stride:
    """One step as a challenge shows it."""

    step: Step
    standing: Standing


def stepper(state: str, ended_in: str = "") -> tuple[Stride, ...]:
    """The ten steps in order, for a challenge in ``state``.

    Of one that ended early, ``ended_in`` is the state it ended from: that step is ``stopped``
    and what follows lies ``ahead``. A rewarded one has done all ten.
    """
    order = [step.state for step in STEPS]
    if state in order:
        place, mark = order.index(state), "now"
    elif ended_in in order and state != "rewarded":
        place, mark = order.index(ended_in), "stopped"
    else:
        place, mark = len(order), "done"
    return tuple(
        Stride(step, _standing(number, place, "stopped" if mark == "stopped" else "now"))
        for number, step in enumerate(STEPS)
    )


def _standing(number: int, place: int, here: Standing) -> Standing:
    if number < place:
        return "done"
    return here if number == place else "ahead"
