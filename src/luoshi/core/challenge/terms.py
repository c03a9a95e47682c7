"""What must be fixed before a challenge is published, so that nobody moves the goal later."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms as they stand. ``reward`` and ``budget`` are in 10,000 yuan."""

    problem: str = ""
    tests: tuple[str, ...] = ()
    stop_loss: str = ""
    reward: Decimal | None = None
    reward_text: str = ""
    budget: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    opens_at: datetime | None = None
    holders: int = 0
    evaluators: int = 0
    evaluators_least: int = 3


HOLDERS = 2
"""Named people who each hold half of what opens the bids."""


def missing(terms: Terms) -> tuple[str, ...]:
    """Codes of what is not fixed yet, in the order of the form; () when all of it is.

    The acceptance test, the stop-loss, the reward, the budget and the opening time come before
    publication, and so do the two holders of the opening key and the evaluators.
    """
    found = {
        "problem": not terms.problem.strip(),
        "tests": not any(test.strip() for test in terms.tests),
        "stop-loss": not terms.stop_loss.strip(),
        "reward": terms.reward is None and not terms.reward_text.strip(),
        "budget": terms.budget is None,
        "period": terms.starts_on is None or terms.due_on is None,
        "opening": terms.opens_at is None,
        "holders": terms.holders != HOLDERS,
        "evaluators": terms.evaluators < terms.evaluators_least,
    }
    return tuple(code for code, absent in found.items() if absent)
