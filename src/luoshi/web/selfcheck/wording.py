"""What was done to self-checks, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "self_check.open": _("发起自查"),
    "self_check.answer": _("答复自查"),
    "self_check.pass_on": _("自查转由承接单位答复"),
    "self_check.put_right": _("自查问题列为整改事项"),
}
