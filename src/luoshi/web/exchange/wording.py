"""The record's words for sheets."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "sheet.give": pgettext_lazy("act", "导出清单表"),
    "sheet.take": pgettext_lazy("act", "上传改过的清单表"),
    "sheet.apply": pgettext_lazy("act", "导入清单表"),
    "sheet.read": pgettext_lazy("act", "上传待建清单的表"),
    "sheet.list": pgettext_lazy("act", "从表格建清单"),
    "sheet.undo": pgettext_lazy("act", "准备撤销导入"),
}
