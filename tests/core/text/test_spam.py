"""The keyword lines here are invented advertisements; no real one is ever put in a test."""

from luoshi.core.text import repair
from luoshi.core.text.spam import spam_lines

BODY = "全市工作会议召开。\n会议要求，新建公园10个。\n" + "各部门要抓好落实，完成年度任务。\n" * 6
BAIT = "特价手表批发批发批发,99特价手表网,A8手表秒杀价,手表批发商城,全网低价手表"


def test_a_keyword_line_at_the_top_is_dropped() -> None:
    repaired = repair(f"{BAIT}\n\n{BODY}")
    assert [span.kind for span in repaired.dropped if span.kind == "spam"] == ["spam"]
    assert "手表" not in repaired.text


def test_a_keyword_line_at_the_end_is_dropped() -> None:
    assert "手表" not in repair(f"{BODY}\n{BAIT}").text


def test_a_line_break_next_to_it_stays_a_line_break() -> None:
    assert repair(f"{BAIT}\n全市工作会议召开。").text == "\n全市工作会议召开。"


def test_a_list_of_names_is_kept() -> None:
    line = "市领导甲某某,乙某某,丙某某,丁某某,戊某某出席"
    assert list(spam_lines(f"{line}\n{BODY}")) == []


def test_keywords_of_the_text_itself_are_kept() -> None:
    line = "会议要求,公园公园公园,新建公园,年度任务,99公园"
    assert list(spam_lines(f"{line}\n{BODY}")) == []


def test_a_sentence_is_never_bait() -> None:
    assert list(spam_lines("特价特价特价，99特价，特价手表，手表批发。\n" + BODY)) == []


def test_the_middle_of_a_text_is_left_alone() -> None:
    assert list(spam_lines(f"{BODY}{BAIT}\n{BODY}")) == []
