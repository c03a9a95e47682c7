import pytest

from luoshi.core.extract import extract, retrospective
from luoshi.core.extract.sections import heading_tense, lead_tense, looks_back
from tests.core.extract.sentences import planned

REPORT = """一、2023年工作回顾
一年来，新建公园8个，完成投资500亿元。
力争走在前列的干劲更足，引进企业20家。
二、2024年工作安排
新建公园10个。去年新建公园8个。过去五年，完成投资2000亿元。
"""


def texts(raw: str, year: int | None = None) -> list[str]:
    return [candidate.text for candidate in extract(raw, year=year)]


def test_a_review_holds_no_commitment() -> None:
    assert texts(REPORT) == ["新建公园10个"]


def test_the_past_is_given_as_spans_of_the_raw_text() -> None:
    past = [REPORT[span.start : span.end] for span in retrospective(REPORT)]
    assert "新建公园10个" not in past
    assert [sentence[:4] for sentence in past[-2:]] == ["去年新建", "过去五年"]
    assert {span.kind for span in retrospective(REPORT)} == {"past"}


def test_headings_that_only_name_the_year() -> None:
    raw = "各位代表：\n2023年工作\n新建公园8个。\n2024年主要工作\n新建公园10个。"
    assert texts(raw, 2024) == ["新建公园10个"]


def test_a_report_without_headings_turns_at_its_expected_targets() -> None:
    raw = "各位代表：\n新建公园8个。\n今年主要预期目标是：生产总值增长5%。\n新建公园10个。"
    assert texts(raw, 2024) == ["生产总值增长5%", "新建公园10个"]


@pytest.mark.parametrize(
    "sentence",
    [
        "去年新建公园8个。",
        "截至上月底，新建公园8个。",
        "全市已建成公园8个。",
        "建成了8个公园。",
        "2022年，新建公园8个。",
        "全市荣获8项荣誉，新建公园8个。",
        "近年来，新建公园8个。",
    ],
)
def test_a_look_back_inside_the_plan(sentence: str) -> None:
    assert planned(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "在去年的基础上，新建公园8个。",
        "公园数量比去年增加8个。",
        "公园面积同比增长8%。",
        "推动8个项目取得积极进展。",
        "2025年，新建公园8个。",
    ],
)
def test_a_comparison_with_the_past_is_no_look_back(sentence: str) -> None:
    assert len(planned(sentence)) == 1


def test_a_section_of_achievements_and_aims_turns_where_the_aims_begin() -> None:
    raw = (
        "一、2023年工作回顾\n新建公园1个。\n二、“十三五”时期发展成就和“十四五”主要目标任务\n"
        "过去五年，新建公园8个。\n今后五年，要再接再厉。\n新建公园10个。\n三、2024年工作安排\n"
    )
    assert texts(raw, 2024) == ["新建公园10个"]


def test_running_news_reports_until_it_speaks_of_aims() -> None:
    raw = (
        "本报讯\n今年以来，各部门迅速行动，工作取得新进展。外出招商52次、签约项目32个。\n"
        "推进会上，120个项目集中开工。\n会议提出，力争新建公园10个。"
    )
    assert texts(raw, 2024) == ["力争新建公园10个"]


def test_an_explanation_of_a_target_is_not_a_second_one() -> None:
    assert planned("增长5%左右，既是稳就业的需要，也与潜力匹配。") == ()


@pytest.mark.parametrize(
    ("title", "tense"),
    [
        ("一、2023年工作回顾", "past"),
        ("二、过去五年发展成就和今后五年目标任务", "past"),
        ("三、2024年重点工作", "plan"),
        ("2023年工作", "past"),
        ("2024年主要工作", "plan"),
        ("（一）产业发展", None),
    ],
)
def test_headings(title: str, tense: str | None) -> None:
    assert heading_tense(title, 2024) == tense


@pytest.mark.parametrize(
    ("lead", "tense"),
    [
        ("过去五年，我们砥砺前行", "past"),
        ("刚刚过去的2023年", "past"),
        ("今后五年，我们将", "plan"),
        ("今年发展主要预期目标是", "plan"),
        ("《纲要》提出了到2035年的远景目标", "plan"),
        ("2023年，全市上下", "past"),
        ("2024年，我们将", "plan"),
        ("不低于去年水平", None),
        ("加快产业升级", None),
    ],
)
def test_openings_of_paragraphs(lead: str, tense: str | None) -> None:
    assert lead_tense(lead, 2024) == tense


def test_words_that_may_mean_either_count_only_outside_a_plan() -> None:
    assert looks_back("改革取得新突破", 2024, in_plan=False)
    assert not looks_back("改革取得新突破", 2024, in_plan=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "前三季度，全市已新开工项目160个，发放消费券5000万元。",
        "目前已拨付资金3亿元。",
        "2023年完成投资800亿元。",
    ],
)
def test_a_result_inside_a_plan_is_left_out(sentence: str) -> None:
    assert extract(f"二、2024年工作安排\n{sentence}", year=2024) == ()


def test_what_stands_above_the_second_heading_was_its_review() -> None:
    raw = "新农合参合率达到96.5%。\n二、2024年工作安排\n参合率达到97%。"
    assert [str(c.value) for c in extract(raw, year=2024)] == ["97"]


def test_parts_without_a_main_heading_are_a_plan_of_the_year() -> None:
    raw = "（一）扩大投资。完成5座桥梁改造。\n（二）改善民生。压减煤炭消费20万吨。"
    assert [str(c.value) for c in extract(raw, year=2024)] == ["5", "20"]


def test_a_text_without_headings_that_tells_of_results_is_a_review() -> None:
    raw = "（一）产业。获批省级平台3家，新建车间5个。\n（二）民生。项目获得奖补2亿元。" * 2
    assert extract(raw, year=2024) == ()
    assert len(retrospective(raw, year=2024)) == 8
