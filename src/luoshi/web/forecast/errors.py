"""Why no chance can be given."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "forecast-history-short": _(
        "本辖区已到期、有交账的事项只有 %(n)s 个，少于 %(least)s 个，不作预测。"
    ),
    "forecast-one-sided": _(
        "已到期事项里，按时与未按时中较少的一类只有 %(n)s 个，少于 %(least)s 个，不作预测。"
    ),
    "forecast-few-alike": _("处境相同的已到期事项只有 %(n)s 个，少于 %(least)s 个，不作预测。"),
    "forecast-no-report": _("还没有已采信的交账，不作预测。"),
    "forecast-no-later": _("已到期事项还不能按先后分成两段，暂不能检验。"),
    "forecast-no-skill": _("检验表明预测不比平均数准，暂不给出。"),
}
