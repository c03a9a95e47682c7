from decimal import Decimal

import pytest

from luoshi.core.extract import extract
from tests.core.extract.sentences import figures, only, planned


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "unit"),
    [
        ("地区生产总值增长6%以上。", "growth>=", "6", "%"),
        ("工业增加值增长8%。", "growth=", "8", "%"),
        ("税收增长5%左右。", "growth~", "5", "%"),
        ("万元产值能耗下降3%以上。", "reduce>=", "3", "%"),
        ("绿化覆盖率达到45%。", "share>=", "45", "%"),
        ("饮用水达标率100%。", "share>=", "100", "%"),
        ("税收占比67%。", "share=", "67", "%"),
        ("清洁能源占比20%左右。", "share~", "20", "%"),
        ("协调事项不能超过10%。", "share<=", "10", "%"),
        ("城镇登记失业率控制在4.5%以内。", "<=", "4.5", "%"),
        ("居民消费价格涨幅3%左右。", "~", "3", "%"),
        ("城镇化率提高1.2个百分点。", "=", "1.2", "个百分点"),
        ("新增就业5万人以上。", ">=", "5", "万人"),
        ("盘活厂房面积不少于6万平方米。", ">=", "6", "万平方米"),
        ("引进资金超100亿元。", ">", "100", "亿元"),
        ("财政收入突破300亿元。", ">", "300", "亿元"),
        ("全年接待游客2000余万人次。", ">", "2000", "万人次"),
        ("审批时限压缩至3个工作日。", "<=", "3", "个工作日"),
        ("新建公园10个。", "=", "10", "个"),
        ("新建公园１０个。", "=", "10", "个"),
        ("完成投资1,320亿元。", "=", "1320", "亿元"),
        ("生产总值增长6-6.5%。", "growth>=", "6", "%"),
        ("今年至少新增2家上市企业。", ">=", "2", "家"),
        ("按照不低于上年人均支出的30%确定补助标准。", "share>=", "30", "%"),
        ("生产总值迈上3000亿元台阶。", ">=", "3000", "亿元"),
        ("新增城市日供水能力3万吨。", "=", "3", "万吨/日"),
        ("解决70%的社区用房。", "share>=", "70", "%"),
        ("企业数量翻一番。", "times>=", "2", "倍"),
        ("企业数量翻两番。", "times>=", "4", "倍"),
        ("培育千亿级装备产业集群。", ">=", "1000", "亿元"),
        ("培育500亿级食品产业集群。", ">=", "500", "亿元"),
        ("外贸进出口总额保持平稳增长。", "growth>=", "0", "%"),
        ("上半年重点项目全部开工。", "all", "100", "%"),
    ],
)
def test_value_bound_and_unit(sentence: str, comparator: str, value: str, unit: str) -> None:
    candidate = only(sentence)
    assert candidate.kind == "target"
    assert (candidate.comparator, candidate.value, candidate.unit) == (
        comparator,
        Decimal(value),
        unit,
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "客流量、旅游收入均增长10%以上。",
            [("客流量", "growth>=", "10", "%"), ("旅游收入", "growth>=", "10", "%")],
            id="both",
        ),
        pytest.param(
            "小麦种植、小麦收获机械化率分别达到65%和55%。",
            [
                ("小麦种植机械化率", "share>=", "65", "%"),
                ("小麦收获机械化率", "share>=", "55", "%"),
            ],
            id="respectively",
        ),
        pytest.param(
            "城镇和农村居民人均可支配收入分别增长5%、6%以上。",
            [
                ("城镇人均可支配收入", "growth=", "5", "%"),
                ("农村居民人均可支配收入", "growth>=", "6", "%"),
            ],
            id="above-counts-for-its-own-item",
        ),
        pytest.param(
            "新增科技企业30家以上、示范企业10家。",
            [("新增科技企业", ">=", "30", "家"), ("示范企业", "=", "10", "家")],
            id="one-item-each",
        ),
        pytest.param(
            "加快建设300套人才房、200套公租房。",
            [("人才房", "=", "300", "套"), ("公租房", "=", "200", "套")],
            id="number-first",
        ),
        pytest.param(
            "设施农业、水产养殖和初加工机械化率总体达到50%左右。",
            [("设施农业、水产养殖和初加工机械化率", "share~", "50", "%")],
            id="one-figure-of-several-things",
        ),
    ],
)
def test_a_clause_with_several_figures(
    sentence: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert figures(sentence) == expected


def test_items_of_a_list_have_spans_of_their_own() -> None:
    texts = [c.text for c in planned("新增科技企业30家以上、示范企业10家。")]
    assert texts == ["新增科技企业30家以上", "示范企业10家"]


def test_figures_that_share_a_verb_have_one_span() -> None:
    texts = {c.text for c in planned("加快建设300套人才房、200套公租房。")}
    assert texts == {"加快建设300套人才房、200套公租房"}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        pytest.param("新引进过50亿元项目5个、过5亿元项目130个。", ["5", "130"], id="over"),
        pytest.param("实施亿元以上项目143个，其中50亿元以上项目8个。", ["143", "8"], id="of-which"),
        pytest.param("培育营业收入超50亿元企业2家、超100亿元企业1家。", ["2", "1"], id="turnover"),
        pytest.param("重点推进甲材料、乙材料3个50亿元以上项目。", ["3"], id="size-last"),
        pytest.param("推进总投资80亿元的12个项目。", ["12"], id="invested"),
        pytest.param("对500万元以下的小微企业降低费率。", [], id="limit"),
        pytest.param("对产值增长10%以上的企业给予奖励。", [], id="grown-by"),
        pytest.param("实现增长6%以上的目标。", ["6"], id="the-aim-itself"),
        pytest.param(
            "推动丙公司20万辆整车项目、丁公司5万吨纸浆等重点项目投产。", [], id="capacity"
        ),
    ],
)
def test_a_threshold_is_no_target(sentence: str, values: list[str]) -> None:
    found = [str(c.value) for c in planned(sentence) if c.value is not None]
    assert found == values


@pytest.mark.parametrize(
    "sentence",
    [
        "聚焦新材料、氢能等6个领域精准发力。",
        "实施“1236”发展战略。",
        "推进十大战略落地。",
        "对照3个方面21个问题再次审视。",
        "围绕20条产业链谋划布局。",
        "治愈率=治愈人数/总人数×100%。",
        "比上年增加1.6万亿元。",
        "以前瞻30年的眼光谋划发展。",
        "认真落实17条措施。",
        "收费按照5%的比例执行。",
        "第3次全体会议召开。",
        "抓好8组织建设。",
    ],
)
def test_a_number_that_only_places_or_describes_is_no_target(sentence: str) -> None:
    assert [c for c in planned(sentence) if c.value is not None] == []


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("工业投资增速高于全省平均水平。", "全省平均"),
        ("产品合格率达到国际先进水平。", "国际先进水平"),
        ("空气质量优良天数位居全省前列。", "全省位次"),
        ("居民收入与经济增长同步。", "经济增速"),
        ("居民收入增长和经济增长同步。", "经济增速"),
        ("能耗强度控制在省定目标内。", "省定目标"),
        ("单位产值能耗与“十四五”控制目标统筹衔接。", "“十四五”控制目标"),
    ],
)
def test_a_relative_target_names_what_it_is_measured_against(sentence: str, unit: str) -> None:
    candidate = only(sentence)
    assert (candidate.comparator, candidate.value, candidate.unit) == ("vs", None, unit)


def test_a_relative_target_of_two_figures() -> None:
    found = planned("森林覆盖率、湿地保护率位居全省前列。")
    assert [c.metric for c in found] == ["森林覆盖率", "湿地保护率"]


def test_being_in_front_is_no_target_without_a_figure() -> None:
    assert planned("努力走在全省前列。") == ()


def test_a_figure_without_a_name_takes_the_one_before_it() -> None:
    found = planned("财政收入增长4%以上，超过全省平均水平。")
    assert [c.metric for c in found] == ["财政收入", "财政收入"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "社会用电量增长7%以上，高于全市平均水平、清洁用电占比30%。",
            [
                ("社会用电量", "growth>=", "7", "%"),
                ("社会用电量", "vs", "None", "全市平均"),
                ("清洁用电占比", "share=", "30", "%"),
            ],
            id="in-front",
        ),
        pytest.param(
            "外贸增长8%、超过全国平均水平、跨境电商占比12%。",
            [
                ("外贸", "growth=", "8", "%"),
                ("外贸", "vs", "None", "全国平均"),
                ("跨境电商占比", "share=", "12", "%"),
            ],
            id="between",
        ),
        pytest.param(
            "工业投资、民间投资增速高于全省平均水平。",
            [
                ("工业投资增速", "vs", "None", "全省平均"),
                ("民间投资增速", "vs", "None", "全省平均"),
            ],
            id="a-list-of-names-stays-whole",
        ),
    ],
)
def test_a_comparison_in_a_list_is_a_target_of_what_was_named(
    sentence: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("努力办结80%以上或者百分百的来信事项。", "办结的来信事项占比"),
        ("力争90%以上乃至全部的行政村通上公交。", "行政村通上公交占比"),
        ("按不低于财政支出的2%安排科普经费。", "科普经费占财政支出比例"),
        ("即新建换电站100个。", "新建换电站"),
        ("力争外贸总额“十五五”末迈上500亿元台阶。", "外贸总额"),
        ("再新增2家以上超20亿元企业。", "超20亿元企业"),
        ("引进4个投资20亿元以上食品项目。", "投资20亿元以上食品项目"),
        ("茶叶出口占全省的15%以上。", "茶叶出口占全省比重"),
        ("今年市级水利投资拟安排6亿元。", "市级水利投资"),
        ("绿色项目签约90个以上。", "绿色项目签约"),
        ("力促在一季度乃至二季度中实现窗口延时、服务提效。", "实现窗口延时、服务提效"),
    ],
)
def test_the_name_is_that_of_what_is_measured(sentence: str, metric: str) -> None:
    assert only(sentence).metric == metric


def test_sizes_in_a_list_share_the_thing_named_last() -> None:
    found = planned("培育形成2个千亿级、3个500亿级、6个百亿级产业集群和8个十亿级企业。")
    assert [(c.metric, str(c.value)) for c in found] == [
        ("千亿级产业集群", "2"),
        ("500亿级产业集群", "3"),
        ("百亿级产业集群", "6"),
        ("十亿级企业", "8"),
    ]


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("除险加固小型水库22座。", "除险加固小型水库", "22"),
        ("标准化养殖场10家。", "标准化养殖场", "10"),
        ("布设35处监测点。", "监测点", "35"),
        ("落实援建资金8亿元。", "援建资金", "8"),
        ("利用外资3亿美元。", "利用外资", "3"),
        ("力争30个项目进入省级计划。", "项目进入省级计划", "30"),
        ("赤字规模2亿元。", "赤字规模", "2"),
    ],
)
def test_a_count_in_a_plan_needs_no_verb_from_a_list(
    sentence: str, metric: str, value: str
) -> None:
    candidate = only(sentence)
    assert (candidate.metric, str(candidate.value)) == (metric, value)


@pytest.mark.parametrize(
    "sentence",
    ["名单共120家。", "其他5个问题继续推进。", "上述3项工作抓紧落实。", "落实6项政策。"],
)
def test_a_count_that_only_says_how_many_there_are_is_no_target(sentence: str) -> None:
    assert [c for c in planned(sentence) if c.value is not None] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "登记失业率和调查失业率控制在3%以内和5.5%左右。",
            [("登记失业率", "<=", "3", "%"), ("调查失业率", "~", "5.5", "%")],
            id="side-by-side",
        ),
        pytest.param(
            "城乡居民收入分别增长8%、9%以上。",
            [("城镇居民收入", "growth=", "8", "%"), ("农村居民收入", "growth>=", "9", "%")],
            id="town-and-village",
        ),
        pytest.param(
            "帮助50家企业解决用工5000人。",
            [("企业", "=", "50", "家"), ("解决用工", "=", "5000", "人")],
            id="two-deeds",
        ),
        pytest.param(
            "力争每个开发区新增3家规上企业。", [("规上企业", "=", "3", "家/开发区")], id="each"
        ),
        pytest.param(
            "食品抽检量达到每千人5批次。", [("食品抽检量", ">=", "5", "批次/千人")], id="per-head"
        ),
    ],
)
def test_values_shared_out(sentence: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "民生：2026年9月底前目标：新建口袋公园20个（责任单位：市城管局）。",
            ["新建口袋公园=20个"],
        ),
        ("2026年9月底前，新建口袋公园20个（责任单位：市城管局）。", ["新建口袋公园=20个"]),
        ("经济：目标：工业增加值增长≥8%（责任单位：市工信局）。", ["工业增加值growth>=8%"]),
        (
            "投资：2026年目标：900亿元，2025年完成：800亿元（责任单位：市发改委）。",
            ["投资=900亿元"],
        ),
        ("2026年目标：投资900亿元，上年完成：800亿元（责任单位：市发改委）。", ["投资=900亿元"]),
    ],
)
def test_a_row_of_a_table_gives_its_aim_once(row: str, expected: list[str]) -> None:
    found = [f"{c.metric}{c.comparator}{c.value}{c.unit}" for c in extract(row)]
    assert found == expected


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("12月20日前完成救助资金发放2亿元。", "救助资金发放"),
        ("一季度重点项目开工率达到90%以上。", "重点项目开工率"),
        ("一、改造老旧小区12个。", "改造老旧小区"),
        ("实施援建项目24个。", "援建项目"),
        ("赤字率拟按4%左右安排。", "赤字率"),
        ("要聚焦工业增加值增长6%以上的目标。", "工业增加值"),
    ],
)
def test_the_name_is_free_of_dates_numbering_and_verbs(sentence: str, metric: str) -> None:
    assert only(sentence).metric == metric


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("加快实施甲产业园、乙改造等41个项目。", "project"),
        ("建成南城小学、北城中学等15所学校。", "project"),
        ("实施甲改造、乙改造等高端化项目65个。", "target"),
        ("实施重点项目300个。", "target"),
    ],
)
def test_a_counted_list_of_named_works_is_a_project(sentence: str, kind: str) -> None:
    assert only(sentence).kind == kind


def test_names_in_quotation_marks_stay_readable() -> None:
    assert only("新建“一刻钟生活圈”20个。").metric == "新建“一刻钟生活圈”"
