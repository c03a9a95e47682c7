"""How much of a change is real and how much is revision; the two always add up."""

from dataclasses import dataclass
from decimal import Decimal

from luoshi.core.indicators.standing import Standing


@dataclass(frozen=True, slots=True)
class Split:
    """A change from ``before`` (as known then) to ``after`` (as known now).

    ``revision``: what the earlier number was changed by since; ``real``: what is left, from the
    earlier period as known now. ``revision + real == after - before``, exactly.
    """

    before: Decimal
    after: Decimal
    revision: Decimal
    real: Decimal

    @property
    def total(self) -> Decimal:
        """After less before."""
        return self.after - self.before


def split(before: Decimal, before_now: Decimal, after: Decimal) -> Split:
    """``before``: the earlier period as known then; ``before_now``: the same as known now.

    Source: real-time (vintage) data analysis, Croushore & Stark, A Real-Time Data Set for
    Macroeconomists, Journal of Econometrics 105 (2001), 111-130: the revision is the difference
    between two vintages of one period.
    """
    return Split(before, after, before_now - before, after - before_now)


@dataclass(frozen=True, slots=True)
class Move:
    """Places gained (negative: lost), and how many of them only because numbers were revised.

    ``real + revision == gained``. ``alike``: the same number of places was compared each time;
    where not, places that came or went are part of the difference.
    """

    before: Standing
    after: Standing
    revision: int
    real: int
    alike: bool

    @property
    def gained(self) -> int:
        """Ranks gained in all."""
        return self.before.rank - self.after.rank


def move(before: Standing, before_now: Standing, after: Standing) -> Move:
    """The move of one place; the three standings as in :func:`split`."""
    return Move(
        before,
        after,
        revision=before.rank - before_now.rank,
        real=before_now.rank - after.rank,
        alike=before.of == before_now.of == after.of,
    )
