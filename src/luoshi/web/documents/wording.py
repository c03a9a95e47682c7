"""How a candidate's fields read on a screen."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.web.commitments.wording import KINDS, PREFIXES, amount, comparator_text
from luoshi.web.documents.models import Candidate

MARKS: dict[str, Promise | str] = {
    "damaged": _("此处原文缺损，数字不作猜测"),
    "pinyin": _("网页插入的注音，识别时略去"),
    "furniture": _("网页附属文字，识别时略去"),
    "markup": _("排版记号，识别时略去"),
}
REASONS = (
    _("有数值和单位"),
    _("有上下限用词"),
    _("数值以文字表达"),
    _("相对目标"),
    _("全部完成类要求"),
    _("区间取下限"),
    _("指名项目，无数量"),
    _("无数量，按完成标志判断"),
    _("条目有责任单位"),
    _("有明确时限"),
    _("有频次"),
    _("位于目标任务部分"),
    _("文件未分回顾与安排"),
    _("有承诺用语"),
    _("支持、鼓励类用语"),
    _("位于主要目标句"),
    _("未写明期限"),
    _("年份由全文推断"),
    _("邻近原文受损处，数值不作推断"),
    _("分句过长"),
    _("指标名称不明"),
    _("人工标出"),
    _("人工拆分"),
    _("人工合并"),
)
"""Why a reading is more or less sure: the words of ``core.extract`` and of a person's hand."""
PLAIN_SIGNS = (">=", ">", "<=", "<", "=", "~")
BOUNDS = (">=", "<=", "=", "~")


def kind(candidate: Candidate) -> str:
    """Target, project or task."""
    return str(KINDS.get(candidate.kind, candidate.kind))


def quantity(candidate: Candidate) -> str:
    """Metric, comparison, value and unit in one line; empty where nothing is measured."""
    pieces = (
        candidate.metric,
        comparator_text(candidate.comparator),
        amount(candidate.value, candidate.unit_of_measure),
    )
    return " ".join(piece for piece in pieces if piece)


def comparators(held: str) -> list[tuple[str, str]]:
    """What may be chosen as a comparison, by code, with the one a candidate already has."""
    codes = ["", *PLAIN_SIGNS, *(f"{prefix}{sign}" for prefix in PREFIXES for sign in BOUNDS)]
    codes += ["vs", "all", "by"]
    codes += [held] * (held not in codes)
    return [(code, comparator_text(code) or "—") for code in codes]


def reject_reasons() -> dict[str, str]:
    """Every reason for rejecting, by code, in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {code: entry[language] for code, entry in presets.load("reject_reasons").items()}
