"""The record of sessions in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Promise | str] = {
    "session.create": pgettext_lazy("act", "筹备评议会"),
    "session.copy": pgettext_lazy("act", "复制评议会"),
    "session.edit": pgettext_lazy("act", "修改评议会"),
    "session.contenders": pgettext_lazy("act", "确定评议对象"),
    "session.settings": pgettext_lazy("act", "修改评议办法"),
    "session.releasers": pgettext_lazy("act", "指定公布人"),
    "session.freeze": pgettext_lazy("act", "定下评议办法"),
    "session.thaw": pgettext_lazy("act", "重新打开评议办法"),
    "session.cancel": pgettext_lazy("act", "取消评议会"),
    "session.draw": pgettext_lazy("act", "抽签定出场次序"),
    "session.facts": pgettext_lazy("act", "数据页定稿"),
    "session.discard": pgettext_lazy("act", "作废票据"),
    "session.start": pgettext_lazy("act", "评议会开始"),
    "session.call": pgettext_lazy("act", "请单位发言"),
    "session.finish": pgettext_lazy("act", "结束发言"),
    "session.open": pgettext_lazy("act", "开始投票"),
    "session.close": pgettext_lazy("act", "截止投票"),
    "session.void": pgettext_lazy("act", "作废投票"),
    "session.replace": pgettext_lazy("act", "换纸质选票"),
    "tokens.make": pgettext_lazy("act", "制作票据"),
    "slides.put": pgettext_lazy("act", "上传课件"),
    "paper.enter": pgettext_lazy("act", "录入纸质选票"),
    "paper.settle": pgettext_lazy("act", "核定纸质选票"),
    "paper.remove": pgettext_lazy("act", "删去纸质选票录入"),
    "comment.note": pgettext_lazy("act", "记录现场讲评"),
    "comment.remove": pgettext_lazy("act", "删去现场讲评"),
    "asked.note": pgettext_lazy("act", "记录现场提问"),
    "asked.assign": pgettext_lazy("act", "交办现场提问"),
    "asked.remove": pgettext_lazy("act", "删去现场提问"),
}
