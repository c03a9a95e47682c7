"""The Chinese sentence of a light; a translation is another table with the same codes."""

from collections.abc import Mapping

from luoshi.core.pace.light import Light
from luoshi.core.pace.rule import Colour

COLOURS_ZH: Mapping[Colour, str] = {
    Colour.GREEN: "绿灯",
    Colour.YELLOW: "黄灯",
    Colour.RED: "红灯",
    Colour.BLUE: "蓝灯",
    Colour.GREY: "未亮灯",
}

SENTENCES_ZH: Mapping[str, str] = {
    "verified": "已核验办结",
    "verified-late": "已核验办结，逾期 {days} 个工作日",
    "late": "逾期 {days} 个工作日",
    "partly": "核验部分属实",
    "refuted": "核验不属实",
    "behind": "滞后序时进度 {points} 个百分点",
    "behind-ratio": "只达到序时进度的 {percent}%",
    "report-late": "进展报告逾期 {days} 个工作日",
    "expected-late": "还没有解决，答复预计 {on} 解决，晚于时限",
    "said-done": "报称办结，待核验",
    "expected": "还没有解决，答复预计 {on} 解决",
    "not-begun": "尚未到起步时间",
    "due-soon": "距时限还有 {days} 天",
    "no-figure": "尚无进展数据",
    "on-plan": "与序时进度持平",
    "within": "滞后序时进度 {points} 个百分点，在允许范围内",
    "ahead": "超前序时进度 {points} 个百分点",
}
REASON_ZH = "{sentence}；理由已由{by}认可"


def sentence(light: Light, sentences: Mapping[str, str] = SENTENCES_ZH) -> str:
    """The sentence of the light in the words of ``sentences``, without any accepted reason."""
    return sentences[light.code].format(**light.params)


def sentence_zh(light: Light) -> str:
    """The Chinese sentence, with who accepted the reason where somebody did."""
    said = sentence(light)
    if not light.reason_accepted_by:
        return said
    return REASON_ZH.format(sentence=said, by=light.reason_accepted_by)
