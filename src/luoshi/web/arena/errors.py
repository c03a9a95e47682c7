"""What refusals about arenas say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "seasons-supervisor-only": _("只有督查室经办可以安排赛季。"),
    "speakers-choosers-only": _("只有督查室经办和市领导可以确定发言单位。"),
    "season-title-missing": _("请写明名称。"),
    "season-level-unknown": _("请选择层级。"),
    "season-ends-before-start": _("结束日期早于开始日期。"),
    "bout-elsewhere": _("这次评议会不在本辖区。"),
    "bout-taken": _("这次评议会已经列入赛季。"),
    "bout-cancelled": _("这次评议会已经取消。"),
    "bout-spoken": _("这一场已经确定发言单位，不能移出。"),
    "bout-unreleased": _("结果公布以后才能确定发言单位。"),
    "speaker-not-there": _("这个单位没有参加这一场。"),
    "speaker-taken": _("这个单位已经确定发言。"),
    "speaker-kind-unknown": _("请选择发言种类。"),
    "speaker-reason-missing": _("请写明理由；名次本身不是理由。"),
}
