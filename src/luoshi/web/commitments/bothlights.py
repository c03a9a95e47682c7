"""One commitment against what was frozen and against what was amended, side by side."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luoshi.web.commitments.ledger import ORIGINAL
from luoshi.web.commitments.lines import SHARES
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.rows import Shown, shown_of
from luoshi.web.commitments.terms import as_frozen, is_amended


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its light, the query of its page, whether the page shows it."""

    label: str
    shown: Shown
    query: str
    on: bool


def has_both(commitment: Commitment) -> bool:
    """Whether there are two lights: something measured was amended, and it was projected."""
    progress = getattr(commitment, "progress", None)
    return is_amended(commitment) and bool(progress and progress.original_light)


def against_original(commitment: Commitment) -> Commitment:
    """A copy with target, dates, light and shares as they are against what was frozen."""
    found, progress = as_frozen(commitment), copy(commitment.progress)
    told = progress.original
    progress.light, progress.light_code = progress.original_light, told["light_code"]
    progress.light_params = told["light_params"]
    for name in SHARES:
        setattr(progress, name, told[name] and Decimal(told[name]))
    found.progress = progress
    return found


def sides_of(commitment: Commitment, against: str) -> list[Side]:
    """Both lights, the amended first; none where there is one only."""
    if not has_both(commitment):
        return []
    frozen = against_original(commitment)
    return [
        Side(_("按调整后"), shown_of(commitment), "", against != ORIGINAL),
        Side(_("按原目标"), shown_of(frozen), f"against={ORIGINAL}", against == ORIGINAL),
    ]


def side_chosen(commitment: Commitment, against: str) -> Commitment:
    """The commitment as the page is to measure it."""
    if against == ORIGINAL and has_both(commitment):
        return against_original(commitment)
    return commitment
