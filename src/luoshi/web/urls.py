"""Every address of the site. All are closed but those of ``OPEN``; a test walks the whole table."""

from django.urls import include, path

OPEN = frozenset(
    {"login", "language", "rate", "feed"}
    | {"vote_enter", "vote_help", "vote", "vote_ballot", "vote_state"}
    | {"vote_receipt", "vote_list"}
)
"""Names of addresses that a visitor may open without signing in."""

urlpatterns = [
    path("", include(f"luoshi.web.{app}.urls"))
    for app in (
        "dashboard",
        "accounts",
        "units",
        "calendars",
        "jobs",
        "documents",
        "commitments",
        "reasons",
        "delivery",
        "pace",
        "exchange",
        "forecast",
        "burden",
        "succession",
        "lookback",
        "selfcheck",
        "projects",
        "cadence",
        "visits",
        "reminders",
        "challenges",
        "appraisal",
        "voting",
        "indicators",
        "assessment",
        "objections",
        "arena",
        "publishing",
        "audit",
    )
]
handler400 = "luoshi.web.errors.bad_request"
handler404 = "luoshi.web.errors.not_found"
handler403 = "luoshi.web.errors.forbidden"
handler500 = "luoshi.web.errors.broken"
