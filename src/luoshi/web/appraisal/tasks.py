"""What the calendar does by itself: data pages are frozen once slides are."""

from luoshi.web.appraisal.actions.facts import facts_freeze_due

OFTEN = (facts_freeze_due,)
