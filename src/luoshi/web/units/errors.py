"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "alias-taken": _("这个别名已指向一个单位。"),
    "unit-elsewhere": _("这个单位属于别的辖区。"),
    "unit-change-ahead": _("生效日期还没有到，请在当天或之后再做变更。"),
    "unit-changed-later": _("这个单位在 %(latest)s 还有一次变更，请填不早于它的日期。"),
}
