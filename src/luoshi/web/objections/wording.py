"""What was done about objections, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "objection.window": _("开放异议期"),
    "objection.file": _("提出得分异议"),
    "objection.assign": _("受理异议并指定答复人"),
    "objection.decide": _("答复异议"),
    "objection.withdraw": _("撤回异议"),
    "run.again": _("异议后重新计算"),
}
