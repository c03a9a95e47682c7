"""What this app's refusals say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "alias-taken": _("这个别名已指向一个单位。"),
    "unit-elsewhere": _("这个单位属于别的辖区。"),
    "unit-changed-later": _("%(unit)s在 %(latest)s 还有一次变更，请填它之后的日期。"),
    "unit-not-yet": _("%(unit)s在 %(opened_on)s 才设立，请填它之后的日期。"),
    "unit-closed": _("%(unit)s已在 %(closed_on)s 撤销。"),
    "unit-is-closed": _("这个单位已撤销，请选择承接它的单位。"),
    "unit-unknown": _("组织树里没有这个单位：%(unit)s。"),
    "unit-known": _("组织树里已有这个单位：%(unit)s。"),
    "event-pending": _("%(unit)s另有一项 %(on)s 生效的变更，请等它生效或先撤回。"),
    "event-settled": _("这项变更已生效或已撤回。"),
    "event-shape": _("请选好哪些单位变更、由谁承接。"),
    "heir-twice": _("同一个单位只能列一次。"),
    "shares-whole": _("各承接单位的比例都要大于 0，合计 100%%；或者都不填。"),
    "jurisdiction-stays": _("自行管理清单的单位不能并入别的单位，也不能拆分撤销。"),
}
