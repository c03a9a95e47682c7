"""Sessions of the city from preparing to acceptance, one still to come, and the season they make.

Ballots are cast by tokens as phones do it. A mark is what the unit is worth, how strict the voter
is, and chance: all three from the seed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from luoshi.core.calendar import WorkCalendar
from luoshi.core.sampling import rank_digest
from luoshi.core.tally import ABSTAIN
from luoshi.core.voting import Submission, read_token
from luoshi.demo.answers import answer
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City, read
from luoshi.demo.rounds import Period, Year
from luoshi.demo.story import Character, drawn
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.actions.said import Owner, asked_note, comment_note
from luoshi.web.appraisal.kinds import first_begins, first_slides_until
from luoshi.web.appraisal.models import Contender, Session, SessionState
from luoshi.web.arena.actions import bout_add, season_create, speaker_choose
from luoshi.web.arena.models import Season
from luoshi.web.commitments.actions import commitments_accept, list_create
from luoshi.web.commitments.models import CommitmentList, ListType
from luoshi.web.publishing.actions import bulletin_issue, bulletin_make_of_session
from luoshi.web.voting.actions import cast
from luoshi.web.voting.queries import holder_of

Marks = dict[str, dict[str, str | None]]
PREPARED_DAYS = 12
"""Working days before a session on which its rules are frozen."""
PUBLISHED_DAYS = 4
"""Working days after a session until its bulletin is issued."""
UNKNOWN = Decimal("0.03")
"""How seldom a voter says that a unit is not known."""


def make_sessions(city: City, plan: dict[str, Any], calendar: WorkCalendar) -> None:
    """As ``sessions.yaml`` tells it."""
    hall = Hall(city, plan, calendar, read("sessions.yaml"))
    for number, told in enumerate(hall.data["held"]):
        hall.hold(told, number)
    hall.prepare_next(hall.data["coming"])


def issue_bulletins(city: City, calendar: WorkCalendar, until: date) -> None:
    """Bulletins of sessions accepted by then, in their turn among those of score runs."""
    waiting = Session.objects.filter(state=SessionState.ACCEPTED, bulletins=None)
    for session in waiting.order_by("held_on"):
        on = calendar.add_working_days(session.held_on, PUBLISHED_DAYS)
        if on <= until:
            bulletin = bulletin_make_of_session(
                session=session, by=city.actor("supervisor", on), at=at_office(on, 9)
            )
            principal = city.actor("principal", on)
            bulletin_issue(bulletin=bulletin, by=principal, at=at_office(on, 15))


class Hall:
    """The supervision office, the voters and the leaders of the city at its sessions."""

    def __init__(
        self, city: City, plan: dict[str, Any], calendar: WorkCalendar, data: Mapping[str, Any]
    ) -> None:
        self.city, self.plan, self.calendar, self.data = city, plan, calendar, data
        self.first = calendar.add_working_days(city.today, data["held"][0]["day"])
        self.season = self._season()
        self.given = self._list()

    def _named(self, text: str) -> str:
        return text.format(year=self.first.year)

    def _who(self, on: date, hour: int, username: str = "supervisor") -> dict[str, Any]:
        return {"by": self.city.actor(username, on), "at": at_office(on, hour)}

    def _season(self) -> Season:
        told, on = self.data["season"], self.calendar.add_working_days(self.first, -PREPARED_DAYS)
        return season_create(
            jurisdiction=self.city.unit,
            title=self._named(told["title"]),
            level=told["level"],
            starts_on=date(self.first.year, 1, 1),
            ends_on=max(date(self.first.year, 12, 31), self.city.today + timedelta(days=30)),
            **self._who(on, 8),
        )

    def _list(self) -> CommitmentList:
        """An open list for what is asked at sessions."""
        return list_create(
            jurisdiction=self.city.unit,
            list_type=ListType.objects.get(jurisdiction=self.city.unit, key="key_tasks"),
            title=self._named(self.data["list"]),
            period_start=date(self.first.year, 1, 1),
            period_end=self.city.today + timedelta(days=200),
            **self._who(self.first, 8),
        )

    def hold(self, told: Mapping[str, Any], number: int) -> None:
        """From preparing to acceptance, with what was said, asked and chosen afterwards."""
        on = self.calendar.add_working_days(self.city.today, told["day"])
        before = self.calendar.add_working_days(on, -PREPARED_DAYS)
        session = self._frozen(told, on, before)
        bout = bout_add(season=self.season, session=session, **self._who(before, 16))
        tokens = self._issue(session, on)
        self._vote(session, tokens, on)
        self._paper(session, on)
        self._said(session, told, on)
        self._release(session, on)
        day = self.calendar.add_working_days(on, 2)
        for one in told["speakers"]:
            unit = self.city.units[one["unit"]]
            speaker_choose(
                bout=bout,
                unit=unit,
                kind=one["kind"],
                reason=one["reason"],
                **self._who(day, 10, "principal"),
            )
        actions.session_accept(session=session, **self._who(day, 16))
        if number == 0:
            self._answer(on)

    def prepare_next(self, told: Mapping[str, Any]) -> None:
        """Rules frozen and printed; order, tokens and slides are still to come."""
        session = self._frozen(
            told, self.city.today + timedelta(days=told["after"]), self.city.today
        )
        bout_add(season=self.season, session=session, **self._who(self.city.today, 11))

    def _frozen(self, told: Mapping[str, Any], on: date, day: date) -> Session:
        who = self._who(day, 9)
        session = actions.session_create(
            jurisdiction=self.city.unit,
            template="account",
            draft=actions.SessionDraft(
                title=self._named(told["title"]),
                held_on=on,
                begins=first_begins(),
                place=told["place"],
                minutes=8,
                at_once=True,
                by_group=True,
                slides_until=first_slides_until(on),
            ),
            **who,
        )
        named = self.data["contenders"]
        groups = {self.city.units[code].pk: name for name in named for code in named[name]}
        units = [self.city.units[code] for codes in named.values() for code in codes]
        actions.contenders_add(session=session, units=units, groups=groups, **who)
        session.refresh_from_db()
        sizes = {key: voters["size"] for key, voters in self.data["voters"].items()}
        classes = [{**row, "size": sizes[row["key"]]} for row in session.settings["classes"]]
        settings = {**session.settings, "classes": classes}
        actions.settings_set(session=session, settings=settings, **who)
        people = [self.city.people["principal"], self.city.people["assessor"]]
        actions.releasers_name(session=session, people=people, **who)
        return actions.session_freeze(session=session, **who)

    def _issue(self, session: Session, on: date) -> dict[str, tuple[str, ...]]:
        """Order by lot, data pages, tokens: the day before; the box, on the day."""
        day = self.calendar.add_working_days(on, -1)
        actions.order_draw(
            session=session,
            chance=lambda: rank_digest("sessions", session.title)[:32],
            **self._who(day, 15),
        )
        actions.facts_freeze(session=session, **self._who(day, 19))
        counts = {key: voters["size"] for key, voters in self.data["voters"].items()}
        tokens = actions.tokens_make(
            session=session, counts=counts, printed=dict, **self._who(day, 16)
        )
        actions.voting_start(session=session, **self._who(on, 9))
        return tokens

    def _vote(self, session: Session, tokens: Mapping[str, tuple[str, ...]], on: date) -> None:
        item = session.items.get()
        contenders = list(session.contenders.select_related("unit"))
        for each in contenders:
            actions.speaker_call(contender=each, **self._who(on, 10))
        actions.speaker_finish(session=session, **self._who(on, 11))
        opened = actions.item_open(item=item, **self._who(on, 11))
        for key, voters in self.data["voters"].items():
            for at in range(voters["phones"]):
                letters = read_token(tokens[key][at])
                marks = dict(self._marks(session, contenders, key, at))
                given = Submission(item.pk, opened.turn, 1, f"{key}{at}", marks)
                cast(holder=holder_of(letters), letters=letters, given=given)
        actions.item_close(item=item, **self._who(on, 12))

    def _marks(
        self, session: Session, contenders: list[Contender], key: str, voter: object
    ) -> Iterator[tuple[str, dict[str, str | None]]]:
        strict = drawn(session.title, key, voter, "strict", low="-0.06", high="0.06")
        for each in contenders:
            code = each.unit.code
            if drawn(session.title, key, voter, code, "known") < UNKNOWN:
                yield each.key, {row["key"]: ABSTAIN for row in session.settings["criteria"]}
                continue
            form = drawn(session.title, code, "form", low="-0.02", high="0.02")
            worth = Decimal("0.75") + Character.of(code).pace / 16 + form - strict
            yield (
                each.key,
                {
                    row["key"]: self._mark(row, worth, (session.title, key, voter, code))
                    for row in session.settings["criteria"]
                },
            )

    def _mark(self, row: Mapping[str, Any], worth: Decimal, keys: tuple[object, ...]) -> str:
        luck = drawn(*keys, row["key"], low="-0.07", high="0.07")
        share = min(max(worth + luck, Decimal("0.4")), Decimal(1))
        return f"{share * Decimal(row['maximum']):.0f}"

    def _paper(self, session: Session, on: date) -> None:
        """Phones that failed: a ballot on paper each, entered by two people."""
        contenders = list(session.contenders.select_related("unit"))
        for key, voters in self.data["voters"].items():
            for number in range(1, voters["paper"] + 1):
                marks: Marks = dict(self._marks(session, contenders, key, f"paper{number}"))
                for username in ("supervisor", "assessor"):
                    actions.paper_enter(
                        session=session,
                        voter_class=key,
                        number=number,
                        marks=marks,
                        **self._who(on, 12, username),
                    )

    def _said(self, session: Session, told: Mapping[str, Any], on: date) -> None:
        there = {each.unit.code: each for each in session.contenders.select_related("unit")}
        for one in told["comments"]:
            comment_note(
                session=session,
                contender=there.get(one.get("unit", "")),
                text=one["text"],
                said_by=one["said_by"],
                **self._who(on, 12),
            )
        for one in told["asked"]:
            unit = self.city.units[one.get("lead") or one["unit"]]
            due_on = self.calendar.add_working_days(on, one["days"])
            asked = asked_note(
                session=session,
                contender=there.get(one.get("unit", "")),
                text=one["text"],
                asked_by=one["asked_by"],
                owner=Owner(self.given, unit, due_on),
                **self._who(on, 12),
            )
            if one["accepted"] and asked.commitment:
                leader = self.city.leader(unit, on)
                commitments_accept(commitments=[asked.commitment], by=leader, at=at_office(on, 16))
                if "answer" in one:
                    answer(
                        self.city, self.calendar, self.given, asked.commitment, on, one["answer"]
                    )

    def _release(self, session: Session, on: date) -> None:
        actions.session_seal(session=session, **self._who(on, 13))
        actions.session_compute(session=session, **self._who(on, 13))
        for username in ("principal", "assessor"):
            actions.result_release(session=session, **self._who(on, 14, username))

    def _answer(self, on: date) -> None:
        """The questions of the first session are told of in a round, and looked at by others."""
        end = min(on + timedelta(days=60), self.city.today - timedelta(days=30))
        title = f"{on.year}年评议会问题答复"
        Year(self.city, self.plan, self.calendar).play(Period(self.given, title, on, end))
