"""States and transitions as tables: what a thing is now, and what may be done to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Workflow:
    """A life: ``states`` (code → Chinese label, the first is where it begins) and verbs."""

    name: str
    states: Mapping[str, str]
    transitions: Mapping[str, tuple[tuple[str, ...], str]]

    @property
    def initial(self) -> str:
        """The state in which a life begins."""
        return next(iter(self.states))

    @property
    def final(self) -> tuple[str, ...]:
        """The states that no verb leaves, in the order of the table."""
        return tuple(state for state in self.states if not self.verbs(state))

    def next(self, state: str, verb: str) -> str:
        """The state that ``verb`` leads to.

        Raises Refused ``wrong-state`` with workflow, state and verb where the verb is not
        open in this state. An unknown verb is a mistake in the program: KeyError.
        """
        sources, target = self.transitions[verb]
        if state not in sources:
            raise Refused("wrong-state", workflow=self.name, state=state, verb=verb)
        return target

    def verbs(self, state: str) -> tuple[str, ...]:
        """The verbs open in ``state``, in the order of the table."""
        return tuple(verb for verb, (sources, _) in self.transitions.items() if state in sources)

    def label(self, state: str) -> str:
        """The Chinese label of ``state``."""
        return self.states[state]


COMMITMENT = Workflow(
    "commitment",
    {
        "draft": "起草",
        "assigned": "已交办",
        "disputed": "有异议",
        "accepted": "已认领",
        "underway": "推进中",
        "claimed_done": "报称办结",
        "verified": "已核验",
        "signed_off": "已销号",
        "withdrawn": "已撤销",
        "failed": "到期未成",
    },
    {
        "assign": (("draft",), "assigned"),
        "accept": (("assigned",), "accepted"),
        "dispute": (("assigned",), "disputed"),
        "reassign": (("disputed",), "assigned"),
        "uphold": (("disputed",), "accepted"),
        "hand_over": (("assigned", "accepted", "underway"), "assigned"),
        "start": (("accepted",), "underway"),
        "claim_done": (("underway",), "claimed_done"),
        "verify": (("claimed_done",), "verified"),
        "refute": (("claimed_done",), "underway"),
        "take_back": (("claimed_done",), "underway"),
        "sign_off": (("verified",), "signed_off"),
        "reopen": (("verified", "signed_off"), "underway"),
        "withdraw": (("draft", "assigned", "disputed", "accepted", "underway"), "withdrawn"),
        "fail": (("accepted", "underway", "claimed_done"), "failed"),
    },
)

REPORT = Workflow(
    "report",
    {
        "draft": "草稿",
        "submitted": "待签发",
        "signed": "已签发",
        "accepted": "已认可",
        "returned": "已退回",
        "superseded": "已更正",
    },
    {
        "submit": (("draft",), "submitted"),
        "sign": (("submitted",), "signed"),
        "accept": (("signed",), "accepted"),
        "return": (("submitted", "signed"), "returned"),
        "recall": (("submitted", "signed"), "draft"),
        "revise": (("returned",), "draft"),
        "supersede": (("accepted",), "superseded"),
    },
)

CANDIDATE = Workflow(
    "candidate",
    {
        "open": "待确认",
        "confirmed": "已确认",
        "rejected": "已舍弃",
        "split": "已拆分",
        "merged": "已合并",
    },
    {
        "confirm": (("open",), "confirmed"),
        "reject": (("open",), "rejected"),
        "split": (("open",), "split"),
        "merge": (("open",), "merged"),
        "reopen": (("confirmed", "rejected", "split", "merged"), "open"),
    },
)

ROUND = Workflow("round", {"open": "进行中", "closed": "已截止"}, {"close": (("open",), "closed")})

SCORE_RUN = Workflow(
    "score_run",
    {"computed": "已计算", "final": "已定稿"},
    {"finalise": (("computed",), "final")},
)

OBJECTION = Workflow(
    "objection",
    {
        "filed": "待受理",
        "assigned": "已受理",
        "upheld": "异议成立",
        "partly": "部分成立",
        "dismissed": "不成立",
        "withdrawn": "已撤回",
    },
    {
        "assign": (("filed", "assigned"), "assigned"),
        "uphold": (("assigned",), "upheld"),
        "uphold_partly": (("assigned",), "partly"),
        "dismiss": (("assigned",), "dismissed"),
        "withdraw": (("filed", "assigned"), "withdrawn"),
    },
)

LIST = Workflow(
    "list", {"drafting": "编制中", "frozen": "已冻结"}, {"freeze": (("drafting",), "frozen")}
)

WORKFLOWS: Mapping[str, Workflow] = {
    life.name: life for life in (COMMITMENT, REPORT, CANDIDATE, ROUND, SCORE_RUN, OBJECTION, LIST)
}
