"""How far a statement of owners reaches."""

import pytest

from luoshi.core.extract import extract
from tests.core.extract.sentences import PLAN

POINTS = "1. 改造老旧小区45个。\n2. 新建口袋公园20个。\n"
CASES = [
    pytest.param(
        f"（一）城市建设（市住建局牵头）\n{POINTS}（二）产业\n新增企业60家。",
        {"45": "市住建局", "20": "市住建局", "60": ""},
        id="at-a-heading",
    ),
    pytest.param(
        f"（一）城市建设\n牵头领导：王副市长\n责任单位：市住建局、市城管局\n{POINTS}",
        {"45": "市住建局;市城管局", "20": "市住建局;市城管局"},
        id="below-a-heading",
    ),
    pytest.param(
        "（一）城市建设（市住建局牵头）\n1. 改造小区45个。\n2. 新建公园20个。（市城管局负责）\n",
        {"45": "市住建局", "20": "市城管局"},
        id="the-nearer-counts",
    ),
    pytest.param(
        f"（一）城市建设\n{POINTS}责任单位：市住建局、市财政局",
        {"45": "市住建局;市财政局", "20": "市住建局;市财政局"},
        id="below-points",
    ),
    pytest.param(
        "（一）新增企业60家。\n（二）工业增加值增长8%。\n责任单位：市发改委、市财政局",
        {"60": "市发改委;市财政局", "8": "市发改委;市财政局"},
        id="below-single-lines",
    ),
    pytest.param(
        "城市建设\n改造老旧小区45个。\n新建口袋公园20个。\n责任单位：市住建局",
        {"45": "市住建局", "20": "市住建局"},
        id="below-paragraphs",
    ),
    pytest.param(
        "（一）新建幼儿园12所。\n牵头单位：市教育局\n配合单位：市财政局\n"
        "（二）改造危房800户。\n牵头单位：市住建局\n",
        {"12": "市教育局;市财政局", "800": "市住建局"},
        id="each-its-own",
    ),
    pytest.param(
        f"（一）城市建设\n{POINTS}以上任务由市住建局牵头，各县区配合。",
        {"45": "市住建局;各县区", "20": "市住建局;各县区"},
        id="all-above",
    ),
    pytest.param(
        "市水利局：\n改造泵站45座。\n新建水库20座。",
        {"45": "市水利局", "20": "市水利局"},
        id="addressed-by-name",
    ),
    pytest.param("各县区、各部门：\n改造泵站45座。", {"45": ""}, id="addressed-to-all"),
]


@pytest.mark.parametrize(("text", "owners"), CASES)
def test_who_answers(text: str, owners: dict[str, str]) -> None:
    found = extract(PLAN + text, year=2024)
    assert {str(c.value): ";".join(c.responsible) for c in found} == owners


def test_a_deadline_on_a_line_of_its_own_dates_the_item_above() -> None:
    raw = f"{PLAN}（一）新建幼儿园12所。\n完成时限：9月底前\n（二）改造危房800户。"
    assert [str(c.period_end) for c in extract(raw, year=2024)] == ["2024-09-30", "2024-12-31"]


def test_a_section_that_promises_nothing_is_one_task_of_its_units() -> None:
    raw = f"{PLAN}（一）城市治理（市城管局牵头）\n弘扬实干精神。\n（二）产业\n新增企业60家。"
    task, _ = extract(raw, year=2024)
    assert (task.kind, task.metric, task.responsible) == (
        "qualitative-task",
        "城市治理",
        ("市城管局",),
    )


def test_units_behind_a_result_make_no_task_of_it() -> None:
    raw = (
        "一、2023年工作回顾\n完成老旧小区改造。（市住建局负责）\n二、2024年工作安排\n新建公园1个。"
    )
    assert [c.text for c in extract(raw, year=2024)] == ["新建公园1个"]
