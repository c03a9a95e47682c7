"""What refusals about reminders say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "digest-off-hours": _("提醒只在工作日的工作时间发出。"),
    "digest-made": _("今天已经提醒过。"),
}
