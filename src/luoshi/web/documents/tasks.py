"""The long act of this app: finding the commitments of a large document."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.web.accounts.queries import actor_at
from luoshi.web.documents.actions import document_extract
from luoshi.web.documents.actions.imports import EXTRACT
from luoshi.web.documents.queries import document_for
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job


def extract_document(job: Job, report: Report) -> str:
    """Find the candidates of the job's document; the address of its review."""
    now = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(now))
    document = document_for(actor, job.params["document"])
    report(_("正在识别承诺"), 0, 1)
    document_extract(document=document, by=actor, at=now)
    report(_("正在识别承诺"), 1, 1)
    return reverse("document_review", args=[document.pk])


JOBS = {EXTRACT: extract_document}
