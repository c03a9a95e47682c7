"""One winner out of ballots that put contenders in order, by nine customary rules."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

from luoshi.core.errors import Invalid

Order = Sequence[Sequence[int]]
"""A ballot: contenders in classes of equal liking, the best first; those left out come nowhere."""
Scores = dict[int, Fraction]


def winners(rule: str, orders: Sequence[Order], *, approved: int = 1) -> tuple[int, ...]:
    """All contenders that win by ``rule``, ascending: several when they tie, never one by chance.

    ``approved`` is how many places ``k_approval`` counts. Contenders are those on any ballot.
    ``bucklin`` takes ballots that leave contenders out (fallback voting); without a majority at
    the last place most approvals win. ``approval`` counts the best class only.

    Raises: Invalid("count-unknown") for another rule, Invalid("no-ballots") without any contender,
    Invalid("order-unusable") where the rule needs a strict or full order and a ballot has none.
    Source: Brandt et al. (eds.), Handbook of Computational Social Choice (2016), ch. 2; Brams &
    Sanver, Voting systems that combine approval and preference (2009).
    """
    if rule not in SINGLE_WINNER:
        raise Invalid("count-unknown", rule=rule)
    known = sorted({each for order in orders for tier in order for each in tier})
    if not known:
        raise Invalid("no-ballots")
    scores = SINGLE_WINNER[rule](orders, known, approved)
    best = max(scores.values())
    return tuple(each for each in known if scores[each] == best)


def _plurality(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    return _tallied(known, ((_single(order[0]), 1) for order in orders if order))


def _veto(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    _need_full(orders, known)
    return _tallied(known, ((each, -1) for order in orders for each in order[-1]))


def _k_approval(orders: Sequence[Order], known: Sequence[int], k: int) -> Scores:
    return _tallied(known, ((_single(tier), 1) for order in orders for tier in order[:k]))


def _approval(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    return _tallied(known, ((each, 1) for order in orders if order for each in order[0]))


def _satisfaction(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    shares = ((each, Fraction(1, len(order[0]))) for order in orders if order for each in order[0])
    return _tallied(known, shares)


def _borda(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    _need_full(orders, known)
    last = len(known) - 1
    points = ((_single(tier), last - at) for order in orders for at, tier in enumerate(order))
    return _tallied(known, points)


def _copeland(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    places = [{each: at for at, tier in enumerate(order) for each in tier} for order in orders]
    scores = dict.fromkeys(known, Fraction(0))
    for one, other in combinations(known, 2):
        lead = sum(_ahead(place, one, other) for place in places)
        scores[one] += (lead > 0) - (lead < 0)
        scores[other] -= (lead > 0) - (lead < 0)
    return scores


def _bucklin(orders: Sequence[Order], known: Sequence[int], _k: int) -> Scores:
    found: Counter[int] = Counter()
    for at in range(len(known)):
        found.update(_single(order[at]) for order in orders if at < len(order))
        if 2 * max(found.values()) > len(orders):
            break
    return {each: Fraction(found[each]) for each in known}


SINGLE_WINNER: Mapping[str, Callable[[Sequence[Order], Sequence[int], int], Scores]]
SINGLE_WINNER = MappingProxyType(
    {
        "plurality": _plurality,
        "veto": _veto,
        "k_approval": _k_approval,
        "approval": _approval,
        "satisfaction_approval": _satisfaction,
        "borda": _borda,
        "copeland": _copeland,
        "bucklin": _bucklin,
        "fallback": _bucklin,
    }
)


def _tallied(known: Sequence[int], points: Iterable[tuple[int, Fraction | int]]) -> Scores:
    scores = dict.fromkeys(known, Fraction(0))
    for each, point in points:
        scores[each] += point
    return scores


def _single(tier: Sequence[int]) -> int:
    if len(tier) != 1:
        raise Invalid("order-unusable")
    return tier[0]


def _need_full(orders: Sequence[Order], known: Sequence[int]) -> None:
    for order in orders:
        if sorted(each for tier in order for each in tier) != list(known):
            raise Invalid("order-unusable")


def _ahead(place: Mapping[int, int], one: int, other: int) -> int:
    nowhere = len(place)
    here, there = place.get(one, nowhere), place.get(other, nowhere)
    return (here < there) - (here > there)
