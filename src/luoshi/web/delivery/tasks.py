"""What happens by itself: the lights follow the calendar."""

from datetime import datetime

from django.utils import timezone

from luoshi.web.delivery.actions import progress_refresh


def refresh_lights(at: datetime) -> None:
    """Rebuild where every commitment stands today. Safe to repeat."""
    progress_refresh(on=timezone.localdate(at))


DAILY = (refresh_lights,)
