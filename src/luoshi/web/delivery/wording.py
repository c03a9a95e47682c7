"""Reasons, blockers, rules and figures in words for the screen."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language

from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.wording import amount, percent, plain
from luoshi.web.delivery.models import ProgressReport, Verification
from luoshi.web.delivery.said import blocker_kinds, return_reasons

Entry = Mapping[str, object]


def words(entry: Entry, chinese: str = "zh", english: str = "en") -> str:
    """A preset's own words in the reader's language."""
    return str(entry[english if get_language() == "en" else chinese])


def blocker_choices() -> list[tuple[str, str]]:
    """The kinds of blockers, in the order of the preset."""
    return [(key, words(entry)) for key, entry in blocker_kinds().items()]


def reason_choices() -> list[tuple[str, str]]:
    """The reasons for sending a report back, in the order of the preset."""
    return [(key, words(entry)) for key, entry in return_reasons().items()]


def blocker_text(report: ProgressReport) -> str:
    """What holds it up; empty when nothing does."""
    kind = blocker_kinds().get(report.blocker)
    return words(kind) if kind else ""


def reason_text(key: str) -> str:
    """The reason in words; the bare key where the preset no longer has it."""
    return words(return_reasons()[key]) if key in return_reasons() else key


def typed_number(number: Decimal) -> str:
    """As a person types it: without thousands signs and trailing zeros."""
    return plain(number).replace(",", "")


def figure(commitment: Commitment, value: Decimal | None, share: Decimal | None) -> str:
    """A value with its unit, or a share; empty when neither is known."""
    return amount(value, commitment.unit_of_measure) or percent(share)


def said_text(report: ProgressReport) -> str:
    """The figure the unit gives."""
    return figure(report.commitment, report.value, report.said_share)


def found_text(commitment: Commitment, verification: Verification) -> str:
    """The figure the verifier saw."""
    return figure(commitment, verification.verified_value, verification.verified_share)
