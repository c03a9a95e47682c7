"""What refusals about rules, runs and scores say."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

REASONS = {
    "addition-without-cap": _("加分项须写封顶，且大于零"),
    "anchor": _("不能使用锚点和别名（& 和 *）"),
    "base-zero": _("作比较的数为零，不能作除数"),
    "best-not-positive": _("第一名的数不大于零，无法求比值"),
    "cap-below-floor": _("封顶低于保底"),
    "carry-source": _("只有 carry 须写 source（上一期的来源），且只用于有来源的节点"),
    "count-negative": _("件数不能为负"),
    "day-unusable": _("日期须写成 2027-12-31 这样"),
    "deduction-negative": _("每单位扣分不能为负"),
    "deduction-without-floor": _("扣分项须写保底，且小于零"),
    "direction-unused": _("这个计分函数不分方向，不能写 lower"),
    "duplicate": _("同一个数出现两次，不得重复计分"),
    "duplicate-key": _("名称重复"),
    "exponent-unusable": _("指数须大于 0、不大于 10"),
    "field-missing": _("缺少必填项"),
    "field-unknown": _("没有这一项"),
    "function-unknown": _("没有这个计分函数"),
    "goalposts-against-direction": _("两端的高低与方向不符"),
    "goalposts-equal": _("两端相等，除数为零"),
    "harmonic-of-negative": _("负数不能求调和平均"),
    "interval-not-ordered": _("区间四个数须从小到大"),
    "key-unusable": _("代号须以小写字母开头，只含小写字母、数字、_ 和 -，至多 60 个"),
    "limit-not-positive": _("完成率封顶须大于零"),
    "log-of-nothing": _("零和负数没有对数"),
    "no-spread": _("全组的数都相同，或只有一个单位，没有差距可比"),
    "nodes-empty": _("至少要有一个下级节点"),
    "not-yaml": _("不是一份完整的 YAML 文档"),
    "number-not-finite": _("不是有限的数（无穷大，或不是数）"),
    "number-out-of-range": _("数字过大、过小或过长"),
    "path-unknown": _("没有这个节点"),
    "places-unusable": _("小数位数须为 0 到 10 的整数"),
    "quota-unknown": _("没有这个名额"),
    "rate-unusable": _("率须在 0 和 1 之间"),
    "root-of-negative": _("负数不能求几何平均"),
    "schema-unknown": _("不认识的格式版本"),
    "share-of-nothing": _("各项之和为零，求不出占比"),
    "share-unusable": _("比例须在 0 和 1 之间"),
    "source-name": _("数据来源的名称多余或缺少"),
    "source-or-children": _("节点须有来源或下级，且只能有其一"),
    "source-unknown": _("没有这个数据来源"),
    "spread-not-positive": _("幅度须大于零"),
    "table-empty": _("分档表是空的"),
    "table-not-ordered": _("分档表须从好到差排列，不得重复"),
    "tag": _("不能使用 YAML 标签"),
    "target-not-positive": _("目标值须大于零"),
    "text-unusable": _("文字为空、过长或含不可见字符"),
    "threshold-unusable": _("只有 block 可设 threshold，且须大于 0、不大于 1"),
    "too-deep": _("层级过深"),
    "too-large": _("文件过大"),
    "too-many-nodes": _("节点过多"),
    "trim-unusable": _("只有去高去低平均可写 trim；去掉的个数须为整数，且至少剩一个"),
    "unit-not-positive": _("扣分单位须大于零"),
    "weight": _("权数须为不小于零的有限数"),
    "weight-negative": _("权重不能为负"),
    "weight-unused": _("上级按求和或取最低计算，不用权重"),
    "weighting-unused": _("只有按权重汇总下级的节点可写 weighting"),
    "weights-of-less": _("熵权等方法要求各数不为负，且不全为零"),
    "weights-sum": _("同一上级下的权重之和须为 100（或写明 normalise: true）"),
    "word-unknown": _("只能是列出的词之一"),
    "wrong-type": _("类型不对"),
}
"""Why a scheme, a fact or a formula is refused: the reasons of ``core.scoring`` in words."""

WANTED = {
    "number": _("请输入数字，例如 1.5。"),
    "text": _("请写成一段文字。"),
    "list": _("请写成列表，每项一行，以“- ”开头。"),
    "mapping": _("请写成“名称: 值”，每项一行。"),
    "true or false": _("只能写 true 或 false。"),
}
"""What is asked for where a value is of the wrong type."""

UNDEFINED = (
    "base-zero", "best-not-positive", "count-negative", "deduction-negative", "direction-unused",
    "exponent-unusable", "goalposts-against-direction", "goalposts-equal", "harmonic-of-negative",
    "interval-not-ordered", "limit-not-positive", "log-of-nothing", "no-spread",
    "number-out-of-range", "rate-unusable", "root-of-negative", "share-of-nothing",
    "share-unusable", "spread-not-positive", "table-empty", "table-not-ordered",
    "target-not-positive", "unit-not-positive", "weights-of-less",
)  # fmt: skip
"""The reasons that a formula may meet while it computes."""

ERRORS = {
    "against-unknown": _("请选择对照哪一个目标。"),
    "assessor-only": _("只有本辖区考核办可以这样做。"),
    "principal-finalises": _("只有本辖区市领导可以定稿。"),
    "trials-of-others": _("规则实验室由本辖区考核办试算，市领导可以查看。"),
    "own-run": _("自己计算的结果不能由自己定稿。"),
    "run-not-final": _("这一轮尚未定稿，排名还不能查看。"),
    "scheme-invalid": _("考核办法有误（%(path)s，第 %(line)s 行）。"),
    "scheme-unchanged": _("规则没有变化，不需要新版本。"),
    "scheme-moved-on": _(
        "您修改期间已有第 %(number)s 版。请对照新版后再保存，您填写的内容仍在这里。"
    ),
    "scheme-note-long": _("修改说明请在 200 字以内。"),
    "unit-kind-unknown": _("没有“%(kind)s”这类单位。"),
    "unit-kind-twice": _("一类单位只能在一个组里排名。"),
    "run-untitled": _("请写明考核轮名称（80 字以内）。"),
    "run-without-lists": _("请至少选择一份清单。"),
    "list-elsewhere": _("所选清单不属于该考核办法的辖区。"),
    "known-in-future": _("数据截至时间不能晚于现在。"),
    "group-without-commitments": _(
        "“%(group)s”组没有一个单位在所选清单中牵头事项，无法排名。请加选清单，或改用不设该组的办法。"
    ),
    "source-not-gathered": _("数据来源“%(source)s”目前还没有数，不能用它计算。"),
    "source-not-listed": _("办法要求“%(source)s”类清单的数据，但所选清单里没有这一类。"),
    "source-cases-unknown": _("没有“%(source)s”这种诉求率。"),
    "source-cases-cumulative": _("“%(source)s”是本年累计数，诉求率要逐月的件数。"),
    "rate-counts-of": _("“%(unit)s”截至 %(period)s 的“%(rate)s”，办成的件数多于应办的，或小于零。"),
    "fact-invalid": _("事项数据有误，不能计分：%(unit)s，%(fact)s。"),
    "edge-undecided": _(
        "“%(group)s”的“%(quota)s”名额线上 %(units)s 并列，还没有人决定。请市领导先具名决定。"
    ),
    "edge-none": _("名额线上没有并列，不需要取舍。"),
    "edge-decided": _("这一处并列已经有人决定。"),
    "edge-others": _("只能在并列的单位中选。"),
    "edge-too-many": _("只剩 %(seats)s 个名额。"),
    "edge-reason": _("请写明取舍的理由（200 字以内）。"),
    "run-studied": _("这一轮已经检验过排名有多稳。"),
    "run-differs": _("重新计算的结果与保存的不一致，不能定稿。请用“重新计算核对”查看是哪一部分。"),
    **{
        f"score-undefined-{reason}": format_lazy(
            "{where}{why}", where=_("“%(unit)s”的“%(node)s”无法计分："), why=REASONS[reason]
        )
        for reason in UNDEFINED
    },
}
