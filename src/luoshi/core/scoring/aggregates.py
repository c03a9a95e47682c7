"""How the members of a node become one number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from luoshi.core.scoring.arithmetic import ZERO, Computed, UndefinedError, computed, shown

WRITTEN_OUT = 12


@dataclass(frozen=True, slots=True)
class Member:
    """A child or a fact with its weight and its number."""

    key: str
    weight: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``combine`` takes one member or more; ``weighted`` says whether weights count."""

    name: str
    title: str
    weighted: bool
    combine: Callable[[Sequence[Member]], Computed]


def weighted_mean(members: Sequence[Member]) -> Computed:
    """Σ w·x ÷ Σ w."""
    weight = sum((member.weight for member in members), ZERO)
    total = sum((member.weight * member.value for member in members), ZERO)
    terms = " + ".join(f"{shown(m.weight)} × {shown(m.value)}" for m in members[:WRITTEN_OUT])
    over = f"({terms})" if len(members) <= WRITTEN_OUT else f"Σ w·x {shown(total)}"
    return computed(total / weight, f"{over} ÷ {shown(weight)}")


def geometric(members: Sequence[Member]) -> Computed:
    """Π x^(w ÷ Σ w); 0 as soon as one weighted x is 0. Raises: UndefinedError for a negative x."""
    counted = [member for member in members if member.weight]
    if any(member.value < 0 for member in counted):
        raise UndefinedError("root-of-negative")
    weight = sum((member.weight for member in counted), ZERO)
    if any(member.value.is_zero() for member in counted):
        value = ZERO
    else:
        logs = sum((member.weight * member.value.ln() for member in counted), ZERO)
        value = (logs / weight).exp()
    terms = " × ".join(f"{shown(m.value)}^{shown(m.weight)}" for m in counted[:WRITTEN_OUT])
    inner = terms if len(counted) <= WRITTEN_OUT else f"Π x^w, n = {len(counted)}"
    return computed(value, f"({inner})^(1 ÷ {shown(weight)})")


def plain_sum(members: Sequence[Member]) -> Computed:
    """Σ x."""
    total = sum((member.value for member in members), ZERO)
    return computed(total, _listed(" + ", members, "Σ x"))


def minimum(members: Sequence[Member]) -> Computed:
    """The smallest x: the weakest member decides (短板)."""
    value = min(member.value for member in members)
    return computed(value, f"min({_listed(', ', members, 'x')})")


def _listed(joint: str, members: Sequence[Member], short: str) -> str:
    if len(members) > WRITTEN_OUT:
        return f"{short}, n = {len(members)}"
    return joint.join(shown(member.value) for member in members)


AGGREGATES: Mapping[str, Aggregate] = MappingProxyType(
    {
        aggregate.name: aggregate
        for aggregate in (
            Aggregate("weighted_mean", "加权平均", weighted=True, combine=weighted_mean),
            Aggregate("geometric", "几何平均", weighted=True, combine=geometric),
            Aggregate("sum", "求和", weighted=False, combine=plain_sum),
            Aggregate("min", "取最低", weighted=False, combine=minimum),
        )
    }
)
