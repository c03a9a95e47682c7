"""Jobs for tests: a kind that counts, one that is refused, one that breaks."""

from luoshi.core.errors import Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.kinds import LongAct, Report
from luoshi.web.jobs.models import Job
from tests.factories import NOW

SECRET = "文件里的一句话"


def count(job: Job, report: Report) -> str:
    """Two steps, and where the thing with that id is shown."""
    report("读取", 1, 2)
    report("写入", 2, 2)
    return f"/things/{job.params['thing']}/"


def refuse(job: Job, report: Report) -> str:
    """A rule says no."""
    report("读取", 1, 2)
    raise Refused("calendar-not-covered", year=2027)


def explode(job: Job, report: Report) -> str:
    """A surprise whose text quotes a document."""
    raise ZeroDivisionError(SECRET)


ACTS: dict[str, LongAct] = {"count": count, "refuse": refuse, "explode": explode}


def start(actor: Actor, kind: str = "count", title: str = "导入文件") -> Job:
    """A waiting job of that person."""
    return job_start(kind=kind, title=title, params={"thing": 7}, by=actor, at=NOW)
