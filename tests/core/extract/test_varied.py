"""Clauses as work reports, notices, minutes and plans write them; all of them invented."""

import pytest

from luoshi.core.extract import extract
from tests.core.extract.sentences import PLAN, planned

REACHED: list[tuple[str, list[str]]] = [
    # place, year and subject are no part of the name
    ("云川市2024年要新增城镇就业3万人。", ["新增城镇就业 = 3万人"]),
    ("2024年，云川市新增规上工业企业60家以上。", ["云川市新增规上工业企业 >= 60家"]),
    ("请于6月底前完成病险水库加固15座。", ["病险水库加固 = 15座"]),
    # quarters and halves; a thing named once
    (
        "上半年开工项目不少于30个，下半年竣工15个。",
        ["开工项目 >= 30个", "竣工项目 = 15个"],
    ),
    ("三季度末前完成审批系统上线。", ["完成审批系统上线 by"]),
    # against an earlier level, in percentage points
    ("研发投入强度比上年提高2个百分点。", ["研发投入强度 = 2个百分点"]),
    ("数字经济规模比2022年翻一番以上。", ["数字经济规模 times>= 2倍"]),
    # bounds and ranges
    ("民生支出占比不低于80%。", ["民生支出占比 share>= 80%"]),
    ("新增公办学位不少于6000个。", ["新增公办学位 >= 6000个"]),
    ("细颗粒物浓度控制在32微克/立方米以内。", ["细颗粒物浓度 <= 32微克/立方米"]),
    ("地区生产总值增长5%—6%。", ["地区生产总值 growth>= 5%"]),
    (
        "地区生产总值增长5.5%左右，力争达到6%。",
        ["地区生产总值 growth~ 5.5%", "地区生产总值 growth>= 6%"],
    ),
    ("办理时限由20个工作日压缩至10个工作日。", ["办理时限 <= 10个工作日"]),
    # margins over others, and ranks
    (
        "固定资产投资增速超全省平均0.5个百分点。",
        ["固定资产投资增速超全省平均 vs 0.5个百分点"],
    ),
    ("农村居民收入增速比全省快1个百分点。", ["农村居民收入增速比全省快 vs 1个百分点"]),
    ("力争经济总量进入全省前五。", ["经济总量 rank<= 5全省位次"]),
    ("外贸进出口总额不低于去年水平。", ["外贸进出口总额 vs 去年"]),
    # one value for a list, a value each, sizes in front of counts
    (
        "网办率、即办率均达到95%以上。",
        ["网办率 share>= 95%", "即办率 share>= 95%"],
    ),
    (
        "生产总值、工业增加值、投资分别增长6%、8%和10%。",
        ["生产总值 growth= 6%", "工业增加值 growth= 8%", "投资 growth= 10%"],
    ),
    (
        "引进亿元以上项目100个，其中10亿元以上20个、50亿元以上3个。",
        ["引进亿元以上项目 = 100个", "10亿元以上项目 = 20个", "50亿元以上项目 = 3个"],
    ),
    ("建设保障性住房3000套（间）。", ["建设保障性住房 = 3000套"]),
    # numbers in words
    ("力争生产总值突破两千亿元大关。", ["生产总值 >= 2000亿元"]),
    ("新增就业三万人以上。", ["新增就业 >= 3万人"]),
    ("规上工业企业突破千家。", ["规上工业企业 > 1000家"]),
    ("较大以上事故零发生。", ["较大以上事故 = 0起"]),
    (
        "事故起数、死亡人数实现双下降。",
        ["事故起数 reduce> 0%", "死亡人数 reduce> 0%"],
    ),
    ("化肥使用量实现负增长。", ["化肥使用量 growth<= 0%"]),
    # an aim beside a result
    ("去年新建公园8个，今年再新建12个。", ["新建公园 = 12个"]),
    ("2023年完成投资300亿元，2024年力争突破350亿元。", ["投资 > 350亿元"]),
    ("在2023年新增4万人的基础上，2024年新增就业5万人。", ["新增就业 = 5万人"]),
    ("新增规上企业60家，较上年多5家。", ["新增规上企业 = 60家"]),
    # works and rhythms
    ("确保轨道交通2号线一期年内开工。", ["轨道交通2号线一期 by"]),
    ("实现社区健身设施全覆盖。", ["社区健身设施 all 100%"]),
    ("市教育局每月报告一次进展。", ["每月报告一次进展 by"]),
    ("每月20日前将进展情况报市政府办公室。", ["每月20日前将进展情况报市政府办公室 by"]),
]


def shown(sentence: str) -> list[str]:
    return [
        f"{c.metric} {c.comparator} {'' if c.value is None else c.value}{c.unit or ''}".strip()
        for c in planned(sentence)
    ]


@pytest.mark.parametrize(("sentence", "expected"), REACHED)
def test_what_is_to_be_reached(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "如完成年度任务80%以下的，予以通报批评。",
        "若上级资金到位，新建学校3所。",
        "一旦超过警戒水位0.5米，立即转移群众300人。",
        "完成率低于90%的，扣2分。",
        "截至11月底，完成投资280亿元，占年度计划的93%。",
        "今年一季度，全市发生生产安全事故12起、死亡8人，同比分别下降20%、33%。",
        "1至2月规上工业增加值增长7.2%，投资增长9.1%。",
        "上年新建公园8个。",
        "国务院《发展规划》提出，新建高标准农田100万亩。",
        "每一项工作都要落到实处。",
    ],
)
def test_what_is_only_told_or_only_might_be(sentence: str) -> None:
    assert shown(sentence) == []


def test_the_place_in_the_title_is_no_part_of_a_name_and_no_owner() -> None:
    raw = (
        "云川市2024年工作要点\n二、2024年工作安排\n云川市新增企业60家。"
        "云川市要新增就业3万人。东城区要新建公园2个。"
    )
    assert [(c.metric, c.responsible) for c in extract(raw)] == [
        ("新增企业", ()),
        ("新增就业", ()),
        ("新建公园", ("东城区",)),
    ]


MINUTES = """云川市人民政府常务会议纪要
2024年3月12日，市长主持召开市政府第15次常务会议。纪要如下：
一、听取经济运行情况汇报
会议指出，1至2月全市规上工业增加值增长7.2%。会议要求，市工信局要抓好增产，确保一季度规上工业增加值增长8%以上。
二、研究老旧小区改造工作
会议原则同意改造方案。由市住建局牵头，市财政局、各县区政府配合，6月底前完成45个老旧小区改造方案编制。
三、研究校园食品安全
会议明确，市教育局、市市场监管局于5月底前完成全市中小学食堂检查。
"""
OLD_AND_NEW = """云川市2023年工作总结和2024年工作思路
2023年，我们完成固定资产投资850亿元；新增规上企业55家。引进项目120个。
2024年工作思路：
固定资产投资力争突破950亿元，同比增长10%以上。新增规上企业60家。
"""
SUPERVISED = """督办通知
市水利局：
请于2024年6月15日前完成东湖水库除险加固，并于6月20日前将结果报市政府督查室。
逾期未报的，将在全市通报。
"""


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        pytest.param(
            MINUTES,
            [
                ("规上工业增加值", "2024-03-31", "市工信局"),
                ("老旧小区改造方案编制", "2024-06-30", "市住建局;市财政局;各县区政府"),
                ("完成全市中小学食堂检查", "2024-05-31", "市教育局;市市场监管局"),
            ],
            id="minutes",
        ),
        pytest.param(
            OLD_AND_NEW,
            [
                ("固定资产投资", "2024-12-31", ""),
                ("固定资产投资", "2024-12-31", ""),
                ("新增规上企业", "2024-12-31", ""),
            ],
            id="summary-and-plan",
        ),
        pytest.param(
            SUPERVISED,
            [
                ("完成东湖水库除险加固", "2024-06-15", "市水利局"),
                ("结果报市政府督查室", "2024-06-20", "市水利局"),
            ],
            id="supervision",
        ),
    ],
)
def test_papers_of_other_kinds(paper: str, expected: list[tuple[str, str, str]]) -> None:
    found = [
        (c.metric, str(c.period_end), ";".join(c.responsible))
        for c in extract(paper)
        if not (c.metric or "").startswith("抓好")
    ]
    assert found == expected


def test_a_five_year_plan_dates_its_aims_by_its_years() -> None:
    raw = "云川市“十五五”规划纲要\n第三章 主要目标\n到2030年，生产总值突破5000亿元；投资增长5%。"
    assert [c.period for c in extract(raw)] == ["2030", "2030"]


def test_a_name_is_kept_over_a_semicolon() -> None:
    raw = PLAN + "2024年，高新技术企业达到400家；到2027年翻一番。"
    assert [(c.metric, c.comparator) for c in extract(raw, year=2024)] == [
        ("高新技术企业", ">="),
        ("高新技术企业", "times>="),
    ]
