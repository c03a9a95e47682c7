"""What the record says of owners that change."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "commitment.pass_on": pgettext_lazy("act", "划转事项"),
    "commitment.take_over": pgettext_lazy("act", "签收划转的事项"),
    "report.pass_on": pgettext_lazy("act", "未签发的交账转给承接单位"),
    "sample.pass_on": pgettext_lazy("act", "待核验样本转给接任核验员"),
    "transfer.accept": pgettext_lazy("act", "签收划转"),
}
