"""Challenges in words: acts, terms, times, money."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.wording import plain

Label = str | Promise

STEPS: dict[str, Label] = {
    "collect": pgettext_lazy("step", "征榜"),
    "set": pgettext_lazy("step", "定榜"),
    "publish": pgettext_lazy("step", "发榜"),
    "bid": pgettext_lazy("step", "揭榜"),
    "evaluate": pgettext_lazy("step", "评榜"),
    "notice": pgettext_lazy("step", "公示"),
    "sign": pgettext_lazy("step", "签榜"),
    "attack": pgettext_lazy("step", "攻榜"),
    "test": pgettext_lazy("step", "验榜"),
    "reward": pgettext_lazy("step", "奖榜"),
}
STANDINGS: dict[str, Label] = {
    "done": pgettext_lazy("step", "已完成"),
    "now": pgettext_lazy("step", "正在进行"),
    "ahead": pgettext_lazy("step", "还没到"),
    "stopped": pgettext_lazy("step", "到此为止"),
}
TERMS: dict[str, Label] = {
    "problem": _("难题"),
    "tests": _("验榜标准"),
    "stop-loss": _("止损条件"),
    "reward": _("奖励"),
    "budget": _("预算上限"),
    "period": _("攻坚起止日期"),
    "opening": _("开标时间"),
    "holders": _("两位密钥保管人"),
    "evaluators": _("评委"),
}
VERBS: dict[str, Label] = {
    "challenge.propose": pgettext_lazy("act", "征榜"),
    "challenge.terms": pgettext_lazy("act", "拟定榜单"),
    "challenge.people": pgettext_lazy("act", "指定密钥保管人和评委"),
    "challenge.evaluator": pgettext_lazy("act", "补充评委"),
    "challenge.submit": pgettext_lazy("act", "提请定榜"),
    "challenge.return": pgettext_lazy("act", "退回榜单"),
    "challenge.decline": pgettext_lazy("act", "不予列榜"),
    "challenge.approve": pgettext_lazy("act", "定榜"),
    "challenge.key": pgettext_lazy("act", "领取开标密钥"),
    "challenge.publish": pgettext_lazy("act", "发榜"),
    "challenge.hand-in": pgettext_lazy("act", "交出开标密钥"),
    "challenge.open": pgettext_lazy("act", "开标"),
    "challenge.void": pgettext_lazy("act", "作废（密钥遗失）"),
    "challenge.lapse": pgettext_lazy("act", "流榜"),
    "challenge.declare": pgettext_lazy("act", "申明利害关系"),
    "challenge.mark": pgettext_lazy("act", "评委打分"),
    "challenge.select": pgettext_lazy("act", "评定中榜"),
    "challenge.object": pgettext_lazy("act", "提出公示异议"),
    "challenge.answer": pgettext_lazy("act", "答复公示异议"),
    "challenge.reopen": pgettext_lazy("act", "异议成立，退回重评"),
    "challenge.conclude": pgettext_lazy("act", "公示结束"),
    "challenge.sign": pgettext_lazy("act", "签军令状"),
    "challenge.countersign": pgettext_lazy("act", "会签军令状"),
    "challenge.forgo": pgettext_lazy("act", "放弃签榜"),
    "challenge.promote": pgettext_lazy("act", "候补递补"),
    "challenge.start": pgettext_lazy("act", "开始攻榜"),
    "challenge.stop": pgettext_lazy("act", "止损"),
    "challenge.exempt": pgettext_lazy("act", "容错报备"),
    "challenge.call": pgettext_lazy("act", "组织验榜"),
    "challenge.verdict": pgettext_lazy("act", "验榜判定"),
    "challenge.resume": pgettext_lazy("act", "续攻"),
    "challenge.delist": pgettext_lazy("act", "摘榜"),
    "challenge.pass": pgettext_lazy("act", "验榜通过"),
    "challenge.propose-reward": pgettext_lazy("act", "提出奖励"),
    "challenge.reward": pgettext_lazy("act", "奖榜"),
    "challenge.assign": pgettext_lazy("act", "转为交办"),
    "challenge.republish": pgettext_lazy("act", "重新发榜"),
    "bid.seal": pgettext_lazy("act", "密封方案"),
    "bid.withdraw": pgettext_lazy("act", "撤回方案"),
}


def terms_words(codes: Iterable[str]) -> str:
    """What is not fixed yet, as a list in words."""
    return gettext("、").join(str(TERMS[code]) for code in codes)


def moment(at: datetime | None) -> str:
    """A time to the second, on the server's clock and in its zone."""
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def money(amount: Decimal | None) -> str:
    """An amount in 10,000 yuan; empty when there is none."""
    return "" if amount is None else gettext("%(n)s 万元") % {"n": plain(amount)}
