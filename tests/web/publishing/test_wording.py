"""The paragraphs: praise first, reasons with numbers, nobody punished, no figure typed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.sampling import Finding, true_account
from luoshi.web.publishing.facts import RunFacts, UnitFacts, run_facts
from luoshi.web.publishing.known import Standing
from luoshi.web.publishing.values import plain_values, values_of
from luoshi.web.publishing.wording import NAME, checked, default_texts, filled
from tests.factories import City
from tests.web.publishing.build import make_run

HARSH = ("处分", "问责", "追责", "处罚", "惩处", "约谈", "扣分", "免职", "诫勉")


def unit(number: int, *, rank: str | None = "1", tied: int = 1, **fields: object) -> UnitFacts:
    values: dict[str, object] = {
        "pk": number, "code": f"U{number}", "name": f"第{'一二三四五六七八九'[number - 1]}县",
        "points": "90.00", "rank": rank and Decimal(rank), "tied": tied,
        "parts": (), "standings": (), "came": (0, 0, 0), "account": true_account([]),
        "findings": (),
    }  # fmt: skip
    return UnitFacts(**(values | fields))  # type: ignore[arg-type]


def told(facts: RunFacts, *units: UnitFacts) -> dict[str, str]:
    """The paragraphs on a group of these units, with the numbers put in."""
    (group,) = facts.groups
    changed = replace(facts, groups=(replace(group, units=units),))
    values = plain_values(values_of(changed))
    return {key: filled(text, values) for key, text in default_texts(changed).items()}


@pytest.fixture
def facts(city: City) -> RunFacts:
    return run_facts(make_run(city))


def red(count: int, start: int = 1) -> tuple[Standing, ...]:
    return tuple(
        Standing(pk, f"事情{pk}", "red", "逾期3个工作日") for pk in range(start, start + count)
    )


def test_whole_of_the_bulletin_as_worded(city: City, facts: RunFacts) -> None:
    values = plain_values(values_of(facts))
    texts = {key: filled(text, values) for key, text in default_texts(facts).items()}
    east, west = city.east.short_name, city.west.short_name
    assert texts["verified"] == (
        "各单位自报完成2项，由本单位以外的核验员抽查2项，属实1项、部分属实0项、不属实1项，"
        "真交账率50.0%（90%置信区间为12.1%至87.9%）。"
    )
    assert texts["counties/leading"] == (
        f"进展较好的单位：{east}得分80.00，居本组第1位，牵头的2项事项中已核验办结1项，"
        "但仍有红灯事项1项。上述单位的做法请同组单位借鉴。"
    )
    assert texts["counties/behind"] == (
        f"需要加力的单位：{east}有红灯事项1项，“改造水厂100座”核验不属实；"
        f"{west}有红灯事项1项，“植树100亩”滞后序时进度80个百分点。"
        "请对照原因逐项制定措施，需要上级协调的在下一轮交账时写明。"
    )
    assert texts["counties/said"] == (
        f"自报与核验不一致的单位：{east}自报完成2项，抽查2项，属实1项、部分属实0项、不属实1项。"
        "请查明原因，据实更正后重新交账。"
    )


def test_ties_at_the_edge_are_all_named(facts: RunFacts) -> None:
    units = [unit(n, rank="1", tied=3) for n in (1, 2, 3)] + [unit(4, rank="4")]
    text = told(facts, *units)["counties/leading"]
    assert [unit.name in text for unit in units] == [True, True, True, False]
    assert text.count("居本组并列第1位") == 3


def test_at_most_three_ranks_lead(facts: RunFacts) -> None:
    text = told(facts, *(unit(n, rank=str(n)) for n in range(1, 10)))["counties/leading"]
    assert text.count("居本组第") == 3


def test_units_without_points_do_not_lead(facts: RunFacts) -> None:
    text = told(facts, unit(1), unit(2, rank=None))["counties/leading"]
    assert ("第一县" in text, "第二县" in text) == (True, False)


def test_most_red_first_and_only_the_first_causes(facts: RunFacts) -> None:
    few, many = unit(1, standings=red(1)), unit(2, standings=red(3, start=11))
    text = told(facts, few, many)["counties/behind"]
    assert text.index("第二县有红灯事项3项") < text.index("第一县有红灯事项1项")
    assert [f"事情{pk}”" in text for pk in (1, 11, 12, 13)] == [True, True, True, False]
    assert "“事情12”逾期3个工作日等；" in text


def test_a_group_without_red_is_told_so(facts: RunFacts) -> None:
    assert told(facts, unit(1))["counties/behind"] == "本组没有红灯事项，请保持进度。"


def test_truthful_accounts_are_praised(facts: RunFacts) -> None:
    findings = (Finding.CONFIRMED, None)
    honest = unit(1, findings=findings, account=true_account(findings))
    texts = told(facts, honest)
    assert texts["counties/said"] == "本组抽查的1项自报完成全部属实，交账真实，值得肯定。"


def test_nothing_sampled_gives_no_rate(facts: RunFacts) -> None:
    texts = told(facts, unit(1))
    assert texts["counties/said"] == "本组期内没有抽查自报完成的事项。"
    assert "暂不计算真交账率" in texts["verified"]


@pytest.mark.parametrize("key", presets.load("bulletins"))
def test_no_sentence_punishes_or_types_a_figure(key: str) -> None:
    text = presets.load("bulletins")[key]["text"]
    assert [word for word in HARSH if word in text] == []
    assert NAME.sub("", text).isdigit() is False
    assert not any(mark.isascii() and mark.isdigit() for mark in NAME.sub("", text))


def test_ranking_note_says_that_a_rank_has_no_consequence() -> None:
    assert "本身不引起任何奖惩" in presets.load("bulletins")["ranking"]["text"]


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("counts", "共{事项}项", "bulletin-placeholder-unknown"),
        ("counts", "共{红灯项", "bulletin-brace"),
        ("counts", "共红灯}项", "bulletin-brace"),
        ("counts", "共{}项", "bulletin-brace"),
        ("counts", "共12项", "bulletin-number-typed"),
        ("counts", "共１２项", "bulletin-number-typed"),
        ("counts", "共{红灯}%", "bulletin-number-typed"),
        ("next", "甲" * 3001, "bulletin-text-long"),
    ],
)
def test_what_may_not_be_written(key: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(key, text, ["红灯"])
    assert (refused.value.code, refused.value.params["field"]) == (code, key)


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("counts", " 共{红灯}项 \n\n 其中 ", "共{红灯}项\n其中"),
        ("counts", "", ""),
        ("next", "请于11月30日前报送。", "请于11月30日前报送。"),
    ],
)
def test_what_may_be_written(key: str, text: str, kept: str) -> None:
    assert checked(key, text, ["红灯"]) == kept
