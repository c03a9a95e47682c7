"""The terms of a challenge before they are fixed: what a form or a program hands in."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.web.challenges.numbers import hardnesses, rule
from luoshi.web.units.models import Unit

TITLE, PROBLEM, TEST, STOP_LOSS, REWARD, NOTE = 80, 3000, 300, 1000, 300, 500
"""Characters of each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """征榜: what is hard, of which class, and whose it is."""

    title: str
    problem: str
    hardness: str
    owner_unit: Unit

    def check(self, jurisdiction_id: int) -> None:
        """Raises Invalid, with the ``field`` at fault."""
        for field in ("title", "problem"):
            if not getattr(self, field).strip():
                raise Invalid("bid-part-missing", field=field)
        if self.hardness not in dict(hardnesses()):
            raise Invalid("challenge-hardness", field="hardness")
        if self.owner_unit.jurisdiction_id != jurisdiction_id:
            raise Invalid("unit-elsewhere", field="owner_unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDraft:
    """定榜: what is fixed before publication. Money in 10,000 yuan, notice in working days."""

    tests: tuple[str, ...] = ()
    stop_loss: str = ""
    reward: Decimal | None = None
    reward_text: str = ""
    budget: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    opens_at: datetime | None = None
    teams: int = 1
    notice_days: int = 0

    def check(self, at: datetime) -> None:
        """Raises Invalid, with the ``field`` at fault, for terms that contradict themselves."""
        numbers = rule()
        if len(self.tests) > numbers.tests_most:
            raise Invalid("challenge-tests-many", field="tests", most=numbers.tests_most)
        if any(len(test) > TEST for test in self.tests):
            raise Invalid("bid-part-long", field="tests", most=TEST)
        if not 1 <= self.teams <= numbers.teams_most:
            raise Invalid("challenge-teams-many", field="teams", most=numbers.teams_most)
        self._check_times(at)

    def _check_times(self, at: datetime) -> None:
        if self.starts_on and self.due_on and self.due_on < self.starts_on:
            raise Invalid("challenge-due-before-start", field="due_on")
        if self.opens_at is None:
            return
        if self.opens_at <= at:
            raise Invalid("challenge-opens-past", field="opens_at")
        if self.starts_on and self.starts_on < timezone.localdate(self.opens_at):
            raise Invalid("challenge-starts-before-opening", field="starts_on")

    def columns(self) -> dict[str, object]:
        """The values by column: blank tests dropped, the opening time to the second, and no
        notice shorter than the rule's.
        """
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        values["tests"] = [test.strip() for test in self.tests if test.strip()]
        values["notice_days"] = max(self.notice_days, rule().notice_days)
        if self.opens_at is not None:
            values["opens_at"] = self.opens_at.replace(microsecond=0)
        return values
