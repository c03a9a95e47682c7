"""Where the numbers of a scheme's leaves come from, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of number a caller can gather.

    ``named`` says whether a scheme writes a name behind it (``value:gdp_growth``,
    ``commitments.completion:annual``): ``never``, ``optional`` (narrows it) or ``always``.
    ``proof``: a fact without a document behind it does not count.
    """

    key: str
    title: str
    meaning: str
    named: Literal["never", "optional", "always"] = "never"
    proof: bool = False


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        source.key: source
        for source in (
            Source(
                "commitments.completion",
                "完成进度",
                "每个事项：已采信交账的累计完成÷计划完成（份额，1 为按计划完成）",
                "optional",
            ),
            Source(
                "commitments.timeliness",
                "按时交账",
                "每个事项：已采信且按时的交账次数÷应交账次数（0-1）",
                "optional",
            ),
            Source(
                "commitments.verified",
                "核验结果",
                "每个抽中核验的事项：核验认定的完成÷计划完成（份额）",
                "optional",
            ),
            Source(
                "commitments.justified",
                "有据滞后",
                "每个事项：完成不低于计划，或滞后理由已获认可为 1；滞后而无认可理由为 0",
                "optional",
            ),
            Source("indicator.value", "指标值", "一项指标在截至日已知的数", "always"),
            Source(
                "indicator.growth",
                "指标增速",
                "一项指标比上年同期的增长（份额，0.08 为 8%）",
                "always",
            ),
            Source(
                "indicator.standing", "指标位次", "一项指标在同级单位中的位次，1 为第一", "always"
            ),
            Source("indicator.change", "指标进位", "位次比上期上升的名数，下降为负", "always"),
            Source("cases.response", "响应率", "各月按时响应的诉求÷应响应的诉求（0-1）"),
            Source("cases.closing", "按时办结率", "各月按时办结的诉求÷应办结的诉求（0-1）"),
            Source("cases.resolution", "解决率", "各月回访认定解决的诉求÷已回访的诉求（0-1）"),
            Source("cases.satisfaction", "满意率", "各月回访满意的诉求÷已回访的诉求（0-1）"),
            Source(
                "cases.count",
                "诉求件数",
                "一种率的件数，即其分母合计：response、closing、resolution 或 satisfaction",
                "always",
            ),
            Source("appraisal", "述职评议得分", "述职评议会公布的结果", "optional"),
            Source(
                "self_check", "自查结果", "自查清单中已整改的问题÷查出的问题（0-1）", "optional"
            ),
            Source(
                "manual",
                "人工录入",
                "有文件为凭的数，一份文件一条；没有文件不计",
                "always",
                proof=True,
            ),
            Source("value", "数值", "按名称取得的任何一个数，如指标、测评结果", "always"),
        )
    }
)


def split_source(text: str) -> tuple[str, str | None]:
    """The key and the name of a source as a scheme writes it; the name is None without one."""
    key, colon, name = text.partition(":")
    return key, name if colon else None
