"""What is entered by itself."""

from datetime import datetime

from luoshi.web.burden.actions import rounds_enter


def rounds(at: datetime) -> None:
    """Rounds that were opened without saying what they cost. Safe to repeat."""
    rounds_enter(at=at)


DAILY = (rounds,)
