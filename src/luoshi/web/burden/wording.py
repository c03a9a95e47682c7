"""What the record says of requests for data."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "request.answer": pgettext_lazy("act", "答复数据要求"),
    "request.approve": pgettext_lazy("act", "批准超预算的数据要求"),
    "request.ask-approval": pgettext_lazy("act", "请批准超预算的数据要求"),
    "request.decide-repeats": pgettext_lazy("act", "说明重复要求"),
    "request.enter": pgettext_lazy("act", "补记数据要求"),
    "request.make": pgettext_lazy("act", "起草数据要求"),
    "request.remark": pgettext_lazy("act", "标记数据要求"),
    "request.remark-appeal": pgettext_lazy("act", "申诉对数据要求的答复"),
    "request.remark-reply": pgettext_lazy("act", "答复对数据要求的标记"),
    "request.remark-rule": pgettext_lazy("act", "裁定对数据要求的标记"),
    "request.send": pgettext_lazy("act", "发出数据要求"),
    "request.state-minutes": pgettext_lazy("act", "写明实际用时"),
    "request.withdraw": pgettext_lazy("act", "撤回数据要求"),
}
