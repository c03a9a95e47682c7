"""Who may follow a job."""

from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision, allowed_if
from luoshi.web.jobs.models import Job


def can_follow_job(actor: Actor, job: Job) -> Decision:
    """Only the one who asked for it."""
    return allowed_if(actor.user_id == job.asked_by_id, "job-of-another")
