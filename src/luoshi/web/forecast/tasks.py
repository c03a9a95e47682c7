"""What happens by itself: what is likely follows what was reported."""

from datetime import datetime

from django.utils import timezone

from luoshi.web.forecast.actions import forecast_refresh


def refresh_forecasts(at: datetime) -> None:
    """Reckon what is likely today. Safe to repeat."""
    forecast_refresh(on=timezone.localdate(at))


DAILY = (refresh_forecasts,)
