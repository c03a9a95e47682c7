"""Scoring of defences: the mean of the judges, ranks with their ties, and who is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.challenge.rule import Criterion
from luoshi.core.errors import Invalid
from luoshi.core.ranking import rank
from luoshi.core.ranking.rounding import published

PLACES = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """What one judge gave one bid for one criterion."""

    judge: int
    bid: int
    criterion: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one bid stands. ``total`` and the parts are means over ``judges``, two decimals."""

    bid: int
    judges: int
    total: Decimal
    parts: Mapping[str, Decimal]
    rank: int
    tied: int
    acceptable: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Who wins and who stands in reserve; ``broke_tie`` when a person had to decide a tie."""

    winners: tuple[int, ...]
    reserve: int | None
    broke_tie: bool


def standings(
    marks: Iterable[Mark],
    *,
    bids: Sequence[int],
    criteria: Sequence[Criterion],
    pass_mark: Decimal,
) -> tuple[Standing, ...]:
    """The bids from first to last; bids that are level share a rank, in the order of their keys.

    Each judge marks every bid on every criterion; the total of a bid is the mean over the judges
    of the sum of their marks, rounded half up to two decimals, and ties are seen on that number.
    Nobody's standing or title earns points: there is no criterion for it. Without judges there
    is nothing to rank: (). Raises Invalid ``marks-incomplete``, ``mark-outside``.
    """
    given = {(mark.judge, mark.bid, mark.criterion): mark.points for mark in marks}
    judges = sorted({judge for judge, _, _ in given})
    if not judges:
        return ()
    _check(given, judges, bids, criteria)
    number = Decimal(len(judges))
    parts = {
        bid: {
            each.key: sum((given[judge, bid, each.key] for judge in judges), Decimal(0)) / number
            for each in criteria
        }
        for bid in bids
    }
    totals = {f"{bid:020}": sum(parts[bid].values(), Decimal(0)) for bid in bids}
    return tuple(
        Standing(
            bid=int(place.key),
            judges=len(judges),
            total=place.points,
            parts={key: published(value, PLACES) for key, value in parts[int(place.key)].items()},
            rank=int(place.rank),
            tied=place.shared_by,
            acceptable=place.points >= pass_mark,
        )
        for place in rank(totals, places=PLACES)
    )


def _check(
    given: Mapping[tuple[int, int, str], Decimal],
    judges: Sequence[int],
    bids: Sequence[int],
    criteria: Sequence[Criterion],
) -> None:
    for judge in judges:
        for bid in bids:
            for each in criteria:
                points = given.get((judge, bid, each.key))
                if points is None:
                    raise Invalid("marks-incomplete", criterion=each.key)
                if not 0 <= points <= each.points:
                    raise Invalid("mark-outside", criterion=each.key, most=each.points)


def choose(
    standing: Sequence[Standing], *, winners: Sequence[int], reserve: int | None, teams: int
) -> Choice:
    """The choice, when it follows the ranks: only between bids that are level does a person decide.

    Between 1 and ``teams`` winners, all acceptable, none behind a bid that is left out; the
    reserve is the best of the rest, or nobody.
    Raises Invalid ``winners-number``, ``winner-not-acceptable``, ``winner-out-of-order``,
    ``reserve-out-of-order``.
    """
    places = {each.bid: each for each in standing if each.acceptable}
    chosen = tuple(dict.fromkeys(winners))
    if not 1 <= len(chosen) <= teams:
        raise Invalid("winners-number", most=teams)
    wanted = chosen if reserve is None else (*chosen, reserve)
    if any(bid not in places for bid in wanted) or reserve in chosen:
        raise Invalid("winner-not-acceptable")
    rest = [each for bid, each in places.items() if bid not in chosen]
    last = max(places[bid].rank for bid in chosen)
    if any(each.rank < last for each in rest):
        raise Invalid("winner-out-of-order")
    broke = any(each.rank == last for each in rest)
    if reserve is not None:
        best = min(each.rank for each in rest)
        if places[reserve].rank != best:
            raise Invalid("reserve-out-of-order")
        broke = broke or sum(each.rank == best for each in rest) > 1
    return Choice(chosen, reserve, broke)
