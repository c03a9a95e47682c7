"""Who keeps projects, tells of them, finds what is true, proposes and decides moving out."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, Denied, allowed_if
from luoshi.web.projects.models import Cohort, Project, StageChange


def can_keep_projects(actor: Actor, jurisdiction_id: int) -> Decision:
    """The supervision office: cohorts, sheets, plans of a year, the map."""
    held = actor.holds("supervisor", jurisdiction_id=jurisdiction_id)
    return allowed_if(held, "projects-supervisor-only")


def can_keep_any_projects(actor: Actor) -> Decision:
    """A supervision office, of whatever jurisdiction."""
    return allowed_if(actor.holds("supervisor"), "projects-supervisor-only")


def can_tell(actor: Actor, project: Project) -> Decision:
    """The contact of the owner, or of a unit above it: stages and monthly investment."""
    owner = project.commitment.lead_unit_id
    return allowed_if(actor.holds_for(owner, "contact"), "project-contact-only")


def can_find(actor: Actor, change: StageChange, *, barred: frozenset[int]) -> Decision:
    """A verifier from outside the owner, the units above and below it; never who said it."""
    decision = can_count(actor, change.project, barred=barred)
    if decision and change.said_by_id == actor.user_id:
        return Denied("own-account")
    return decision


def can_count(actor: Actor, project: Project, *, barred: frozenset[int]) -> Decision:
    """A verifier of the jurisdiction from outside: the investment that statistics count."""
    if not actor.holds("verifier", jurisdiction_id=project.cohort.jurisdiction_id):
        return Denied("projects-verifier-only")
    return allowed_if(project.commitment.lead_unit_id not in barred, "own-unit")


def can_propose_moving_out(actor: Actor, project: Project) -> Decision:
    """The leader of the owner, or of a unit above it."""
    owner = project.commitment.lead_unit_id
    return allowed_if(actor.holds_for(owner, "unit_leader"), "project-leader-only")


def can_adjust(actor: Actor, cohort: Cohort) -> Decision:
    """A leader of the jurisdiction decides, once a year, what is moved out of a cohort."""
    held = actor.holds("principal", jurisdiction_id=cohort.jurisdiction_id)
    return allowed_if(held, "projects-principal-only")
