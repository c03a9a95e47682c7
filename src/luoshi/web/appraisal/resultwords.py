"""What a result says in words: void ballots, failures, who is not ranked, what advice lacks."""

from django.utils.translation import gettext_lazy as _

from luoshi.web.translated import Translated

VOID = Translated(
    {
        "class-unknown": _("没有这个票种"),
        "contender-unknown": _("评了名单之外的对象"),
        "criterion-unknown": _("评了办法之外的项目"),
        "mark-missing": _("缺少评分"),
        "mark-not-due": _("给应当回避的对象打了分"),
        "mark-not-number": _("评分不是数"),
        "mark-outside": _("评分超出范围"),
        "mark-off-step": _("评分不合档次"),
        "too-many-blanks": _("空白过多"),
        "all-same": _("给所有对象打了同样的分"),
        "too-many-top": _("高分过多"),
    }
)
FAILURES = Translated(
    {
        "quorum": _("%(where)s收回 %(found)s 张选票，不足规定的 %(limit)s 张。"),
        "too-many-void": _("%(where)s无效票 %(found)s 张，超过规定的 %(limit)s 张。"),
        "more-than-voters": _("%(where)s收回 %(found)s 张选票，多于应到的 %(limit)s 人。"),
    }
)
UNFOUND = Translated(
    {
        "quorum": _("%(where)s收回的选票不足规定的 %(limit)s 张。"),
        "too-many-void": _("%(where)s无效票超过规定的 %(limit)s 张。"),
        "more-than-voters": _("%(where)s收回的选票多于应到的 %(limit)s 人。"),
    }
)
"""The same where the number is not told apart."""
TOGETHER = _("不单列的票种合计")
UNRANKED = Translated(
    {
        "no-marks": _("有一项无人评分，不排名"),
        "too-few-marks": _("评分太少，不排名"),
    }
)
LACKING = Translated(
    {
        "too-few-raters": _("比较过两家以上的有效票 %(found)s 张，至少要 %(needed)s 张。"),
        "too-few-contenders": _("这一组 %(found)s 家，至少要 %(needed)s 家。"),
        "too-few-marks": _("有一家只有 %(found)s 个评分，至少要 %(needed)s 个。"),
        "disconnected": _("有两批评分人没有共同评过的对象，严宽无从比较。"),
    }
)
RASCH = Translated(
    {
        "no-common-steps": _("各项评分不是同样多的档次，不用档次模型。"),
        "fit-not-settled": _("档次模型没有稳定的结果，不采用。"),
        "raters-disconnected": _("有的项目之间没有共同的评分人，不用档次模型。"),
        "mark-never-given": _("评分只有一档，不用档次模型。"),
    }
)
EVERYBODY = _("全部票种")
