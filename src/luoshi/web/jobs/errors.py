"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "job-of-another": _("这项任务是别人发起的。"),
    "job-broken": _("处理中出错，没有保存任何内容。请重试；再次出错请联系系统管理员。"),
    "job-gave-up": _("处理多次中断，已停止。请重试；再次中断请联系系统管理员。"),
    "unknown-job-kind": _("没有这种任务。"),
}
