"""What refusals about visits say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "visits-supervisor-only": _("只有本辖区督查室经办可以这样做。"),
    "raised-owner-only": _("只有责任单位和督查室经办可以答复。"),
    "visit-kind-unknown": _("没有这种形式。"),
    "visit-place-missing": _("请写明地点。"),
    "visit-leader-missing": _("请写明领导的职务。"),
    "visit-host-elsewhere": _("这个单位不在本辖区。"),
    "visit-ended": _("这次现场办公已经结束。"),
    "visit-unowned": _("第 %(numbers)s 个问题还没有责任单位，也没有当场解决，不能结束。"),
    "raised-text-missing": _("请写明提出的问题。"),
    "raised-asker-missing": _("请写明提出人的身份，不写姓名。"),
    "raised-many": _("一次现场办公最多记 %(limit)s 个问题。"),
    "raised-owned": _("这个问题已经有责任单位。"),
    "raised-closed": _("这个问题已经办结。"),
    "answer-text-missing": _("请写明答复。"),
    "answer-until-past": _("预计解决日期不能早于今天。"),
    "answer-not-solved": _("答复说还没有解决，解决以后再请提出人评价。"),
    "answer-not-rated": _("上一次答复还没有评价。"),
    "answer-rated": _("这次答复已经评价过。"),
    "rating-unknown": _("请选择评价。"),
    "rating-how-unknown": _("请选择怎样得知。"),
    "rating-link-expired": _("评价链接已经过期。"),
}
