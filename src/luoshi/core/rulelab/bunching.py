"""Cliffs and caps of a scheme, and whether numbers bunch just on their good side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Literal

from luoshi.core.scoring import Node, Result, Scheme

Kind = Literal["cliff", "cap"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A number at which the rule changes.

    ``cliff``: the points jump there by ``jump``; ``cap``: what lies beyond pays no more (0).
    ``of`` says whose numbers meet it: those of ``units`` at the node, or the single ``facts``.
    ``lower`` is true where the good side lies below.
    """

    path: str
    title: str
    at: Decimal
    kind: Kind
    of: Literal["units", "facts"]
    jump: Decimal
    lower: bool


@dataclass(frozen=True, slots=True)
class Bunch:
    """How many numbers lie within ``width`` of a cut on its good and on its bad side.

    ``exactly`` of the good ones stand on the cut itself. ``chance``: how likely so many good ones
    or more would be, were each side as likely; ``corrected`` for the number of cuts looked at. Both
    None where fewer than the least number lie in the window.
    """

    cut: Cut
    width: Decimal
    good: int
    bad: int
    exactly: int
    chance: float | None
    corrected: float | None


def cuts(scheme: Scheme) -> tuple[Cut, ...]:
    """The cliffs and caps of the scheme, in its order.

    Step tables and targets that pay nothing below are cliffs; a completion limit and the cap of
    each fact are caps. Bounds that a unit sets itself have no one place and are left out.
    """
    return tuple(cut for path, node in scheme.root.walk() for cut in _cuts(path, node))


def _cuts(path: str, node: Node) -> Iterator[Cut]:
    lower, params = node.direction == "lower", node.function.params
    if node.cap_each is not None:
        yield Cut(path, node.title, node.cap_each, "cap", "facts", Decimal(0), lower=False)
    if node.function.name == "steps":
        yield from _steps(path, node, lower=lower)
    if node.function.name == "completion" and isinstance(params["target"], Decimal):
        target, points, limit = (_number(params[key]) for key in ("target", "points", "limit"))
        if params["below"] == "zero":
            yield Cut(path, node.title, target, "cliff", "units", points, lower=False)
        elif target * limit != node.cap_each:
            yield Cut(path, node.title, target * limit, "cap", "units", Decimal(0), lower=False)


def _steps(path: str, node: Node, *, lower: bool) -> Iterator[Cut]:
    table = node.function.params["table"]
    below = _number(node.function.params["otherwise"])
    rows = [*table] if isinstance(table, tuple) else []
    for row, beneath in zip(rows, [*(row.points for row in rows[1:]), below], strict=True):
        jump = row.points - beneath
        yield Cut(path, node.title, row.at, "cliff", "units", jump, lower=lower)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def bunches(
    scheme: Scheme, results: Mapping[str, Result], *, width: Decimal, least: int
) -> tuple[Bunch, ...]:
    """Every cut with its count, the least likely first, then those that cannot be told.

    ``width`` is a share of the cut (of 1 where the cut is 0); ``least`` how many numbers the window
    must hold. The test is exact and one-sided; ``corrected`` by Holm's rule.

    Source: McCrary, Manipulation of the running variable, J. Econometrics 142 (2008); counting next
    to the cut: Cattaneo, Titiunik, Vazquez-Bare, J. Policy Analysis and Management 36 (2017);
    Holm, Scandinavian J. Statistics 6 (1979).
    """
    found = [_bunch(cut, list(_numbers(cut, results)), width, least) for cut in cuts(scheme)]
    told = sorted(row.chance for row in found if row.chance is not None)
    rows = [_corrected(row, told) for row in found]
    return tuple(sorted(rows, key=lambda row: (row.chance is None, row.chance or 0.0)))


def _numbers(cut: Cut, results: Mapping[str, Result]) -> Iterator[Decimal]:
    for result in results.values():
        for unit in result.units:
            node = next(node for node in unit.total.walk() if node.path == cut.path)
            if cut.of == "facts":
                yield from (fact.value for fact in node.facts if fact.value is not None)
            elif node.value is not None:
                yield node.value


def _bunch(cut: Cut, numbers: Iterable[Decimal], share: Decimal, least: int) -> Bunch:
    width = share * (abs(cut.at) or Decimal(1))
    sign = -1 if cut.lower else 1
    beyond = [sign * (number - cut.at) for number in numbers]
    good = sum(0 <= each < width for each in beyond)
    bad = sum(-width <= each < 0 for each in beyond)
    enough = good + bad >= least
    chance = tail(good + bad, good) if enough else None
    return Bunch(cut, width, good, bad, sum(each == 0 for each in beyond), chance, chance)


def tail(n: int, k: int) -> float:
    """The chance of ``k`` heads or more in ``n`` tosses of a fair coin, exact."""
    return float(Fraction(sum(comb(n, i) for i in range(k, n + 1)), 2**n))


def _corrected(row: Bunch, told: list[float]) -> Bunch:
    """Holm: the i-th smallest of m times m - i, never less than one before it, never above 1."""
    if row.chance is None:
        return row
    steps = [(len(told) - i) * p for i, p in enumerate(told) if p <= row.chance]
    worst = min(1.0, max(steps))
    return Bunch(row.cut, row.width, row.good, row.bad, row.exactly, row.chance, worst)
