"""What the record says of owners that change."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "commitment.pass_on": pgettext_lazy("act", "划转事项"),
    "commitment.take_over": pgettext_lazy("act", "签收划转的事项"),
    "handover.cancel": pgettext_lazy("act", "撤回移交"),
    "handover.confirm": pgettext_lazy("act", "接收移交"),
    "handover.decide": pgettext_lazy("act", "批准或不批准移交"),
    "handover.propose": pgettext_lazy("act", "发起移交"),
    "handover.refuse": pgettext_lazy("act", "不接收移交"),
    "handover.take-effect": pgettext_lazy("act", "移交生效"),
    "owner.remind": pgettext_lazy("act", "催办签收"),
    "report.pass_on": pgettext_lazy("act", "未签发的交账转给承接单位"),
    "sample.pass_on": pgettext_lazy("act", "待核验样本转给接任核验员"),
    "transfer.accept": pgettext_lazy("act", "签收划转"),
}
