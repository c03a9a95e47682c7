"""What happens by itself on its day."""

from datetime import datetime

from luoshi.web.succession.actions import changes_due, handovers_due


def effects(at: datetime) -> None:
    """Decided changes of units whose day has come. Safe to repeat."""
    changes_due(at=at)


def handovers(at: datetime) -> None:
    """Decided hand-overs whose day has come. Safe to repeat."""
    handovers_due(at=at)


DAILY = (effects, handovers)
