"""Lights in words: the sentence of a code with its numbers, and the rule behind it."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.core.pace import Thresholds, is_own
from luoshi.web.translated import Translated

SENTENCES = {
    "verified": _("已核验办结"),
    "verified-late": _("已核验办结，逾期 {days} 个工作日"),
    "late": _("逾期 {days} 个工作日"),
    "partly": _("核验部分属实"),
    "refuted": _("核验不属实"),
    "behind": _("滞后序时进度 {points} 个百分点"),
    "behind-ratio": _("只达到序时进度的 {percent}%"),
    "report-late": _("进展报告逾期 {days} 个工作日"),
    "expected-late": _("还没有解决，答复预计 {on} 解决，晚于时限"),
    "expected": _("还没有解决，答复预计 {on} 解决"),
    "said-done": _("报称办结，待核验"),
    "not-begun": _("尚未到起步时间"),
    "due-soon": _("距时限还有 {days} 天"),
    "no-figure": _("尚无进展数据"),
    "on-plan": _("与序时进度持平"),
    "within": _("滞后序时进度 {points} 个百分点，在允许范围内"),
    "ahead": _("超前序时进度 {points} 个百分点"),
    "calendar-not-covered": _("{year} 年节假日安排尚未公布，暂不能判定逾期"),
}
SPOKEN = Translated(SENTENCES)
COLOURS = {
    "red": _("红灯"),
    "yellow": _("黄灯"),
    "green": _("绿灯"),
    "blue": _("蓝灯"),
    "grey": _("未亮灯"),
}
"""From the worst to the one that says nothing: the order of chips and of sorting."""


def light_sentence(code: str, params: Mapping[str, str]) -> str:
    """What the light rests on, in the reader's language; "no figure" where there is no code."""
    return SPOKEN[code or "no-figure"].format(**params)


ACCEPTED = Translated({"accepted": _("◪ 理由已由%(by)s认可，至 %(until)s")})


def accepted_text(by: str, until: date | None) -> str:
    """Who accepted the reason for being behind, and until when; empty where nobody did."""
    if not by or until is None:
        return ""
    return ACCEPTED["accepted"] % {"by": by, "until": until.isoformat()}


OWN = {
    "points": _("滞后序时进度 {yellow} 个百分点以内绿灯，超过黄灯"),
    "points-red": _(
        "滞后序时进度 {yellow} 个百分点以内绿灯，"
        "{yellow} 至 {red} 个百分点黄灯，超过 {red} 个百分点红灯"
    ),
    "ratio": _("达到序时进度的 {yellow}% 绿灯，低于 {yellow}% 黄灯"),
    "ratio-red": _("达到序时进度的 {yellow}% 绿灯，低于 {yellow}% 黄灯，低于 {red}% 红灯"),
    "late-yellow": _("逾期超过 {days} 个工作日黄灯"),
    "late-red": _("逾期超过 {days} 个工作日红灯"),
    "report-yellow": _("报告逾期超过 {days} 个工作日黄灯"),
    "report-red": _("报告逾期超过 {days} 个工作日红灯"),
    "partly-yellow": _("核验部分属实黄灯"),
    "partly-red": _("核验部分属实红灯"),
    "refuted-yellow": _("核验不属实黄灯"),
    "refuted-red": _("核验不属实红灯"),
    "soon": _("时限前 {days} 天提示"),
}
"""The parts of a list's own rule: ``core.pace.Thresholds.sentences`` in words."""
SAID_OF_OWN = Translated(OWN)


def rule_name(key: str) -> str:
    """The short name of a light rule in the reader's language; empty for none."""
    if is_own(key):
        return gettext("自定 %(label)s") % {"label": Thresholds.from_code(key).label}
    return _rule(key, _chosen("zh", "en"))


def rule_text(key: str) -> str:
    """The whole light rule in the reader's language; empty for none."""
    if is_own(key):
        parts = Thresholds.from_code(key).sentences()
        return gettext("；").join(SAID_OF_OWN[code].format(**params) for code, params in parts)
    return _rule(key, _chosen("text", "text_en"))


def _chosen(chinese: str, english: str) -> str:
    return english if get_language() == "en" else chinese


@cache
def _rule(key: str, entry: str) -> str:
    rules = presets.load("lights")
    return str(rules[key][entry]) if key in rules else ""
