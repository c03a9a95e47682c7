"""The words for what a scheme says: functions, policies, sources, ranking."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, Promise | str]

FUNCTIONS: Words = {
    "completion": _("目标完成率"),
    "deduction": _("每差一个单位扣分"),
    "efficacy": _("功效系数法"),
    "identity": pgettext_lazy("function", "原值"),
    "linear": _("区间线性"),
    "ratio_to_best": _("与第一名之比"),
    "steps": _("分档计分"),
}
NORMS: Words = {
    "completion": _("满分 × min(x ÷ 目标, 封顶比例)"),
    "deduction": _("达标得满分，每差一个单位扣若干分"),
    "efficacy": _("60 + 40 × (x − 不允许值) ÷ (满意值 − 不允许值)"),
    "identity": _("已是分值的数直接计入"),
    "linear": _("满分 × (x − 最差) ÷ (最好 − 最差)"),
    "ratio_to_best": _("满分 × 本单位 ÷ 第一名"),
    "steps": _("达到某档得该档分，从好到差写"),
}
PARAMETERS: Words = {
    "target": _("目标"),
    "points": _("满分"),
    "limit": _("封顶比例"),
    "below": _("未完成时"),
    "threshold": _("达标值"),
    "each": _("每差扣分"),
    "unit": _("一个单位"),
    "count": _("零头"),
    "unacceptable": _("不允许值"),
    "satisfactory": _("满意值"),
    "base": _("基础分"),
    "span": _("幅度分"),
    "worst": _("最差"),
    "best": _("最好"),
    "log": _("取对数"),
    "table": _("分档（值:分，…）"),
    "otherwise": _("都达不到得"),
}
CHOICES: Words = {
    "share": _("按比例"),
    "zero": _("不得分"),
    "exact": _("按比例扣"),
    "started": _("不足一个按一个"),
    "whole": _("不足一个不扣"),
    "true": _("是"),
    "false": _("否"),
}
POLICIES: Words = {
    "skip_and_reweight": _("缺的不计，其余按权重分担"),
    "zero": _("缺的按 0 计"),
    "block": _("缺得多就没有分数"),
}
AGGREGATES: Words = {
    "weighted_mean": _("加权平均"),
    "geometric": _("几何平均"),
    "sum": _("求和"),
    "min": _("取最低"),
}
DIRECTIONS: Words = {"higher": _("越高越好"), "lower": _("越低越好")}
METHODS: Words = {
    "competition": _("并列占位：1 2 2 4"),
    "dense": _("并列不占位：1 2 2 3"),
    "fractional": _("并列取平均：1 2.5 2.5 4"),
}
MODES: Words = {
    "half_up": _("四舍五入"),
    "half_even": _("五成双"),
    "down": _("舍去"),
}
WHERE: Words = {"total": _("只在总分取整"), "nodes": _("每个节点都取整")}
SOURCES: Words = {
    "commitments.completion": _("完成进度"),
    "commitments.timeliness": _("按时交账"),
    "commitments.verified": _("核验结果"),
    "commitments.justified": _("有据滞后"),
    "value": _("数值"),
}
CLAIMS: Words = {"commitments.completion": _("说"), "commitments.verified": _("成")}
"""Which of the three claims a source is. Timeliness is none: it is about the account itself."""
MEANINGS: Words = {
    "commitments.completion": _("牵头单位自报、督查室采信的完成，占计划完成的份额"),
    "commitments.timeliness": _("已采信且按时的交账次数，占应交账次数的份额"),
    "commitments.verified": _("外部核验认定的完成，占计划完成的份额"),
    "commitments.justified": _("按计划，或滞后理由已获认可为 1，否则为 0；完成的数不因此改变"),
    "value": _("按名称取得的数"),
}
PARTS: Words = {
    "rules": _("考核办法"),
    "inputs": _("冻结的输入"),
    "result": _("保存的结果"),
    "computed": _("重新计算的结果"),
    "scores": _("排名表"),
    "traces": _("依据表"),
}


def source_words(source: str) -> str:
    """A source with the name behind it, if it has one."""
    key, _colon, name = source.partition(":")
    words = str(SOURCES.get(key, key))
    return f"{words}（{name}）" if name else words


def choices_of(words: Words) -> list[tuple[str, Promise | str]]:
    """For a select field."""
    return list(words.items())
