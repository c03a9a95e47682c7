"""The shares that a report and a verification stand for."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from luoshi.core.pace import actual_share
from luoshi.core.sampling import Finding
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.models import ProgressReport, Verification
from luoshi.web.delivery.said import is_quantified

NOTHING = Decimal(0)
WHOLE = Decimal(1)


def spoken_on(report: ProgressReport) -> date | None:
    """The day of which it tells: the last of its period, or the day it was handed in where that
    came before; None while it was not handed in.
    """
    if report.submitted_at is None:
        return None
    return min(timezone.localdate(report.submitted_at), report.round.period_end)


def seen_on(verification: Verification, report: ProgressReport) -> date:
    """The day of which the finding tells: that of the report, and never after the finding."""
    return min(timezone.localdate(verification.decided_at), report.round.period_end)


def share_of_value(commitment: Commitment, value: Decimal | None) -> Decimal | None:
    """How much of the way a figure has gone; None without figure or without target."""
    if value is None or commitment.target is None or not is_quantified(commitment):
        return None
    return actual_share(commitment.baseline, commitment.target, value, commitment.comparator)


def said_share_of(commitment: Commitment, report: ProgressReport | None) -> Decimal | None:
    """By the figure where there is one; else the share said, the whole for a claim of done."""
    if report is None:
        return None
    if is_quantified(commitment):
        return share_of_value(commitment, report.value)
    return WHOLE if report.claims_done else report.said_share


def achieved_of(
    commitment: Commitment, report: ProgressReport | None, verification: Verification | None
) -> tuple[Decimal | None, Decimal | None]:
    """Value and share as verified; a confirmed report achieved what it said, a refuted nothing.

    The figure that the verifier wrote down goes before both.
    """
    if verification is None:
        return None, None
    value, share = verification.verified_value, verification.verified_share
    if verification.finding == Finding.CONFIRMED:
        value = report.value if value is None and report else value
        share = said_share_of(commitment, report) if share is None else share
    by_value = share_of_value(commitment, value)
    if by_value is not None:
        return value, by_value
    if share is None and verification.finding == Finding.REFUTED:
        share = NOTHING
    return value, share
