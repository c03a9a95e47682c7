"""How much of the way from baseline to target is gone."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from luoshi.core.errors import Invalid
from luoshi.core.pace.trajectory import NOTHING, SHARE, WHOLE

PREFIXES = ("growth", "share", "reduce", "rank", "times")
BOUNDS = frozenset({">=", ">", "<=", "<", "=", "~", "vs", "all", "by"})
STRICT = frozenset({">", "<", "vs"})


@dataclass(frozen=True, slots=True)
class _Bound:
    less_is_better: bool
    strict: bool

    def met(self, target: Decimal, value: Decimal) -> bool:
        if value == target:
            return not self.strict
        return value < target if self.less_is_better else value > target


def actual_share(
    baseline: Decimal | None, target: Decimal, actual: Decimal, comparator: str
) -> Decimal:
    """The share of the way from ``baseline`` to ``target`` that ``actual`` has gone.

    0 … 1, four places, rounded down, so that 1 means the target is met and nothing less
    does: a strict bound (> < vs) that is only equalled gives 0.9999. Where more is better a missing
    baseline is 0; where less is better (a limit, a rank) a missing baseline, or one that
    met the target already, leaves only met (1) or not (0), as does a baseline that met
    a target of the first kind. ``reduce`` counts the reduction, so more is better.
    Raises Invalid ``comparator`` for one that sets no measurable end.
    """
    bound = _bound(comparator)
    if bound.met(target, actual):
        return WHOLE
    if baseline is None and not bound.less_is_better:
        baseline = Decimal(0)
    if baseline is None or baseline == target or bound.met(target, baseline):
        return NOTHING
    gone = (actual - baseline) / (target - baseline)
    return min(max(gone, NOTHING), WHOLE - SHARE).quantize(SHARE, ROUND_DOWN)


def less_is_better(comparator: str) -> bool:
    """Whether the target is a ceiling or a rank. Raises Invalid as ``actual_share`` does."""
    return _bound(comparator).less_is_better


def _bound(comparator: str) -> _Bound:
    prefix = next((word for word in PREFIXES if comparator.startswith(word)), "")
    sign = comparator.removeprefix(prefix)
    if sign not in BOUNDS:
        raise Invalid("comparator", comparator=comparator)
    return _Bound(prefix == "rank" or sign in ("<=", "<"), sign in STRICT)
