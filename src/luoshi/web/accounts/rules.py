"""Who may look after people."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.accounts.models import User
from luoshi.web.units.models import Unit


def can_open_settings(actor: Actor) -> Decision:
    """An administrator, of any jurisdiction; each page then shows the own ones only."""
    return allowed_if(actor.holds("admin"), "admin-only")


def can_appoint(actor: Actor, jurisdiction: Unit) -> Decision:
    """An administrator of the jurisdiction."""
    return allowed_if(actor.holds("admin", jurisdiction_id=jurisdiction.pk), "admin-only")


def can_look_after(actor: Actor, person: User) -> Decision:
    """An administrator of every jurisdiction in which the person was ever appointed.

    Whoever sets a password can act as its owner: an administrator of a county must not reach
    what the person may do for the city.
    """
    areas = {held.jurisdiction_id for held in person.appointments.all()}
    own = bool(areas) and areas <= actor.jurisdictions("admin")
    return allowed_if(own, "person-elsewhere")
