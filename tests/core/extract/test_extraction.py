from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.core.extract import extract, retrospective, to_record
from luoshi.core.extract.confidence import STEPS, weigh
from luoshi.core.extract.folding import fold, mask
from tests.core.extract.sentences import PLAN, only, planned

WORDS = st.sampled_from(
    (
        *("新建", "公园", "10个", "、", "，", "。", "增长", "8%", "以上", "分别", "均", "去年"),
        *("力争", "（", "市财政局负责）", "：", "“", "”", "到2026年", "一季度", "50亿元以上项目"),
        *("等", "3个", "二、2024年工作安排", "各位代表", "?shù)鬯鷼", "實(shí)", "施", "×100%"),
        *(
            "翻一番",
            "千亿级产业",
            "#",
            "**",
            "<",
            "每月一题",
            "\n",
            " ",
            "2023年工作回顾",
            "0月底前",
        ),
    )
)
RAW = st.one_of(st.text(max_size=150), st.lists(WORDS, max_size=40).map("".join))


@settings(deadline=None)
@given(RAW)
def test_offsets_always_point_at_the_raw_text(raw: str) -> None:
    for candidate in extract(raw):
        assert raw[candidate.start : candidate.end] == candidate.text != ""
        assert Decimal(0) <= candidate.confidence <= Decimal(1)
        assert candidate.confidence == candidate.confidence.quantize(Decimal("0.01"))


@settings(deadline=None)
@given(RAW)
def test_candidates_come_in_the_order_of_the_text_and_twice_the_same(raw: str) -> None:
    found = extract(raw)
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert extract(raw) == found


@settings(deadline=None)
@given(RAW)
def test_what_reports_the_past_is_no_figure_to_reach(raw: str) -> None:
    past = retrospective(raw)
    for candidate in extract(raw):
        if candidate.value is not None:
            assert not any(s.start <= candidate.start and candidate.end <= s.end for s in past)


@settings(deadline=None)
@given(RAW)
def test_folding_and_masking_move_nothing(raw: str) -> None:
    assert len(mask(fold(raw))) == len(raw)


def test_a_candidate_whole() -> None:
    raw = PLAN + "财政部门提出，力争税收收入增长8%以上。"
    (candidate,) = extract(raw, year=2024)
    assert to_record(candidate, "a.txt") == {
        "doc": "a.txt",
        "start": raw.index("力争"),
        "end": raw.index("。"),
        "text": "力争税收收入增长8%以上",
        "kind": "target",
        "metric": "税收收入",
        "comparator": "growth>=",
        "value": 8,
        "unit": "%",
        "period": "2024",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "recurrence": None,
        "responsible": "财政部门",
        "modality": "力争",
        "confidence": 0.95,
    }


def test_what_is_unknown_is_none_in_a_record() -> None:
    bare = replace(
        only("建成东湖文化中心。"), metric=None, period=None, period_end=None, value=None
    )
    record = to_record(bare, "a.txt")
    unknown = ("metric", "value", "unit", "period", "period_end", "responsible", "modality")
    assert [record[name] for name in unknown] == [None] * 7


def test_a_decimal_value_stays_exact_enough_to_read_back() -> None:
    assert to_record(only("绿化率达到45.6%。"), "a")["value"] == 45.6


def test_a_span_in_a_converted_text_covers_its_notes() -> None:
    raw = "二、2024年工作安排\n力爭(zhēng)新建公園(yuán)10個(gè)以上。實(shí)施(shī)。"
    (candidate,) = extract(raw, year=2024)
    assert candidate.text == "力爭(zhēng)新建公園(yuán)10個(gè)以上"
    assert candidate.clean_text == "力争新建公园10个以上"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        pytest.param("新建改?gé)蓀鬯公園10个，绿化率达到40%。", [None, Decimal(40)], id="inside"),
        pytest.param("新建公园10个改?gé)蓀鬯，绿化率达到40%。", [None, Decimal(40)], id="behind"),
        pytest.param("改?gé)蓀鬯，努力，新建公园10个。", [Decimal(10)], id="far-away"),
    ],
)
def test_a_number_next_to_damage_is_never_read(sentence: str, value: list[Decimal | None]) -> None:
    found = planned(sentence)
    assert [c.value for c in found] == value
    assert [any("受损" in reason for reason in c.reasons) for c in found] == [
        v is None for v in value
    ]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("确保新建公园10个。", "确保"),
        ("力争新建公园10个。", "力争"),
        ("加快推进10个公园建设。", "加快"),
        ("计划投资10亿元新建公园。", "计划"),
        ("年度计划投资10亿元。", None),
        ("新建公园10个。", None),
    ],
)
def test_modality(sentence: str, modality: str | None) -> None:
    assert planned(sentence)[0].modality == modality


def test_a_binding_word_holds_for_the_clauses_behind_it() -> None:
    found = planned("确保新建公园10个，绿化率达到40%。加快新建公园3个，绿化率达到41%。")
    assert [c.modality for c in found] == ["确保", "确保", "加快", None]


def test_confidence_is_higher_for_a_bound_in_a_list_of_targets() -> None:
    listed = only("主要预期目标是：税收增长8%以上。")
    loose = only("支持企业新建公园10个。")
    assert listed.confidence > loose.confidence
    assert "位于主要目标句" in listed.reasons
    assert "支持、鼓励类用语" in loose.reasons


def test_a_deadline_of_the_row_is_a_deadline() -> None:
    dated, undated = extract(
        "云川方案\n2027年3月底前目标：新建公园10个（责任单位：市住建局）。\n"
        "新建广场10个（责任单位：市住建局）。"
    )
    assert str(dated.period_end) == "2027-03-31"
    assert "未写明期限" not in dated.reasons
    assert "未写明期限" in undated.reasons
    assert dated.confidence > undated.confidence


def test_weights_stay_between_bounds_and_count_once() -> None:
    assert weigh(["damaged", "nameless", "task", "undated"])[0] == Decimal("0.05")
    assert weigh(["bound", "bound"]) == weigh(["bound"])
    assert weigh(STEPS)[0] <= Decimal("0.99")


def test_without_a_year_dates_are_unknown() -> None:
    (candidate,) = extract("会议提出，一季度新建公园10个。")
    assert (candidate.period, candidate.period_start, candidate.period_end) == ("Q1", None, None)


def test_tasks_of_an_opinion_have_no_year_end() -> None:
    raw = (
        "关于加快园林发展的指导意见\n2018年6月1日\n一、主要任务\n"
        "新建公园10个。到2020年，绿化率达到40%。"
    )
    assert [c.period_end for c in extract(raw)] == [None, date(2020, 12, 31)]


def test_a_table_cell_ends_a_sentence() -> None:
    assert [c.text for c in planned("甲局\t新建公园10个\t乙局\t改造道路5公里")] == [
        "新建公园10个",
        "改造道路5公里",
    ]


@pytest.mark.parametrize("raw", ["", "\n\n", "。。。", "各位代表：", "政府工作报告"])
def test_a_text_without_promises_gives_none(raw: str) -> None:
    assert extract(raw) == ()
