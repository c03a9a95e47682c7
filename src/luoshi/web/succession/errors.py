"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "choice-unknown": _("请在列出的承接单位里选择。"),
    "admin-goes-on": _("系统管理员的任职只能转到承接单位，不能随撤销结束。"),
    "handover-day-past": _("移交日期不能早于今天。"),
    "handover-empty": _("请勾选要移交的任职。"),
    "handover-of-one": _("一次只移交一个人在一个辖区里的任职。"),
    "handover-proposers-only": _("只有本人或系统管理员可以发起、撤回移交。"),
    "handover-taken-over": _("接收人已经接收。"),
    "owner-accepted": _("这个事项已有单位签收，不用催办。"),
    "owner-reminded": _("今天已催办过。"),
    "seat-ends-before": _("有任职在移交日之前已经结束。"),
    "seat-is-passing": _("有任职已在另一次移交中。"),
    "successor-only": _("只有指定的接收人可以接收或不接收。"),
    "successor-unfit": _("接收人须是另一位在用的人员。"),
    "transfer-settled": _("这项划转已签收或已另行处理。"),
}
