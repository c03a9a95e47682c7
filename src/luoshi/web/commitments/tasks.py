"""The long act of this app: the wall chart on large paper."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.render.wall import PAPERS, pages, wall_pdf
from luoshi.web import blobs
from luoshi.web.accounts.queries import actor_at
from luoshi.web.commitments.actions import WALL
from luoshi.web.commitments.queries import list_for
from luoshi.web.commitments.wall import wall_of
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job


def draw_wall(job: Job, report: Report) -> str:
    """Draw what that person sees of the list, and keep the PDF; its address."""
    today = timezone.localdate(timezone.now())
    actor = actor_at(job.asked_by, today)
    lst = list_for(actor, job.params["list"])
    paper = PAPERS[job.params["paper"].upper()]
    report(_("正在绘图"), 0, 2)
    sheets = pages(wall_of(actor, lst, today, by_unit=bool(job.params["units"])), paper)
    report(_("正在排版"), 1, 2)
    sha256 = blobs.put(wall_pdf(sheets, paper))
    report(_("已完成"), 2, 2)
    return reverse("list-wall-paper", args=[lst.pk, sha256])


JOBS = {WALL: draw_wall}
