"""What a study of a ranking varies, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.core.errors import Invalid

MOST_DRAWS = 100_000
MOST_STRENGTH = Decimal("1E9")
SHARES = ("band", "strength", "error", "firm", "crowded")


@dataclass(frozen=True, slots=True)
class Plan:
    """``draws`` in ``scenarios`` of one scale, mean and set of errors each; the first ``top``
    places; every weight ± ``band`` of itself, or near the stated ones by ``strength``; numbers off
    by ± ``error`` of themselves; ``firm`` ahead; ``crowded`` on one score (shares 0-1)."""

    draws: int
    scenarios: int
    top: int
    band: Decimal
    strength: Decimal
    error: Decimal
    firm: Decimal
    crowded: Decimal


def plan_from(row: Mapping[str, Any], where: str) -> Plan:
    """The plan that a preset describes. Raises: Invalid("robustness-plan", path)."""
    try:
        draws, scenarios, top = (int(row[name]) for name in ("draws", "scenarios", "top"))
        shares = (Decimal(str(row[name])) for name in SHARES)
        plan = Plan(draws, scenarios, top, *shares)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise Invalid("robustness-plan", path=where) from error
    sound = (
        1 <= plan.scenarios <= plan.draws <= MOST_DRAWS
        and plan.top >= 1
        and 0 < plan.strength < MOST_STRENGTH
        and all(0 <= share < 1 for share in (plan.band, plan.error))
        and all(0 < share <= 1 for share in (plan.firm, plan.crowded))
    )
    if not sound:
        raise Invalid("robustness-plan", path=where)
    return plan
