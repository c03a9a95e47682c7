"""How the members of a node become one number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from luoshi.core.scoring.arithmetic import ZERO, Computed, UndefinedError, computed, shown
from luoshi.core.scoring.scheme import Trim

WRITTEN_OUT = 12


@dataclass(frozen=True, slots=True)
class Member:
    """A child or a fact with its weight and its number."""

    key: str
    weight: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``combine`` takes one member or more; ``weighted`` says whether weights count.

    A ``whole`` one has no value as soon as a member has none.
    """

    name: str
    title: str
    weighted: bool
    combine: Callable[[Sequence[Member]], Computed]
    whole: bool = False

    def value(self, members: Sequence[Member]) -> Decimal:
        """The number that ``combine`` gives; the most usual one without writing its formula."""
        if self.combine is not weighted_mean:
            return self.combine(members).value
        weight, total = _sums(members)
        return total / weight


def weighted_mean(members: Sequence[Member]) -> Computed:
    """Σ w·x ÷ Σ w."""
    weight, total = _sums(members)
    terms = " + ".join(f"{shown(m.weight)} × {shown(m.value)}" for m in members[:WRITTEN_OUT])
    over = f"({terms})" if len(members) <= WRITTEN_OUT else f"Σ w·x {shown(total)}"
    return computed(total / weight, f"{over} ÷ {shown(weight)}")


def _sums(members: Sequence[Member]) -> tuple[Decimal, Decimal]:
    """Σ w and Σ w·x."""
    weight = sum((member.weight for member in members), ZERO)
    return weight, sum((member.weight * member.value for member in members), ZERO)


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


def harmonic(members: Sequence[Member]) -> Computed:
    """Σ w ÷ Σ (w ÷ x); 0 as soon as one weighted x is 0. Raises: UndefinedError for x < 0."""
    counted = [member for member in members if member.weight]
    if any(member.value < 0 for member in counted):
        raise UndefinedError("harmonic-of-negative")
    weight = sum((member.weight for member in counted), ZERO)
    if any(member.value.is_zero() for member in counted):
        value = ZERO
    else:
        value = weight / sum((member.weight / member.value for member in counted), ZERO)
    terms = " + ".join(f"{shown(m.weight)} ÷ {shown(m.value)}" for m in counted[:WRITTEN_OUT])
    inner = f"({terms})" if len(counted) <= WRITTEN_OUT else f"Σ w ÷ x, n = {len(counted)}"
    return computed(value, f"{shown(weight)} ÷ {inner}")


def distance(members: Sequence[Member]) -> Computed:
    """√ Σ (w·x ÷ Σ w)²: the length of the weighted members (Euclid)."""
    weight = sum((member.weight for member in members), ZERO)
    squares = sum(((member.weight * member.value / weight) ** 2 for member in members), ZERO)
    terms = " + ".join(f"({shown(m.weight)} × {shown(m.value)})²" for m in members[:WRITTEN_OUT])
    inner = f"({terms})" if len(members) <= WRITTEN_OUT else f"Σ (w·x)², n = {len(members)}"
    return computed(squares.sqrt(), f"√{inner} ÷ {shown(weight)}")


def mean(members: Sequence[Member]) -> Computed:
    """Σ x ÷ n."""
    total = sum((member.value for member in members), ZERO)
    return computed(total / len(members), f"({_listed(' + ', members, 'Σ x')}) ÷ {len(members)}")


def plain_sum(members: Sequence[Member]) -> Computed:
    """Σ x."""
    total = sum((member.value for member in members), ZERO)
    return computed(total, _listed(" + ", members, "Σ x"))


def minimum(members: Sequence[Member]) -> Computed:
    """The smallest x: the weakest member decides (短板)."""
    value = min(member.value for member in members)
    return computed(value, f"min({_listed(', ', members, 'x')})")


def maximum(members: Sequence[Member]) -> Computed:
    """The greatest x."""
    value = max(member.value for member in members)
    return computed(value, f"max({_listed(', ', members, 'x')})")


def share(members: Sequence[Member]) -> Computed:
    """The first x as a share (0-1) of the sum of all. Raises: UndefinedError for a sum of 0."""
    total = sum((member.value for member in members), ZERO)
    if not total:
        raise UndefinedError("share-of-nothing")
    first = members[0].value
    return computed(first / total, f"{shown(first)} ÷ ({_listed(' + ', members, 'Σ x')})")


def cut(members: Sequence[Member], trim: Trim) -> tuple[tuple[Member, ...], str]:
    """The members in the middle and a line that shows who went; all where they are too few."""
    if len(members) < trim.least:
        return tuple(members), ""
    ordered = sorted(members, key=lambda member: (member.value, member.key))
    middle = tuple(ordered[trim.drop : len(ordered) - trim.drop])
    low, high = ordered[: trim.drop], ordered[len(ordered) - trim.drop :]
    kept = _listed(" ", middle, "x")
    return middle, f"[{_listed(' ', low, 'x')}] {kept} [{_listed(' ', high, 'x')}]"


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
            Aggregate("harmonic", "调和平均", weighted=True, combine=harmonic),
            Aggregate("distance", "加权距离", weighted=True, combine=distance),
            Aggregate("sum", "求和", weighted=False, combine=plain_sum),
            Aggregate("trimmed_mean", "去高去低平均", weighted=False, combine=mean),
            Aggregate("min", "取最低", weighted=False, combine=minimum),
            Aggregate("max", "取最高", weighted=False, combine=maximum),
            Aggregate("share", "第一项占比", weighted=False, combine=share, whole=True),
        )
    }
)
