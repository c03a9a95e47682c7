"""The words for what a scheme says: functions, policies, sources, ranking."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, Promise | str]

FUNCTIONS: Words = {
    "completion": _("目标完成率"),
    "deduction": _("每差一个单位扣分"),
    "efficacy": _("功效系数法"),
    "growth": _("比自身基数"),
    "identity": pgettext_lazy("function", "原值"),
    "interval": _("适度区间"),
    "linear": _("区间线性"),
    "logarithm": _("取对数"),
    "min_max": _("组内极差法"),
    "percentile": _("百分位"),
    "place": _("组内位次"),
    "power": _("幂函数"),
    "rank_deduction": _("每退一名扣分"),
    "rank_table": _("名次计分表"),
    "ratio": _("与另一数之比"),
    "ratio_to_best": _("与第一名之比"),
    "shrunk_rate": _("按件数收缩的率"),
    "steps": _("分档计分"),
    "vector": _("向量归一"),
    "z_score": _("标准分"),
}
NORMS: Words = {
    "completion": _("满分 × min(x ÷ 目标, 封顶比例)"),
    "deduction": _("达标得满分，每差一个单位扣若干分"),
    "efficacy": _("60 + 40 × (x − 不允许值) ÷ (满意值 − 不允许值)"),
    "growth": _("满分 × (x − 自身基数) ÷ 基数，100 即百分数"),
    "identity": _("已是分值的数直接计入"),
    "interval": _("区间内得满分，向两侧均匀降到零"),
    "linear": _("满分 × (x − 最差) ÷ (最好 − 最差)"),
    "logarithm": _("满分 × x 的对数"),
    "min_max": _("按本组最差与最好折算，两端随数据变动"),
    "percentile": _("满分 × 本组中比它差的单位所占的份额"),
    "place": _("得本组中的位次"),
    "power": _("系数 × (x − 起点)^指数"),
    "rank_deduction": _("第一名得满分，每退一名扣若干分"),
    "rank_table": _("第几名得几分，写“名次:分”"),
    "ratio": _("满分 × x ÷ 另一数"),
    "ratio_to_best": _("满分 × 本单位 ÷ 第一名"),
    "shrunk_rate": _("件数越少，越向全组的率靠拢；不足最少件数没有分数"),
    "steps": _("达到某档得该档分，从好到差写"),
    "vector": _("满分 × x ÷ 本组平方和的平方根"),
    "z_score": _("平均得 + 幅度 × (x − 组内平均) ÷ 标准差"),
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
    "against": _("与之相比的数"),
    "least": _("下端（得零分）"),
    "low": _("区间下限"),
    "high": _("区间上限"),
    "most": _("上端（得零分）"),
    "kind": _("哪种对数"),
    "lowest": _("最差的得"),
    "highest": _("最好的得"),
    "level": _("全组相同时得"),
    "end": _("从哪一头数"),
    "ties": _("并列怎样排"),
    "start": _("起点"),
    "exponent": _("指数"),
    "factor": _("系数"),
    "n": _("件数"),
    "minimum": _("最少件数"),
    "mean": _("平均得（或全组的率）"),
    "strength": _("收缩强度（件）"),
    "to": _("与什么的距离"),
    "spread": _("一个标准差得"),
    "deviation": _("标准差的除数"),
}
CHOICES: Words = {
    "share": _("按比例"),
    "zero": _("不得分"),
    "exact": _("按比例扣"),
    "started": _("不足一个按一个"),
    "whole": _("不足一个不扣"),
    "natural": _("自然对数"),
    "ten": _("常用对数"),
    "best": _("最好的"),
    "worst": _("最差的"),
    "origin": _("零点"),
    "competition": _("并列占位：1 2 2 4"),
    "dense": _("并列不占位：1 2 2 3"),
    "fractional": _("并列取平均：1 2.5 2.5 4"),
    "sample": _("单位数减一"),
    "population": _("单位数"),
    "true": _("是"),
    "false": _("否"),
}
POLICIES: Words = {
    "skip_and_reweight": _("缺的不计，其余按权重分担"),
    "zero": _("缺的按 0 计"),
    "block": _("缺得多就没有分数"),
    "carry": _("缺的沿用上一期"),
}
AGGREGATES: Words = {
    "weighted_mean": _("加权平均"),
    "geometric": _("几何平均"),
    "harmonic": _("调和平均"),
    "distance": _("加权距离"),
    "sum": _("求和"),
    "trimmed_mean": _("去高去低平均"),
    "min": _("取最低"),
    "max": _("取最高"),
    "share": _("第一项占比"),
}
KINDS: Words = {"score": _("计分"), "addition": _("加分"), "deduction": _("扣分")}
WEIGHTINGS: Words = {
    "stated": _("写明权重"),
    "equal": _("平均分配"),
    "entropy": _("熵权法"),
    "deviation": _("按标准差"),
    "critic": _("CRITIC 法"),
    "merec": _("MEREC 法"),
}
LEVELS: Words = {
    "law": _("法律法规"), "central": _("中央"), "province": _("省"), "city": _("市"),
}  # fmt: skip
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
    "indicator.value": _("指标值"),
    "indicator.growth": _("指标增速"),
    "indicator.standing": _("指标位次"),
    "indicator.change": _("指标进位"),
    "cases.response": _("响应率"),
    "cases.closing": _("按时办结率"),
    "cases.resolution": _("解决率"),
    "cases.satisfaction": _("满意率"),
    "cases.count": _("诉求件数"),
    "appraisal": _("述职评议得分"),
    "self_check": _("自查结果"),
    "manual": _("人工录入"),
    "value": _("数值"),
}
CLAIMS: Words = {"commitments.completion": _("说"), "commitments.verified": _("成")}
"""Which of the three claims a source is. Timeliness is none: it is about the account itself."""
MEANINGS: Words = {
    "commitments.completion": _("牵头单位自报、督查室采信的完成，占计划完成的份额"),
    "commitments.timeliness": _("已采信且按时的交账次数，占应交账次数的份额"),
    "commitments.verified": _("外部核验认定的完成，占计划完成的份额"),
    "commitments.justified": _("按计划，或滞后理由已获认可为 1，否则为 0；完成的数不因此改变"),
    "indicator.value": _("一项指标在截至日已知的数"),
    "indicator.growth": _("一项指标比上年同期的增长"),
    "indicator.standing": _("一项指标在同级单位中的位次"),
    "indicator.change": _("位次比上期上升的名数"),
    "cases.response": _("按时响应的诉求，占应响应的份额；各月按件数合计"),
    "cases.closing": _("按时办结的诉求，占应办结的份额；各月按件数合计"),
    "cases.resolution": _("回访认定解决的诉求，占已回访的份额；各月按件数合计"),
    "cases.satisfaction": _("回访满意的诉求，占已回访的份额；各月按件数合计"),
    "cases.count": _("率的分母：各月件数合计"),
    "appraisal": _("述职评议会公布的结果"),
    "self_check": _("自查出的问题中已整改的份额"),
    "manual": _("有文件为凭的数，没有文件不计"),
    "value": _("按名称取得的数"),
}
PARTS: Words = {
    "rules": _("考核办法"),
    "inputs": _("冻结的输入"),
    "result": _("保存的结果"),
    "computed": _("重新计算的结果"),
    "scores": _("排名表"),
    "quotas": _("名额表"),
    "traces": _("依据表"),
}


_NAMES: ContextVar[Mapping[str, str]] = ContextVar("names", default=MappingProxyType({}))


@contextmanager
def naming(names: Mapping[str, str]) -> Iterator[None]:
    """Inside, the codes behind sources are said with these names, as texts are in a language."""
    token = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(token)


def source_words(source: str) -> str:
    """A source with the code behind it, if it has one, and its name where ``naming`` knows it."""
    key, _colon, code = source.partition(":")
    words = str(SOURCES.get(key, key))
    told = " ".join(part for part in (_NAMES.get().get(source, ""), code) if part)
    return f"{words}（{told}）" if told else words


def choices_of(words: Words) -> list[tuple[str, Promise | str]]:
    """For a select field."""
    return list(words.items())
