"""The board of the city: raced to the end, lapsed and back again, open for bids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.web.accounts.actor import Actor
from luoshi.web.challenges import actions
from luoshi.web.challenges.actions import Award, Found
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.drafts import Proposal, TermsDraft
from luoshi.web.challenges.models import Bid, Challenge, Pledge
from luoshi.web.challenges.queries import acceptors_of, evaluators_of, holders_of, pledges_of
from luoshi.web.commitments.actions import commitments_accept, list_create
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.delivery.actions import reports_accept, reports_save, reports_sign, round_open
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.said import Said

STEPS = (("方案批复", "0.15"), ("主体完成过半", "0.5"), ("具备验榜条件", "1"))
"""Milestones of every bid: at a third, two thirds and the end of the time."""


def make_challenges(city: City, calendar: WorkCalendar, today: date) -> None:
    """Five items of the board, each as far as its people have come by ``today``."""
    board = Board(city, calendar, today, read("challenges.yaml"))
    board.race("raced")
    board.lapse_and_return("lapsed", "again")
    board.publish("open", published=-6, opens=today + timedelta(days=9))
    board.bid("open", -2, [board.data["open"]["bid"]])
    board.propose("collecting", -3)


@dataclass
class Board:
    """The people of the city at the board; days are working days counted from today."""

    city: City
    calendar: WorkCalendar
    today: date
    data: Mapping[str, Any]
    made: dict[str, Challenge] = field(default_factory=dict)
    keys: dict[tuple[str, int], str] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.calendar.add_working_days(self.today, offset)

    def person(self, username: str, offset: int) -> Actor:
        return self.city.actor(username, self.day(offset))

    def propose(self, key: str, offset: int) -> Challenge:
        """征榜 by the unit whose problem it is."""
        told = self.data[key]
        owner = self.city.units[told["owner"]]
        self.made[key] = actions.challenge_propose(
            jurisdiction=self.city.unit,
            proposal=self._proposal(key),
            by=self.city.contact(owner, self.day(offset)),
            at=at_office(self.day(offset), 9),
        )
        return self.made[key]

    def _proposal(self, key: str) -> Proposal:
        told = self.data[key]
        return Proposal(
            title=told["title"],
            problem=told["problem"],
            hardness=told["hardness"],
            owner_unit=self.city.units[told["owner"]],
        )

    def publish(self, key: str, *, published: int, opens: date, terms: str = "") -> None:
        """Terms, people, 定榜, both halves of the key, 发榜."""
        if key not in self.made:
            self.propose(key, published - 6)
        challenge, told = self.made[key], self.data[terms or key]
        self._draw_up(challenge, terms or key, told, published - 4, opens)
        at = at_office(self.day(published - 3), 15)
        mayor = self.person("principal", published)
        actions.challenge_approve(challenge=challenge, by=mayor, at=at)
        for holder in holders_of(challenge):
            actor = self.person(holder.person.username, published)
            at = at_office(self.day(published - 1), 10)
            self.keys[key, holder.place] = actions.key_take(holder=holder, by=actor, at=at)
        desk = self.person("supervisor", published)
        at = at_office(self.day(published), 9)
        actions.challenge_publish(challenge=challenge, by=desk, at=at)

    def _draw_up(
        self, challenge: Challenge, key: str, told: Mapping[str, Any], offset: int, opens: date
    ) -> None:
        desk, at = self.person("supervisor", offset), at_office(self.day(offset), 14)
        terms = TermsDraft(
            tests=tuple(told["tests"]),
            stop_loss=told["stop_loss"],
            reward=Decimal(told["reward"]),
            reward_text=told["reward_text"],
            budget=Decimal(told["budget"]),
            starts_on=opens + timedelta(days=14),
            due_on=max(opens + timedelta(days=200), self.today + timedelta(days=60)),
            opens_at=at_office(opens, 10),
            teams=told["teams"],
        )
        proposal = self._proposal(key)
        actions.terms_set(challenge=challenge, proposal=proposal, terms=terms, by=desk, at=at)
        people = self.city.people
        actions.people_name(
            challenge=challenge,
            holders=[people[name] for name in self.data["holders"]],
            evaluators=[people[name] for name in self.data["evaluators"]],
            by=desk,
            at=at,
        )
        actions.challenge_submit(challenge=challenge, by=desk, at=at)

    def bid(self, key: str, offset: int, bids: Sequence[Mapping[str, Any]]) -> None:
        """揭榜 by the leaders of those units."""
        challenge = Challenge.objects.get(pk=self.made[key].pk)
        starts, due = challenge.starts_on, challenge.due_on
        for hour, told in enumerate(bids, 9):
            unit = self.city.units[told["unit"]]
            content = BidContent(
                team=told["team"],
                plan=told["plan"],
                price=Decimal(told["price"]),
                partners=tuple(self.city.units[code].pk for code in told["partners"]),
                steps=_steps(starts or self.today, due or self.today),
            )
            leader = self.city.leader(unit, self.day(offset))
            at = at_office(self.day(offset), hour)
            actions.bid_seal(challenge=challenge, unit=unit, content=content, by=leader, at=at)

    def open(self, key: str, opens: date) -> None:
        """Both halves, one minute after the other."""
        at = at_office(opens, 10)
        for holder in holders_of(self.made[key]):
            at += timedelta(minutes=1)
            actor = self.city.actor(holder.person.username, opens)
            text = self.keys[key, holder.place]
            actions.key_hand_in(holder=holder, text=text, by=actor, at=at)

    def judge(
        self, key: str, offset: int, bids: Sequence[Mapping[str, Any]], *, but: Sequence[str] = ()
    ) -> None:
        """Declarations and marks of all evaluators but those."""
        rows = {self.city.units[told["unit"]].pk: told["points"] for told in bids}
        handed_in = list(Bid.objects.filter(challenge=self.made[key], state="current"))
        for nuance, evaluator in enumerate(evaluators_of(self.made[key])):
            if evaluator.person.username in but:
                continue
            actor, at = self.person(evaluator.person.username, offset), at_office(self.day(offset))
            actions.interest_declare(
                evaluator=evaluator, has_interest=False, text="", by=actor, at=at
            )
            marks = {
                (bid.pk, criterion): Decimal(points) - (nuance if criterion == "plan" else 0)
                for bid in handed_in
                for criterion, points in zip(self.data["criteria"], rows[bid.unit_id], strict=True)
            }
            actions.marks_give(evaluator=evaluator, marks=marks, remark="", by=actor, at=at)

    def race(self, key: str) -> None:
        """All ten steps, two teams racing."""
        told = self.data[key]
        opens = self.day(-88)
        self.publish(key, published=-100, opens=opens)
        self.bid(key, -92, told["bids"])
        self.open(key, opens)
        self.judge(key, -85, told["bids"])
        self._choose(key, -84)
        challenge = self.made[key]
        desk = self.person("supervisor", -76)
        actions.challenge_conclude(challenge=challenge, by=desk, at=at_office(self.day(-76), 9))
        for pledge in pledges_of(challenge):
            if pledge.state == "offered":
                self._sign(pledge, -75)
        self._set_out(challenge, -74)
        self._finish(key)

    def _choose(self, key: str, offset: int) -> None:
        challenge = self.made[key]
        by_unit = {bid.unit_id: bid for bid in Bid.objects.filter(challenge=challenge)}
        wanted = [self.city.units[told["unit"]].pk for told in self.data[key]["bids"][:2]]
        actions.challenge_select(
            challenge=challenge,
            winners=[by_unit[pk] for pk in wanted],
            reserve=None,
            note="两家路线不同，同时攻榜，以验榜结果论。",
            by=self.person("principal", offset),
            at=at_office(self.day(offset), 16),
        )

    def _sign(self, pledge: Pledge, offset: int) -> None:
        at = at_office(self.day(offset))
        leader = self.city.leader(pledge.bid.unit, self.day(offset))
        actions.pledge_sign(pledge=pledge, by=leader, at=at)
        mayor = self.person("principal", offset)
        actions.pledge_countersign(pledge=pledge, by=mayor, at=at + timedelta(hours=4))

    def _set_out(self, challenge: Challenge, offset: int) -> None:
        day = self.day(offset)
        desk, at = self.city.actor("supervisor", day), at_office(day, 9)
        kind = ListType.objects.get(jurisdiction=self.city.unit, key="challenge")
        within = list_create(
            jurisdiction=self.city.unit,
            list_type=kind,
            title=f"{day.year}年揭榜挂帅清单",
            period_start=date(day.year, 1, 1),
            period_end=max(date(day.year, 12, 31), self.today),
            by=desk,
            at=at,
        )
        started = actions.challenge_start(challenge=challenge, within=within, by=desk, at=at)
        for each in started:
            if each.lead_unit:
                leader = self.city.leader(each.lead_unit, day)
                commitments_accept(commitments=[each], by=leader, at=at + timedelta(hours=2))
        self._report(within, started, -14)

    def _report(self, within: CommitmentList, started: Sequence[Commitment], offset: int) -> None:
        """One round in which every team says that it is done."""
        day = self.day(offset)
        desk, at = self.city.actor("supervisor", day), at_office(day, 9)
        round_open(
            lst=within,
            title=f"{day.year}年{day.month}月交账",
            period_start=day.replace(day=1),
            period_end=day,
            due_on=self.day(offset + 2),
            by=desk,
            at=at,
        )
        rows = ProgressReport.objects.filter(commitment__in=started).select_related(
            "unit", "commitment", "round__list"
        )
        said = Said(said_share=Decimal(1), claims_done=True, narrative="已具备验榜条件，申请验榜。")
        for row in rows:
            contact = self.city.contact(row.unit, day)
            at = at_office(self.day(offset + 1), 10)
            sent = reports_save(lines=[(row, said)], by=contact, at=at, submit=True)
            leader = self.city.leader(row.unit, day)
            signed = reports_sign(reports=sent, by=leader, at=at + timedelta(hours=4))
            reports_accept(reports=signed, by=desk, at=at + timedelta(hours=6))

    def _finish(self, key: str) -> None:
        """Called, found, concluded, rewarded."""
        challenge, told = self.made[key], self.data[key]
        desk = self.person("supervisor", -12)
        people = [self.city.people[name] for name in self.data["acceptors"]]
        at = at_office(self.day(-12))
        actions.challenge_call(challenge=challenge, people=people, by=desk, at=at)
        challenge.refresh_from_db()
        teams = actions.racing(challenge)
        found = [
            Found(team.pk, number, passed or number == 0, shown)
            for team, passed in zip(teams, told["passed"], strict=True)
            for number, shown in enumerate(told["evidence"])
        ]
        for acceptor in acceptors_of(challenge):
            actor = self.person(acceptor.person.username, -9)
            at = at_office(self.day(-9), 15)
            actions.verdict_give(acceptor=acceptor, found=found, by=actor, at=at)
        actions.challenge_pass(challenge=challenge, by=desk, at=at_office(self.day(-8)))
        awards = {
            team.pk: Award(Decimal(amount), text)
            for team, (amount, text) in zip(teams, told["awards"], strict=False)
        }
        at = at_office(self.day(-7))
        actions.reward_propose(challenge=challenge, awards=awards, by=desk, at=at)
        mayor, at = self.person("principal", -5), at_office(self.day(-5))
        actions.challenge_reward(challenge=challenge, by=mayor, at=at)

    def lapse_and_return(self, key: str, again: str) -> None:
        """Nobody good enough; rewritten, published again, opened, half of the marks given."""
        told = self.data[key]
        opens = self.day(-44)
        self.publish(key, published=-54, opens=opens)
        self.bid(key, -47, told["bids"])
        self.open(key, opens)
        self.judge(key, -42, told["bids"])
        actions.challenge_lapse(
            challenge=self.made[key],
            note=told["lapse_note"],
            by=self.person("principal", -40),
            at=at_office(self.day(-40)),
        )
        desk, at = self.person("supervisor", -38), at_office(self.day(-38))
        old = self.made[key]
        self.made[again] = actions.challenge_republish(challenge=old, by=desk, at=at)
        opens, bids = self.day(-2), self.data[again]["bids"]
        self.publish(again, published=-12, opens=opens, terms=key)
        self.bid(again, -4, bids)
        self.open(again, opens)
        self.judge(again, -1, bids, but=["verifier"])


def _steps(starts: date, due: date) -> tuple[tuple[str, date, Decimal], ...]:
    third = (due - starts) / len(STEPS)
    return tuple(
        (title, due if share == "1" else starts + third * number, Decimal(share))
        for number, (title, share) in enumerate(STEPS, 1)
    )
