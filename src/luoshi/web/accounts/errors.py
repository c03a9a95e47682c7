"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "appointed-already": _("这个人已在这个单位担任这一身份。"),
    "appointment-over": _("这项任职在移交日之前已经结束。"),
    "last-admin": _("辖区至少要有一位系统管理员，请先任命另一位。"),
    "runs-lists-already": _("这个单位已经自行管理清单。"),
    "own-account": _("不能停用自己的账号。"),
    "person-elsewhere": _("这个人在别的辖区也有任职，要由那里的系统管理员处理。"),
}
