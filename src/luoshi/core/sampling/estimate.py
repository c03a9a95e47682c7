"""The true-account rate (真交账率): how many claims of being done stood up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import NormalDist

from luoshi.core.sampling.finding import Finding

PLACES = Decimal("0.0001")
Z90 = Decimal(repr(NormalDist().inv_cdf(0.95)))


@dataclass(frozen=True, slots=True)
class TrueAccount:
    """Counts of claims, and the rate with its 90 % interval: 0 … 1, four places.

    ``rate``, ``low`` and ``high`` are None where nothing was sampled.
    """

    claimed: int
    sampled: int
    confirmed: int
    partly: int
    refuted: int
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None


def true_account(findings: Iterable[Finding | None]) -> TrueAccount:
    """The account of claims of being done: one finding each, None where not verified.

    The rate is confirmed / sampled: partly does not stand. The interval is Wilson's at 90 %,
    without correction for a finite frame, so it is wide rather than narrow; half up.
    Source: Wilson, JASA 22 (1927) 209-212.
    """
    counts = Counter(findings)
    claimed = counts.total()
    sampled = claimed - counts[None]
    confirmed = counts[Finding.CONFIRMED]
    rate, low, high = _wilson(confirmed, sampled) if sampled else (None, None, None)
    partly, refuted = counts[Finding.PARTLY], counts[Finding.REFUTED]
    return TrueAccount(claimed, sampled, confirmed, partly, refuted, rate, low, high)


def _wilson(confirmed: int, sampled: int) -> tuple[Decimal, Decimal, Decimal]:
    n = Decimal(sampled)
    rate = confirmed / n
    z_squared = Z90 * Z90
    centre = rate + z_squared / (2 * n)
    reach = Z90 * (rate * (1 - rate) / n + z_squared / (4 * n * n)).sqrt()
    scale = 1 + z_squared / n
    return _share(rate), _share((centre - reach) / scale), _share((centre + reach) / scale)


def _share(number: Decimal) -> Decimal:
    bounded = min(max(number, Decimal(0)), Decimal(1))
    return bounded.quantize(PLACES, ROUND_HALF_UP)
