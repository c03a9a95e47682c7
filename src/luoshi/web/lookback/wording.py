"""What was done to look-backs, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "look_back.open": _("发起回头看"),
    "look_back.submit": _("报送回头看"),
    "look_back.sign": _("签发回头看"),
    "look_back.return": _("退回回头看"),
    "look_back.close": _("回头看定稿"),
}
