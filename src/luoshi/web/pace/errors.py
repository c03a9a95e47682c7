"""What refusals about curves and light rules say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "curve-unknown": _("没有这种计划曲线。"),
    "curve-beyond-year": _("按季度分段的曲线只用于起止在同一年的事项，请另设节点。"),
    "curve-no-stage": _("起止日期之间没有季度末，不能按季度分段。"),
    "curve-level": _("增速、占比、位次等须全程保持的指标用水平线，不选推进曲线。"),
    "curve-without-days": _("选定的停工月份占满了起止日期，没有可以推进的日子。"),
    "light-rule-unknown": _("没有这种亮灯规则。"),
    "pace-nothing-chosen": _("请至少选择一个事项。"),
    "milestone-on-plateau": _("有节点整段落在停工月份里，请先改节点。"),
}
