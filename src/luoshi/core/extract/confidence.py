"""How sure a reading is, and why, in words a reviewer can follow."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# Start and steps set by looking at how often each kind of reading was right in the
# documents the rules were read out of.
START: Final = Decimal("0.60")
STEPS: Final = {
    "number": (Decimal("0.10"), "有数值和单位"),
    "bound": (Decimal("0.10"), "有上下限用词"),
    "words": (Decimal("0.00"), "数值以文字表达"),
    "vs": (Decimal("0.05"), "相对目标"),
    "all": (Decimal("0.00"), "全部完成类要求"),
    "range": (Decimal("-0.05"), "区间取下限"),
    "project": (Decimal("0.00"), "指名项目，无数量"),
    "task": (Decimal("-0.10"), "无数量，按完成标志判断"),
    "item": (Decimal("0.15"), "条目有责任单位"),
    "deadline": (Decimal("0.05"), "有明确时限"),
    "rhythm": (Decimal("0.05"), "有频次"),
    "planned": (Decimal("0.10"), "位于目标任务部分"),
    "unplaced": (Decimal("-0.05"), "文件未分回顾与安排"),
    "modal": (Decimal("0.05"), "有承诺用语"),
    "soft": (Decimal("-0.10"), "支持、鼓励类用语"),
    "list": (Decimal("0.05"), "位于主要目标句"),
    "undated": (Decimal("-0.10"), "未写明期限"),
    "inferred": (Decimal("-0.05"), "年份由全文推断"),
    "damaged": (Decimal("-0.40"), "邻近原文受损处，数值不作推断"),
    "long": (Decimal("-0.10"), "分句过长"),
    "nameless": (Decimal("-0.15"), "指标名称不明"),
}


def weigh(marks: Iterable[str]) -> tuple[Decimal, tuple[str, ...]]:
    """Confidence 0.05 to 0.99 with two places, and the reasons in the order given."""
    known = [STEPS[mark] for mark in dict.fromkeys(marks)]
    total = START + sum((step for step, _ in known), Decimal(0))
    bounded = min(max(total, Decimal("0.05")), Decimal("0.99"))
    rounded = bounded.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded, tuple(reason for _, reason in known)
