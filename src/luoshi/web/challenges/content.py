"""What a bid says, as it goes under the seal and comes out again."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.core.errors import Invalid
from luoshi.core.pace import Milestone, Trajectory

TEAM, PLAN, STEP = 2000, 10_000, 80
"""Characters of the team, of the plan, of a milestone's title."""
PARTNERS, STEPS = 6, 12
VERSION = 1
HIGHEST = Decimal(10) ** 10

Steps = tuple[tuple[str, date, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BidContent:
    """Team, plan, price (in 10,000 yuan), partners by key, and milestones with their shares."""

    team: str
    plan: str
    price: Decimal
    partners: tuple[int, ...] = ()
    steps: Steps = ()

    def check(self, starts_on: date, due_on: date, budget: Decimal) -> None:
        """Raises Invalid, with the ``field`` at fault, for what no bid may say."""
        for field, text, most in (("team", self.team, TEAM), ("plan", self.plan, PLAN)):
            if not text.strip():
                raise Invalid("bid-part-missing", field=field)
            if len(text) > most:
                raise Invalid("bid-part-long", field=field, most=most)
        if not 0 <= self.price <= budget:
            raise Invalid("bid-over-budget", field="price", most=budget)
        if len(self.partners) > PARTNERS:
            raise Invalid("bid-partners-many", field="partners", most=PARTNERS)
        self._check_steps(starts_on, due_on)

    def _check_steps(self, starts_on: date, due_on: date) -> None:
        if not self.steps:
            raise Invalid("bid-steps-missing")
        if len(self.steps) > STEPS:
            raise Invalid("bid-steps-many", most=STEPS)
        if any(not title.strip() or len(title) > STEP for title, _, _ in self.steps):
            raise Invalid("milestone-untitled")
        milestones = [Milestone(due, share) for _, due, share in self.steps]
        Trajectory.by_milestones(starts_on, due_on, milestones)

    def as_json(self) -> dict[str, Any]:
        """The content in JSON's own types."""
        return {
            "team": self.team,
            "plan": self.plan,
            "price": str(self.price),
            "partners": list(self.partners),
            "steps": [[title, due.isoformat(), str(share)] for title, due, share in self.steps],
        }

    @classmethod
    def of_json(cls, data: Any) -> "BidContent":
        """The content again. Raises Invalid ``bid-damaged`` for anything else."""
        try:
            return cls(
                team=str(data["team"]),
                plan=str(data["plan"]),
                price=Decimal(data["price"]),
                partners=tuple(int(key) for key in data["partners"]),
                steps=tuple(
                    (str(title), date.fromisoformat(due), Decimal(share))
                    for title, due, share in data["steps"]
                ),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation):
            raise Invalid("bid-damaged") from None


def written(content: BidContent, *, challenge: int, unit: int) -> bytes:
    """The bytes that go under the seal: bound to challenge and unit, so none can be swapped."""
    bound = {"version": VERSION, "challenge": challenge, "unit": unit, "bid": content.as_json()}
    return json.dumps(bound, ensure_ascii=False).encode()


def read(data: bytes, *, challenge: int, unit: int) -> BidContent:
    """The content of those bytes. Raises Invalid ``bid-damaged`` when they are another's."""
    try:
        bound = json.loads(data)
    except ValueError:
        raise Invalid("bid-damaged") from None
    wanted = {"version": VERSION, "challenge": challenge, "unit": unit}
    if not isinstance(bound, dict) or any(bound.get(k) != v for k, v in wanted.items()):
        raise Invalid("bid-damaged")
    return BidContent.of_json(bound.get("bid"))
