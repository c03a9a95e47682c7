"""What refusals about self-checks say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "self-check-supervisor-only": _("只有本辖区督查室经办可以这样做。"),
    "self-check-unit-only": _("只有本单位联络员和负责人可以答复自查。"),
    "self-check-leader-only": _("只有本单位负责人可以把问题列为整改事项。"),
    "self-check-no-questions": _("这种清单没有自查问题。"),
    "self-check-exists": _("这份清单已经发起自查。"),
    "self-check-unitless": _("请选择自查单位。"),
    "self-check-unit-elsewhere": _("这个单位不在本辖区。"),
    "self-check-not-asked": _("这个单位不在自查范围内。"),
    "self-check-list-elsewhere": _("请选择本辖区尚未冻结的清单。"),
    "self-check-question-unknown": _("没有这个自查问题。"),
    "self-check-verdict-unknown": _("请选择自查结论。"),
    "self-check-words-missing": _("有问题的，请写明表现。"),
    "self-check-words-long": _("问题表现至多 %(limit)s 个字。"),
    "self-check-owned": _("这个问题已列为整改事项，结论不再改动，进展在事项里看。"),
    "self-check-no-problem": _("只有存在的问题才列为整改事项。"),
    "self-check-list-closed": _("请选择自查时指定、尚未冻结的清单。"),
    "self-check-owner": _("责任单位须是本单位或其下属单位。"),
}
