"""What a node does about members that have no number."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.scoring.aggregates import Member
from luoshi.core.scoring.arithmetic import ONE, ZERO
from luoshi.core.scoring.scheme import MissingPolicy

POLICIES = ("skip_and_reweight", "zero", "block", "carry")


@dataclass(frozen=True, slots=True)
class Gap:
    """What was missing and what the policy made of it.

    ``share`` (0-1) is the weight that was there. ``effect``: ``reweighted`` (the rest carries the
    weight), ``zero`` (counted as 0), ``blocked`` (too little left: no number), ``nothing`` (no
    member with weight at all: no number), ``parameter`` (the unit's own parameter is absent: no
    number), ``carried`` (taken from an earlier period), ``few`` (too few cases: no number).
    """

    policy: str
    absent: tuple[str, ...]
    share: Decimal
    effect: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member that may have no number."""

    key: str
    weight: Decimal
    value: Decimal | None


def settle(
    candidates: Sequence[Candidate], missing: MissingPolicy, *, all_or_none: bool = False
) -> tuple[tuple[Member, ...], Gap | None]:
    """The members to aggregate (none: the node has no number) and the gap, if there was one.

    Where the aggregate asks for all of them (``all_or_none``), one that is absent blocks.
    """
    present = [Member(c.key, c.weight, c.value) for c in candidates if c.value is not None]
    whole = sum((c.weight for c in candidates), ZERO)
    if len(present) == len(candidates) and whole > 0:
        return tuple(present), None
    absent = tuple(c.key for c in candidates if c.value is None)
    share = sum((m.weight for m in present), ZERO) / whole if whole else ZERO
    if whole > 0 and missing.policy == "zero":
        filled = (Member(c.key, c.weight, ZERO if c.value is None else c.value) for c in candidates)
        return tuple(filled), Gap(missing.policy, absent, share, "zero")
    if share == 0:
        return (), Gap(missing.policy, absent, share, "nothing")
    needed = ONE if missing.threshold is None else missing.threshold
    if all_or_none or (missing.policy == "block" and share < needed):
        return (), Gap(missing.policy, absent, share, "blocked")
    return tuple(present), Gap(missing.policy, absent, share, "reweighted")
