"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "choice-unknown": _("请在列出的承接单位里选择。"),
    "admin-goes-on": _("系统管理员的任职只能转到承接单位，不能随撤销结束。"),
    "transfer-settled": _("这项划转已签收或已另行处理。"),
}
