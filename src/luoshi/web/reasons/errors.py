"""What refusals about reasons say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "reason-lead-unit-only": _("只有牵头单位的联络员或负责人可以说明滞后理由。"),
    "reason-deciders-only": _("只有本辖区督查室或市领导可以认定滞后理由。"),
    "own-reason": _("本单位提出的理由不能由自己认定。"),
    "reason-cause-unknown": _("请从列表中选择滞后原因。"),
    "reason-text-missing": _("请写明具体情况。"),
    "reason-remedy-missing": _("请写明怎样赶上来。"),
    "reason-until-past": _("有效期应晚于今天。"),
    "reason-until-long": _("这类原因最长 %(days)s 天，请改短；到期仍滞后的，另行说明。"),
    "reason-open": _("已有一条理由待认定，请等结果。"),
    "reason-decided": _("这条理由已经认定。"),
    "reason-note-missing": _("请写明认可或不认可的意见。"),
}
