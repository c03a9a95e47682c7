"""Who leads, who helps, and until when."""

from itertools import pairwise

import pytest

from luoshi.core.extract.bodies import is_body, names
from luoshi.core.extract.duties import duty, is_only_due
from luoshi.core.extract.owners import statements
from tests.core.extract.sentences import planned


@pytest.mark.parametrize(
    ("clause", "lead", "assist"),
    [
        ("市交通局牵头", ["市交通局"], []),
        ("由市住房和城乡建设局牵头负责", ["市住房和城乡建设局"], []),
        ("市交通局牵头、市财政局配合", ["市交通局"], ["市财政局"]),
        ("市发展改革委、市投资促进中心协助", [], ["市发展改革委", "市投资促进中心"]),
        ("由市教育局和市财政局按职责分工负责落实", ["市教育局", "市财政局"], []),
        ("由运输科牵头", ["运输科"], []),
        ("请各县区政府配合做好工作", [], ["各县区政府"]),
        ("市自然资源局（市林业局）牵头", ["市自然资源局（市林业局）"], []),
    ],
)
def test_a_clause_that_only_says_who(clause: str, lead: list[str], assist: list[str]) -> None:
    told = duty(clause)
    assert told is not None
    assert (list(told.lead), list(told.assist)) == (lead, assist)


@pytest.mark.parametrize(
    "clause",
    [
        "市住建局负责养护",
        "推动全市牵头",
        "牵头单位负责",
        "全市配合",
        "全面加强园区配合",
        "副市长牵头",
        "市交通局牵头新建公路10公里",
        "新建公园10座",
    ],
)
def test_a_clause_that_says_more_or_names_nobody(clause: str) -> None:
    assert duty(clause) is None


@pytest.mark.parametrize(
    ("clause", "only"),
    [
        ("12月底前完成", True),
        ("力争2027年9月底前全部建成投用", True),
        ("于10月31日前竣工", True),
        ("年底前整改到位", True),
        ("9月底前完成主体工程", False),
        ("完成", False),
    ],
)
def test_a_clause_that_only_says_when(clause: str, only: bool) -> None:
    assert is_only_due(clause) is only


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("市城市建设投资集团", True),
        ("市发展和改革委员会", True),
        ("公路科", True),
        ("加快建设园区", False),
        ("责任单位", False),
        ("全市", False),
        ("在建项目", False),
    ],
)
def test_what_names_a_unit(name: str, unit: bool) -> None:
    assert is_body(name) is unit


def test_a_list_of_names() -> None:
    assert names("市交通局（市道运局、市邮政局）、市财政局和市审计局等部门") == [
        "市交通局（市道运局、市邮政局）",
        "市财政局",
        "市审计局",
    ]


OF_A_SENTENCE = [
    ("新建公路120公里，由市交通局牵头，市财政局配合。", "市交通局;市财政局", "2024-12-31"),
    ("新建公路120公里以上，市交通局牵头。", "市交通局", "2024-12-31"),
    (
        "新建公路120公里，市交通局负责，市财政局配合，10月底前完成。",
        "市交通局;市财政局",
        "2024-10-31",
    ),
    ("新建公路120公里，10月底前完成，市交通局牵头。", "市交通局", "2024-10-31"),
    ("市交通局牵头、市财政局配合，新建公路120公里。", "市交通局;市财政局", "2024-12-31"),
    ("市交通局要新建公路120公里，市财政局配合。", "市交通局;市财政局", "2024-12-31"),
    ("新建公路120公里。由市交通局牵头，10月底前完成。", "市交通局", "2024-10-31"),
    ("新建公路120公里；市交通局牵头；", "市交通局", "2024-12-31"),
    ("新建公路120公里，责任单位：市交通局，完成时限：10月底。", "市交通局", "2024-10-31"),
    ("新建公路120公里（市交通局牵头，10月底前完成）。", "市交通局", "2024-10-31"),
    ("新建公路120公里（市交通局、市财政局）。", "市交通局;市财政局", "2024-12-31"),
    ("新建公路120公里（责任科室：公路科；责任人：张三；时限：10月）。", "公路科", "2024-10-31"),
    ("新建公路120公里。牵头单位市交通局", "市交通局", "2024-12-31"),
    ("新建公路120公里，10月底前。", "", "2024-10-31"),
]


@pytest.mark.parametrize(("sentence", "responsible", "due"), OF_A_SENTENCE)
def test_a_figure_with_its_owners_and_deadline(sentence: str, responsible: str, due: str) -> None:
    (found,) = planned(sentence)
    assert (found.metric, str(found.value)) == ("新建公路", "120")
    assert (";".join(found.responsible), str(found.period_end)) == (responsible, due)


def test_each_closing_clause_is_of_the_promises_since_the_one_before() -> None:
    found = planned(
        "新建公路9公里，改造危桥8座，市交通局牵头，改造小区7个，市住建局负责，市财政局配合。"
    )
    assert [(str(c.value), c.responsible) for c in found] == [
        ("9", ("市交通局",)),
        ("8", ("市交通局",)),
        ("7", ("市住建局", "市财政局")),
    ]


def test_a_promise_with_a_date_keeps_it() -> None:
    found = planned("由市住建局牵头，6月底前完成方案编制45个，11月底前全部完工。")
    assert [(c.metric, str(c.period_end)) for c in found] == [
        ("方案编制", "2024-06-30"),
        ("方案编制", "2024-11-30"),
    ]
    assert {c.responsible for c in found} == {("市住建局",)}


def test_statements_do_not_lie_over_each_other() -> None:
    text = "\n新建公园。（责任单位：市城管局）。由市住建局牵头。\n责任单位：市林业局\n完成时限：6月"
    found = statements(text)
    assert [one.names for one in found] == [("市城管局",), ("市住建局",), ("市林业局",)]
    assert [one.due for one in found] == ["", "", "6月"]
    assert all(a.end <= b.start for a, b in pairwise(found))
