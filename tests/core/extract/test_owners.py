import json

import pytest

from luoshi.core.extract import extract
from luoshi.core.extract.owners import parse_owners, statements
from luoshi.core.extract.subjects import subject
from tests.core.extract.sentences import PLAN, planned
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("text", "lead", "assist"),
    [
        ("（责任单位：市水务局、市住建局）", ["市水务局"], ["市住建局"]),
        ("（牵头单位：市水务局；配合单位：市住建局、各区）", ["市水务局"], ["市住建局", "各区"]),
        ("（教育部、工业和信息化部等负责）", ["教育部"], ["工业和信息化部"]),
        (
            "（市水务局、市交通委（市道运局）、各县区负责）",
            ["市水务局"],
            ["市交通委（市道运局）", "各县区"],
        ),
        ("（市财政局等和各县区政府负责）", ["市财政局"], ["各县区政府"]),
        ("（市财政局负责。列第一位者为牵头单位，下同）", ["市财政局"], []),
        ("（市财政局和市审计局按职责分工负责）", ["市财政局"], ["市审计局"]),
        ("责任单位：市水务局", ["市水务局"], []),
    ],
)
def test_units_in_a_bracket(text: str, lead: list[str], assist: list[str]) -> None:
    assert parse_owners(text) == (tuple(lead), tuple(assist))


@pytest.mark.data
def test_published_responsibility_patterns() -> None:
    path = shared("extraction", "responsibility_patterns.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        assert parse_owners(case["text"]) == (tuple(case["lead"]), tuple(case["support"]))


def test_a_bracket_without_units_is_none() -> None:
    assert statements("（含园区）（一）（2024年）") == []


@pytest.mark.parametrize(
    ("clause", "who"),
    [
        ("财政部门提出", ("财政部门",)),
        ("市督查室要健全机制", ("市督查室",)),
        ("各级各部门要行动起来", ("各级各部门",)),
        ("由市住建局牵头实施", ("市住建局",)),
        ("交通部门以枢纽建设为切入点", ("交通部门",)),
        ("东城区作为中心城区，将扛起责任", ("东城区",)),
        ("市教育局、市卫健委要新建学校", ("市教育局", "市卫健委")),
        ("云川区2027年要新增就业", ("云川区",)),
        ("市住房和城乡建设局将改造小区", ("市住房和城乡建设局",)),
        ("市水利局于6月底前完成加固", ("市水利局",)),
        ("市水利局每月报告进展", ("市水利局",)),
        ("全市要新增就业", ()),
        ("我们要加快发展", ()),
        ("推动全市要素集聚", ()),
        ("新建公园", ()),
    ],
)
def test_the_subject_of_a_clause(clause: str, who: tuple[str, ...]) -> None:
    assert subject(clause) == who


def test_a_subject_in_its_role_is_read_over_the_comma() -> None:
    raw = "东城区作为中心城区，将抓好以下工作：\n一是新建公园10个。\n二是新增学位500个。"
    assert [c.responsible for c in extract(raw, year=2024)] == [("东城区",), ("东城区",)]


def test_each_department_answers_for_its_own_part() -> None:
    found = planned("财政部门提出，争取资金3亿元以上；商务部门提出，引进项目5个。")
    assert [c.responsible for c in found] == [("财政部门",), ("商务部门",)]


def test_an_item_with_a_bracket_is_a_task_of_its_units() -> None:
    raw = PLAN + "（一）完善体系。建立机制。（市林业局、市财政局负责）\n（二）其他。"
    (item,) = extract(raw, year=2024)
    assert (item.text, item.kind, item.value) == ("完善体系", "qualitative-task", None)
    assert item.responsible == ("市林业局", "市财政局")


def test_an_item_that_holds_a_figure_is_no_second_task() -> None:
    raw = PLAN + "（一）完善体系。绿化率达到40%，新建公园3个。（责任单位：市林业局）"
    found = extract(raw, year=2024)
    assert [(c.text, c.responsible) for c in found] == [
        ("绿化率达到40%", ("市林业局",)),
        ("新建公园3个", ("市林业局",)),
    ]


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（市环保局牵头，市财政局、市住建局参与）", ("市环保局", "市财政局", "市住建局")),
        ("（市商务局指导，供销合作总社参与）", ("市商务局", "供销合作总社")),
        ("（市农业农村局、市水利局指导）", ("市农业农村局", "市水利局")),
        ("（市林业局、市财政局牵头负责）", ("市林业局", "市财政局")),
        (
            "（牵头单位：市水利局；责任单位：市林业局、市财政局）",
            ("市水利局", "市林业局", "市财政局"),
        ),
    ],
)
def test_brackets_that_name_parts(bracket: str, units: tuple[str, ...]) -> None:
    (found,) = planned(f"新建口袋公园20个{bracket}。")
    assert (found.text, found.metric, found.responsible) == (
        "新建口袋公园20个",
        "新建口袋公园",
        units,
    )


def test_who_leads_and_who_assists_in_front_of_the_deed() -> None:
    (found,) = planned("由市住建局牵头，市财政局配合，改造老旧小区12个。")
    assert found.responsible == ("市住建局", "市财政局")


def test_the_unit_in_charge_is_no_part_of_the_name() -> None:
    (found,) = planned("各县区政府负责改造农村危房300户。")
    assert (found.metric, found.responsible) == ("改造农村危房", ("各县区政府",))


def test_units_behind_a_comma_answer_for_the_line() -> None:
    (found,) = planned("新建口袋公园20个，责任单位：市城管局。")
    assert (found.text, found.responsible) == ("新建口袋公园20个", ("市城管局",))


def test_a_line_of_its_own_answers_for_all_points_above_it() -> None:
    points = "（一）城市建设\n1. 新建公园3个。\n2. 改造小区5个。\n责任单位：市住建局\n"
    found = extract(f"{PLAN}{points}3. 新建学校2所。\n责任单位：市教育局", year=2024)
    assert [(str(c.value), c.responsible) for c in found] == [
        ("3", ("市住建局",)),
        ("5", ("市住建局",)),
        ("2", ("市教育局",)),
    ]


def test_a_line_of_its_own_names_the_units_of_the_item_above() -> None:
    raw = PLAN + "（一）完善体系。\n绿化率达到40%。\n责任单位：市林业局"
    assert {c.responsible for c in extract(raw, year=2024)} == {("市林业局",)}


def test_a_row_without_a_figure_is_named_by_its_thing() -> None:
    (item,) = extract("民生：2024年10月底前，养老服务条例，完成立法（责任单位：市民政局）。")
    assert (item.metric, item.period, item.responsible) == (
        "养老服务条例",
        "2024-10-31",
        ("市民政局",),
    )
