"""What a verifier from outside can find."""

from enum import StrEnum


class Finding(StrEnum):
    """The finding on one claim; only confirmed stands."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    REFUTED = "refuted"
