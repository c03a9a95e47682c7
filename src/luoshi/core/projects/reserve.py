"""The reserve held against its two goals (双百): so many projects, so much investment."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.node import Node

KEYS = ("zh", "en", "projects", "investment", "tag", "source", "note")
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Meter:
    """What is held in reserve and what is wanted; investments in 亿元."""

    projects: int
    investment: Decimal
    unknown: int
    wanted_projects: int
    wanted_investment: Decimal

    @property
    def missing_projects(self) -> int:
        """How many projects are wanting; 0 when there are enough."""
        return max(self.wanted_projects - self.projects, 0)

    @property
    def missing_investment(self) -> Decimal:
        """How much investment is wanting, in 亿元; 0 when there is enough."""
        return max(self.wanted_investment - self.investment, Decimal(0))

    @property
    def met(self) -> bool:
        """Whether both goals are met."""
        return not self.missing_projects and not self.missing_investment


def meter(investments: Iterable[Decimal | None], rule: object, path: str) -> Meter:
    """The reserve of these projects against ``rule`` (projects, investment in 亿元).

    A project without a figure counts as a project and adds nothing (``unknown`` of them).
    Raises Invalid with ``path``. Source: a district's plan, 谋划项目 100 个、投资超 100 亿元.
    """
    node = Node.of(rule, path, KEYS)
    amounts = list(investments)
    known = [amount for amount in amounts if amount is not None]
    return Meter(
        len(amounts),
        sum(known, Decimal(0)),
        len(amounts) - len(known),
        node.whole("projects", 1, LARGEST),
        node.number("investment", "0", str(LARGEST)),
    )
