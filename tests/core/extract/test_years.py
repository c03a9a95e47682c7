import pytest

from luoshi.core.extract.years import document_year, is_annual


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年政府工作报告\n各位代表：", 2023),
        ("政府工作报告\n——2024年2月1日在某市人民代表大会上", 2024),
        ("一、2022年工作回顾\n完成投资10亿元。\n二、2023年工作安排\n新建公园。", 2023),
        ("一、2022年工作回顾\n完成投资10亿元。", 2023),
        ("来源：某新闻网 发布时间：2024-03-19 08:43", 2024),
        ("在2022年取得优异成绩的基础上，再接再厉。", 2023),
        ("干好2024年工作。2023年以来成效明显。2023年取得实绩。", 2024),
        ("全市能力作风建设会议召开。", None),
    ],
)
def test_the_year_a_document_plans_for(text: str, year: int | None) -> None:
    assert document_year(text) == year


def test_the_year_given_wins() -> None:
    assert document_year("2023年工作安排", 2030) == 2030


@pytest.mark.parametrize(("name", "year"), [("report_2021.txt", 2021), ("a2021b.txt", None)])
def test_the_name_of_the_file_counts(name: str, year: int | None) -> None:
    assert document_year("新建公园。", None, name) == year


@pytest.mark.parametrize(
    ("text", "annual"),
    [
        ("关于加快设施农业发展的指导意见\n各县区：", False),
        ("2024年重点工作实施方案\n各县区：", True),
        ("政府工作报告\n各位代表：\n请提出意见", True),
        ("全市工作会议召开", True),
    ],
)
def test_whether_tasks_end_with_the_year(text: str, annual: bool) -> None:
    assert is_annual(text) is annual
