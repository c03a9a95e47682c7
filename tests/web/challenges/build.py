"""A challenge on its way, as far as a test wants it, through the product's own actions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.models import Entry
from luoshi.web.calendars.models import Year
from luoshi.web.challenges import actions
from luoshi.web.challenges.actions import Award, Found
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.drafts import Proposal, TermsDraft
from luoshi.web.challenges.models import Bid, Challenge, Objection, Pledge
from luoshi.web.challenges.queries import acceptors_of, evaluators_of, holders_of
from luoshi.web.commitments.actions import list_create, list_types_from_presets
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.units.models import Unit
from tests.factories import NOW, TODAY, City

PROPOSED = NOW
PUBLISHED = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
BID = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
OPENS = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
OPENED = OPENS + timedelta(seconds=1)
JUDGED = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
CHOSEN = datetime(2026, 3, 19, 2, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 3, 26, 2, 0, tzinfo=UTC)
CONCLUDED = datetime(2026, 3, 27, 2, 0, tzinfo=UTC)
STARTED = datetime(2026, 3, 30, 2, 0, tzinfo=UTC)
CALLED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FOUND = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
REWARDED = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)

SECRET = "以盾构法下穿铁路，代号 TBM-7391"
CODEWORD = "TBM-7391"
"""A part of the secret that looks the same in every encoding of JSON and text."""
TESTS = ("双向四车道全线通车", "早高峰平均车速提高两成")
TERMS = TermsDraft(
    tests=TESTS,
    stop_loss="6月底前未取得用地批复即终止",
    reward=Decimal(50),
    reward_text="优先安排专项资金",
    budget=Decimal(1200),
    starts_on=date(2026, 4, 1),
    due_on=date(2026, 11, 30),
    opens_at=OPENS,
    teams=2,
)
STEPS = (
    ("完成设计", date(2026, 5, 31), Decimal("0.2")),
    ("主体完工", date(2026, 9, 30), Decimal("0.8")),
)
CONTENT = BidContent(team="总工带队十人", plan=SECRET, price=Decimal(900), steps=STEPS)
ORDER = (
    "propose", "submit", "approve", "publish", "bid", "open", "judge", "select", "conclude",
    "sign", "start", "call", "find", "pass", "reward",
)  # fmt: skip
GOOD: Mapping[str, str] = {
    "plan": "30",
    "team": "18",
    "milestones": "18",
    "price": "12",
    "risk": "8",
}
FAIR: Mapping[str, str] = {
    "plan": "25",
    "team": "15",
    "milestones": "15",
    "price": "10",
    "risk": "6",
}
POOR: Mapping[str, str] = {"plan": "10", "team": "5", "milestones": "5", "price": "5", "risk": "2"}


def spellings(text: str) -> list[bytes]:
    """The ways in which a text may lie in a file."""
    escaped = json.dumps(text)[1:-1].encode()
    return [text.encode(), escaped, text.encode("utf-16-le"), text.encode("gb18030")]


@dataclass
class Story:
    """One challenge of the transport department, for which 高新区 and 西县 bid."""

    city: City
    terms: TermsDraft = TERMS
    challenge: Challenge = field(init=False)
    keys: dict[int, str] = field(default_factory=dict)
    bids: dict[int, Bid] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Year.objects.get_or_create(year=2026, defaults={"source": "试"})

    @property
    def desk(self) -> Actor:
        return self.city.actor("supervisor")

    @property
    def mayor(self) -> Actor:
        return self.city.actor("principal")

    @property
    def holding(self) -> list[User]:
        return [self.city.person("auditor"), self.city.person("assessor")]

    @property
    def judging(self) -> list[User]:
        return [
            self.city.person("supervisor", username="judge-1"),
            self.city.person("verifier", self.city.health, username="judge-2"),
            self.city.person("principal", username="judge-3"),
        ]

    @property
    def outsiders(self) -> list[User]:
        return [
            self.city.person("verifier", self.city.health),
            self.city.person("verifier", self.city.health, username="outsider-2"),
        ]

    def leader(self, unit: Unit) -> Actor:
        return self.city.actor("unit_leader", unit)

    def of(self, user: User) -> Actor:
        return actor_of(user)

    def again(self) -> Challenge:
        self.challenge = Challenge.objects.get(pk=self.challenge.pk)
        return self.challenge

    @property
    def board(self) -> CommitmentList:
        found = CommitmentList.objects.filter(list_type__key="challenge").first()
        if found:
            return found
        kinds = list_types_from_presets(jurisdiction=self.city.unit, by=self.desk, at=PROPOSED)
        kind = next(each for each in kinds if each.key == "challenge")
        assert isinstance(kind, ListType)
        return list_create(
            jurisdiction=self.city.unit,
            list_type=kind,
            title="揭榜挂帅清单",
            period_start=date(2026, 1, 1),
            period_end=date(2026, 12, 31),
            by=self.desk,
            at=PROPOSED,
        )

    # each step by the people who take it
    def propose(self) -> None:
        proposal = Proposal(
            title="打通滨河路断头路",
            problem="铁路和河道隔断，多年打不通。",
            hardness="hard",
            owner_unit=self.city.transport,
        )
        self.challenge = actions.challenge_propose(
            jurisdiction=self.city.unit, proposal=proposal, by=self.desk, at=PROPOSED
        )
        actions.terms_set(
            challenge=self.challenge,
            proposal=proposal,
            terms=self.terms,
            by=self.desk,
            at=PROPOSED,
        )
        actions.people_name(
            challenge=self.challenge,
            holders=self.holding,
            evaluators=self.judging,
            by=self.desk,
            at=PROPOSED,
        )

    def submit(self) -> None:
        actions.challenge_submit(challenge=self.challenge, by=self.desk, at=PROPOSED)

    def approve(self) -> None:
        actions.challenge_approve(challenge=self.challenge, by=self.mayor, at=PROPOSED)

    def take_keys(self) -> None:
        for holder in holders_of(self.challenge):
            text = actions.key_take(holder=holder, by=self.of(holder.person), at=PUBLISHED)
            self.keys[holder.place] = text

    def publish(self) -> None:
        self.take_keys()
        actions.challenge_publish(challenge=self.challenge, by=self.desk, at=PUBLISHED)

    def bid_by(self, unit: Unit, content: BidContent = CONTENT, at: datetime = BID) -> Bid:
        made = actions.bid_seal(
            challenge=self.challenge, unit=unit, content=content, by=self.leader(unit), at=at
        )
        self.bids[unit.pk] = made
        return made

    def bid(self) -> None:
        self.bid_by(self.city.park, replace(CONTENT, partners=(self.city.town.pk,)))
        self.bid_by(self.city.west, replace(CONTENT, plan="绕行方案", price=Decimal(600)))

    def hand_in(self, place: int, at: datetime = OPENED) -> int | None:
        holder = next(each for each in holders_of(self.challenge) if each.place == place)
        actor = self.of(holder.person)
        return actions.key_hand_in(holder=holder, text=self.keys[place], by=actor, at=at)

    def open(self) -> None:
        self.hand_in(1)
        self.hand_in(2)

    def judge_with(self, *rows: Mapping[str, int]) -> None:
        """One row of points for each bid, the same from every evaluator."""
        bids = list(Bid.objects.filter(challenge=self.challenge, state="current", barred=False))
        for evaluator in evaluators_of(self.challenge):
            actor = self.of(evaluator.person)
            if evaluator.declared_at is None:
                actions.interest_declare(
                    evaluator=evaluator, has_interest=False, text="", by=actor, at=JUDGED
                )
            marks = {
                (bid.pk, key): Decimal(points)
                for bid, row in zip(bids, rows, strict=True)
                for key, points in row.items()
            }
            actions.marks_give(evaluator=evaluator, marks=marks, remark="可行", by=actor, at=JUDGED)

    def judge(self) -> None:
        self.judge_with(GOOD, FAIR)

    def select(self) -> None:
        self.choose([self.city.park, self.city.west])

    def choose(self, winners: Sequence[Unit], reserve: Unit | None = None, note: str = "") -> None:
        actions.challenge_select(
            challenge=self.challenge,
            winners=[self.bids[unit.pk] for unit in winners],
            reserve=self.bids[reserve.pk] if reserve else None,
            note=note,
            by=self.mayor,
            at=CHOSEN,
        )

    def object(self, bid: Bid | None = None, at: datetime = LAST_DAY) -> Objection:
        return actions.objection_file(
            challenge=self.challenge,
            text="计分有误",
            bid=bid,
            by=self.city.actor("contact", self.city.health),
            at=at,
        )

    def answer(self, objection: Objection, *, upheld: bool) -> None:
        actions.objection_answer(
            objection=objection,
            upheld=upheld,
            answer="已核对",
            by=self.city.actor("assessor", username="assessor-2"),
            at=LAST_DAY,
        )

    def conclude(self) -> None:
        actions.challenge_conclude(challenge=self.challenge, by=self.desk, at=CONCLUDED)

    @property
    def pledges(self) -> list[Pledge]:
        return list(Pledge.objects.filter(challenge=self.challenge).order_by("pk"))

    def sign_one(self, pledge: Pledge) -> None:
        actions.pledge_sign(pledge=pledge, by=self.leader(pledge.bid.unit), at=CONCLUDED)
        pledge.refresh_from_db()
        actions.pledge_countersign(pledge=pledge, by=self.mayor, at=CONCLUDED)

    def sign(self) -> None:
        for pledge in self.pledges:
            if pledge.state == "offered":
                self.sign_one(pledge)

    def start(self) -> list[Commitment]:
        return actions.challenge_start(
            challenge=self.challenge, within=self.board, by=self.desk, at=STARTED
        )

    def call(self) -> None:
        actions.challenge_call(
            challenge=self.challenge, people=self.outsiders, by=self.desk, at=CALLED
        )

    def find_with(self, passed: Sequence[bool]) -> None:
        """One answer for each team, the same for every test and from every outsider."""
        pledges = actions.racing(self.challenge)
        found = [
            Found(pledge.pk, test, good, "现场查看和流量统计")
            for pledge, good in zip(pledges, passed, strict=True)
            for test in range(len(TESTS))
        ]
        for acceptor in acceptors_of(self.challenge):
            actor = self.of(acceptor.person)
            actions.verdict_give(acceptor=acceptor, found=found, by=actor, at=FOUND)

    def find(self) -> None:
        self.find_with([True, False])

    def pass_(self) -> None:
        actions.challenge_pass(challenge=self.challenge, by=self.desk, at=FOUND)

    def propose_reward(self, amount: str = "50") -> None:
        first = next(pledge for pledge in self.pledges if pledge.state == "passed")
        actions.reward_propose(
            challenge=self.challenge,
            awards={first.pk: Award(Decimal(amount), "通报表扬")},
            by=self.desk,
            at=REWARDED,
        )

    def reward(self) -> None:
        self.propose_reward()
        actions.challenge_reward(challenge=self.challenge, by=self.mayor, at=REWARDED)

    def until(self, last: str) -> "Story":
        """Every step up to and with ``last``."""
        for verb in ORDER[: ORDER.index(last) + 1]:
            getattr(self, {"pass": "pass_"}.get(verb, verb))()
        self.again()
        return self


def actor_of(user: User) -> Actor:
    """That person with every appointment of the test city."""
    return actor_at(user, TODAY)


def verbs(of: Challenge | Bid) -> list[str]:
    """What the record says was done to it, oldest first."""
    rows = Entry.objects.filter(object_type=of._meta.label_lower, object_id=str(of.pk))
    return list(rows.order_by("seq").values_list("verb", flat=True))
