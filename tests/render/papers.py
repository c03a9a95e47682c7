"""One invented paper that uses every element, for the tests of rendering."""

from dataclasses import replace
from datetime import date
from typing import Any

from luoshi.render.paper import (
    Attachment,
    Column,
    Heading,
    OfficialPaper,
    PaperNumber,
    Paragraph,
    Printing,
    Run,
    Table,
)

UNITS = (
    "河湾县",
    "青石县",
    "临江区",
    "桃源县",
    "松岭县",
    "东港区",
    "高新技术产业开发区",
    "临空经济区",
)
DIGITS = "一二三四五六七八九十"


def ranking() -> Table:
    columns = (
        Column("位次", 2),
        Column("单位", 5, "left"),
        Column("得分", 3, "right"),
        Column("较上季", 3),
    )
    rows = tuple(
        (
            Run(str(place)),
            Run(unit),
            Run(f"{96 - place}.50", ref=f"run:9/unit:{place}/points"),
            Run("—" if place == 3 else f"↑{place}"),
        )
        for place, unit in enumerate(UNITS, 1)
    )
    return Table(columns, rows, "2026年第三季度重点任务得分排名")


def comments() -> tuple[Heading | Paragraph | Table, ...]:
    return (
        Paragraph(
            (
                Run("全市列入清单的重点任务共"),
                Run("318", ref="count:listed"),
                Run("项，按期办结率"),
                Run("87.3%", ref="rate:on-time"),
                Run("。现将有关情况通报如下。"),
            )
        ),
        Heading(1, "得分排名"),
        ranking(),
        Heading(1, "点评"),
        Heading(2, "进展较好的单位"),
        Paragraph(
            (Run("河湾县。", face="楷体"), Run("42项任务全部按序时推进，位次较上季度上升2位。"))
        ),
        Heading(2, "需要重点督导的单位"),
        Heading(3, "进度滞后"),
        Paragraph((Run("临空经济区2项事项逾期超过10个工作日，请认真查找原因。"),)),
        Heading(4, "有关要求"),
        Paragraph((Run("请有关单位于10月31日前报送整改情况。"),)),
    )


def paper(**changes: Any) -> OfficialPaper:
    whole = OfficialPaper(
        agency="云川市人民政府办公室文件",
        number=PaperNumber("云政办", 2026, 12),
        title="云川市人民政府办公室关于2026年第三季度重点任务落实情况的通报",
        addressee="各县区人民政府，各开发区管委会，市政府各部门",
        blocks=comments(),
        signature="云川市人民政府办公室",
        signed_on=date(2026, 10, 9),
        attachments=(
            Attachment("未按期办结事项清单", (ranking(),)),
            Attachment("整改情况报送表"),
        ),
        note="此件公开发布",
        copy_to=("市委各部门", "市人大常委会办公室", "市政协办公室"),
        printed_by=Printing("云川市人民政府办公室", date(2026, 10, 10)),
    )
    return replace(whole, **changes)


def plain(**changes: Any) -> OfficialPaper:
    """The paper without attachments and note: it ends with signature and date."""
    return paper(**{"attachments": (), "note": "", **changes})
