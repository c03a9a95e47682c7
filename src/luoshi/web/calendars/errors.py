"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "calendar-year-unpublished": _(
        "本系统还没有 %(year)s 年的节假日安排。国务院办公厅公布后，请更新软件，或按通知逐日录入。"
    ),
    "calendar-year-known": _("%(year)s 年的安排已经录入。"),
    "calendar-year-unknown": _("请先录入 %(year)s 年的安排。"),
    "calendar-day-ordinary": _("这一天本来就是这样，不用录入。"),
}
