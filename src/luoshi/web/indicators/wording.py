"""What was done to indicators, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "indicator.create": _("新建指标"),
    "indicator.revise": _("修改指标"),
    "peer.rename": _("对标地区改名"),
    "peer.retire": _("停用对标地区"),
    "peer.add": _("添加对标地区"),
    "statistics.take": _("上传统计文件"),
    "statistics.apply": _("导入统计数"),
    "statistics.withdraw": _("撤回统计文件"),
    "target.set": _("设定指标目标"),
    "target.withdraw": _("撤销指标目标"),
    "figure.enter": _("录入有据数"),
    "figure.withdraw": _("撤回有据数"),
}
