"""Who keeps the library and targets, who brings statistics in, who enters figures."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.indicators.models import Figure, Indicator, StatisticsFile

KEEPERS = ("supervisor", "assessor")
AUTHORITY = ("contact", "unit_leader")


def can_keep_indicators(actor: Actor, jurisdiction_id: int) -> Decision:
    """Supervision and assessment office: indicators, peers, targets."""
    held = actor.holds(*KEEPERS, jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "indicators-keepers-only")


def can_keep_any_indicator(actor: Actor) -> Decision:
    """A supervision or assessment office, of whatever jurisdiction."""
    return allowed_if(actor.holds(*KEEPERS), "indicators-keepers-only")


def can_import_statistics(actor: Actor, indicator: Indicator) -> Decision:
    """The unit whose statistics these are, and the supervision office."""
    own = actor.holds_for(indicator.authority_id, *AUTHORITY)
    office = actor.holds("supervisor", jurisdiction_id=indicator.jurisdiction_id)
    return allowed_if(own or office, "statistics-authority-only")


def can_withdraw_statistics(actor: Actor, file: StatisticsFile) -> Decision:
    """Who brought the file in, and the supervision office."""
    own = file.applied_by_id is not None and file.applied_by_id == actor.user_id
    office = actor.holds("supervisor", jurisdiction_id=file.jurisdiction_id)
    return allowed_if(own or office, "statistics-withdraw-own")


def can_enter_figures(actor: Actor, jurisdiction_id: int) -> Decision:
    """The assessment office."""
    held = actor.holds("assessor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "figures-assessor-only")


def can_withdraw_figure(actor: Actor, figure: Figure) -> Decision:
    """The assessment office."""
    return can_enter_figures(actor, figure.jurisdiction_id)
