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
    """

    key: str
    title: str
    meaning: str
    named: Literal["never", "optional", "always"] = "never"


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
            Source("value", "数值", "按名称取得的任何一个数，如指标、测评结果", "always"),
        )
    }
)


def split_source(text: str) -> tuple[str, str | None]:
    """The key and the name of a source as a scheme writes it; the name is None without one."""
    key, colon, name = text.partition(":")
    return key, name if colon else None
