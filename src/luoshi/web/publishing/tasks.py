"""The long act of this app: the PDF of a bulletin."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.render.pdf import page_count, to_pdf
from luoshi.web import blobs
from luoshi.web.accounts.queries import actor_at
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job
from luoshi.web.publishing.actions import PREVIEW, bulletin_keep_pdf, bulletin_turn_over
from luoshi.web.publishing.queries import bulletin_for


def preview_bulletin(job: Job, report: Report) -> str:
    """Convert, turn the colophon over where the pages ask for it, and keep; the PDF's address."""
    now = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(now))
    bulletin = bulletin_for(actor, job.params["bulletin"])
    report(_("正在排版"), 0, 2)
    pdf = to_pdf(blobs.read(bulletin.sha256))
    report(_("正在核对页数"), 1, 2)
    if page_count(pdf) % 2 and not (bulletin.is_issued or bulletin.content["overleaf"]):
        bulletin = bulletin_turn_over(bulletin=bulletin, by=actor, at=now)
        pdf = to_pdf(blobs.read(bulletin.sha256))
    bulletin_keep_pdf(bulletin=bulletin, pdf=pdf, by=actor, at=now)
    report(_("已完成"), 2, 2)
    return reverse("bulletin_pdf", args=[bulletin.pk])


JOBS = {PREVIEW: preview_bulletin}
