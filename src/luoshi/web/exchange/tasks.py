"""The long acts of this app: bringing in a sheet of many rows, and making a list of one."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.web.accounts.queries import actor_at
from luoshi.web.exchange.actions import APPLY, sheet_apply
from luoshi.web.exchange.listing import LIST, sheet_list
from luoshi.web.exchange.queries import sheet_in_for, sheet_new_for
from luoshi.web.jobs.kinds import Report
from luoshi.web.jobs.models import Job


def apply_sheet(job: Job, report: Report) -> str:
    """Bring it in as that person; done once, it is not done again. Its address."""
    at = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(at))
    sheet = sheet_in_for(actor, job.params["sheet"])
    report(_("正在核对和写入"), 0, 2)
    if sheet.applied_at is None:
        sheet_apply(sheet=sheet, seen=job.params["seen"], by=actor, at=at)
    report(_("已完成"), 2, 2)
    return sheet.get_absolute_url()


def list_sheet(job: Job, report: Report) -> str:
    """Make the list as that person; made once, it is not made again. Its address."""
    at = timezone.now()
    actor = actor_at(job.asked_by, timezone.localdate(at))
    sheet = sheet_new_for(actor, job.params["sheet"])
    report(_("正在核对和写入"), 0, 2)
    lst = sheet.list
    if lst is None:
        lst = sheet_list(sheet=sheet, seen=job.params["seen"], by=actor, at=at)
    report(_("已完成"), 2, 2)
    return reverse("list", args=[lst.pk])


JOBS = {APPLY: apply_sheet, LIST: list_sheet}
