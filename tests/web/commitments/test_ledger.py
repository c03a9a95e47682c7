"""Rows of the table: filters, order, counts, words, workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import commitment_list_in
from luoshi.web.commitments.book import workbook
from luoshi.web.commitments.chips import chips_of, heads_of
from luoshi.web.commitments.columns import columns_of, extra_text
from luoshi.web.commitments.kinds import read_kind
from luoshi.web.commitments.ledger import (
    Filters,
    ListCounts,
    list_rows,
    lists_with_counts,
    tally,
)
from luoshi.web.commitments.lines import Line, lines_of, places_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.commitments.rows import row_of
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import KIND, progress, supervisor


@pytest.fixture
def rows(city: City) -> tuple[CommitmentList, list[Commitment]]:
    """Three rows: late red by transport, verified blue by health, unknown by the park."""
    lst = make_list(city)
    make = {"within": lst}
    red = make_commitment(city, city.transport, due_on=date(2026, 6, 30), **make)
    blue = make_commitment(city, city.health, kind="project", state="verified", **make)
    grey = make_commitment(city, city.park, due_on=date(2026, 3, 31), state="assigned", **make)
    progress(red, "red", said_value=Decimal(45), said_share=Decimal("0.45"), evidence_count=2)
    progress(
        blue,
        "blue",
        said_share=Decimal(1),
        achieved_share=Decimal("0.9"),
        achieved_value=Decimal(90),
        finding="confirmed",
    )
    return lst, [red, blue, grey]


def found(city: City, lst: CommitmentList | None, query: dict[str, str]) -> list[Line]:
    return list(lines_of(list_rows(supervisor(city), Filters.of(query), lst)))


def listed(actor: Actor) -> list[ListCounts]:
    return lists_with_counts(actor, lists_visible_to(actor))


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ({}, [0, 1, 2]),
        ({"light": "red"}, [0]),
        ({"light": "grey"}, [2]),
        ({"light": "purple"}, [0, 1, 2]),
        ({"state": "verified"}, [1]),
        ({"state": "lost"}, [0, 1, 2]),
        ({"kind": "project"}, [1]),
        ({"q": "  卫健  "}, [1]),
        ({"q": "新建道路", "kind": "target"}, [0, 2]),
        ({"q": "没有"}, []),
        ({"q": "%"}, []),
        ({"unit": "x"}, [0, 1, 2]),
        ({"unit": "9" * 30}, [0, 1, 2]),
        ({"sort": "due"}, [2, 0, 1]),
        ({"sort": "-due"}, [1, 0, 2]),
        ({"sort": "-number"}, [2, 1, 0]),
        ({"sort": "lead"}, [0, 1, 2]),
        ({"sort": "light"}, [0, 1, 2]),
        ({"sort": "-light"}, [2, 1, 0]),
        ({"sort": "said"}, [0, 1, 2]),
        ({"sort": "-said"}, [1, 0, 2]),
        ({"sort": "-achieved"}, [1, 2, 0]),
        ({"sort": "'; drop"}, [0, 1, 2]),
    ],
    ids=str,
)
def test_rows_by_filter_and_order(
    city: City,
    rows: tuple[CommitmentList, list[Commitment]],
    query: dict[str, str],
    which: list[int],
) -> None:
    lst, all_rows = rows
    assert [line.pk for line in found(city, lst, query)] == [all_rows[place].pk for place in which]


def test_unit_filter_names_the_lead_unit(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, (_red, blue, _grey) = rows
    assert [line.pk for line in found(city, lst, {"unit": str(city.health.pk)})] == [blue.pk]


def test_unit_filter_offers_the_lead_units_in_the_order_of_units(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, _all = rows
    make_commitment(city, city.town, within=lst, state="draft", lead_unit=None)
    leads = sorted([city.transport, city.health, city.park], key=lambda u: (u.position, u.code))
    expected = [(unit.pk, unit.short_name) for unit in leads]
    assert tally(supervisor(city), lst).units == expected


def test_row_has_its_number_and_weight_of_this_list(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, (red, *_rest) = rows
    other = make_list(city, title="另一清单")
    commitment_list_in(commitment=red, within=other, weight=Decimal(7), by=supervisor(city), at=NOW)
    here, there = found(city, lst, {})[0], found(city, other, {})[0]
    assert (here.weight, there.number, there.weight) == (Decimal(1), 1, Decimal(7))
    assert here.number == red.items.get(list=lst).number


def test_over_all_lists_a_commitment_stands_once_with_its_places(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, (red, *_rest) = rows
    other = make_list(city, title="另一清单")
    commitment_list_in(commitment=red, within=other, weight=Decimal(7), by=supervisor(city), at=NOW)
    line = found(city, None, {"light": "red"})[0]
    row = row_of(line, places=places_of(supervisor(city), [line])[red.pk])
    assert row["note"] == f"年度清单 {red.items.get(list=lst).number} · 另一清单 1"
    assert (row["number"], len(found(city, None, {}))) == (None, 3)


def test_row_in_words_keeps_the_three_claims_apart(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, _all = rows
    red, blue, grey = (row_of(line) for line in found(city, lst, {}))
    assert (red["said"], red["said_more"], red["did"]) == ("45%", "45 公里", "2 份材料")
    assert (red["achieved"], red["achieved_more"]) == ("—", "")
    assert (blue["achieved"], blue["achieved_more"]) == ("90%", "属实")
    assert (grey["said"], grey["did"], grey["planned"]) == ("—", "—", "—")
    assert (red["light"], red["label"]) == ("red", "逾期 3 个工作日")
    assert (red["rule"], red["planned"]) == ("偏差 10/30", "50%")
    assert (grey["light"], grey["label"], grey["rule"]) == ("grey", "尚无进展数据", "")
    assert (red["target"], red["state"]) == ("≥ 100 公里", "推进中")
    assert (red["lead"], red["due"]) == (str(city.transport), "2026-06-30")


def test_figure_without_share_and_finding_without_figure_stand_alone(city: City) -> None:
    commitment = make_commitment(city, city.transport, target=None, comparator="")
    progress(commitment, said_value=Decimal(3), finding="refuted")
    row = row_of(found(city, None, {})[0])
    assert (row["said"], row["said_more"]) == ("3 公里", "")
    assert (row["achieved"], row["achieved_more"]) == ("不属实", "")
    assert row["target"] == "—"


def test_counts_are_of_everything_before_filters(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, _all = rows
    counts = tally(supervisor(city), lst)
    assert counts.total == 3
    assert counts.lights == {"red": 1, "blue": 1, "grey": 1}
    assert counts.states == {"underway": 1, "verified": 1, "assigned": 1}
    assert counts.kinds == {"target": 2, "project": 1}
    contact = city.actor("contact", city.transport)
    assert tally(contact, lst).lights == {"red": 1}


def test_lists_count_what_the_person_sees(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, _all = rows
    empty = make_list(city, title="空清单")
    whole = {entry.list: entry for entry in listed(supervisor(city))}
    assert (whole[lst].total, whole[empty].total, whole[empty].lights) == (3, 0, [])
    assert [(code, n) for code, _label, n in whole[lst].lights] == [
        ("red", 1),
        ("blue", 1),
        ("grey", 1),
    ]
    assert [(code, n) for code, _label, n in whole[lst].states] == [
        ("assigned", 1),
        ("underway", 1),
        ("verified", 1),
    ]
    (own,) = listed(city.actor("contact", city.transport))
    assert (own.list, own.total) == (lst, 1)


def test_chip_that_is_on_takes_itself_off_and_keeps_the_rest(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, _all = rows
    filters = Filters.of({"light": "red", "q": "道路", "sort": "-due"})
    lights, states, _kinds = chips_of(filters, tally(supervisor(city), lst))
    assert [(chip.light, chip.on, chip.count) for chip in lights] == [
        ("red", True, 1),
        ("blue", False, 1),
        ("grey", False, 1),
    ]
    assert lights[0].query == "q=%E9%81%93%E8%B7%AF&sort=-due"
    assert states[0].query == "q=%E9%81%93%E8%B7%AF&light=red&state=assigned&sort=-due"


def test_filter_without_rows_can_still_be_taken_off(city: City) -> None:
    lights, *_rest = chips_of(Filters(light="red"), tally(supervisor(city), make_list(city)))
    assert [(chip.light, chip.count, chip.query) for chip in lights] == [("red", 0, "")]


def test_second_click_on_a_head_sorts_falling() -> None:
    rising = heads_of(Filters.of({"sort": "due"}))["due"]
    falling = heads_of(Filters.of({"sort": "-due"}))["due"]
    assert (rising.order, rising.query) == ("ascending", "sort=-due")
    assert (falling.order, falling.query) == ("descending", "sort=due")
    assert heads_of(Filters())["said"].order == ""


def test_search_form_carries_the_other_filters() -> None:
    filters = Filters.of({"q": "x", "unit": "3", "light": "red", "sort": "-due"})
    assert filters.kept == {"light": "red", "sort": "-due"}
    assert (filters.narrows, Filters(sort="due").narrows) == (True, False)
    assert len(Filters.of({"q": "长" * 200}).q) == 60


def test_columns_of_the_list_type_are_read_in_both_languages() -> None:
    kind = read_kind(KIND)
    category, cost, note = columns_of(kind)
    assert (category.label, category.required, category.kind) == ("类别", True, "choice")
    assert (cost.head, note.head) == ("投资(万元)", "说明")
    extra = {"category": "task", "cost": "12.5", "note": ""}
    assert extra_text([category, cost, note], extra) == [
        ("类别", "重点任务"),
        ("投资", "12.5 万元"),
    ]
    with translation.override("en"):
        assert extra_text(columns_of(kind), extra) == [("Class", "Key task"), ("Cost", "12.5 万元")]


def test_value_that_is_no_choice_any_more_is_shown_as_it_is() -> None:
    column = columns_of(read_kind(KIND))[0]
    values = ("task", "gone", None, "")
    assert [column.text(value) for value in values] == ["重点任务", "gone", "", ""]


def test_yes_and_no_are_words() -> None:
    kind = read_kind("{key: x, zh: 某, columns: [{key: a, zh: 甲, type: yes_no}]}")
    (column,) = columns_of(kind)
    assert [column.text(value) for value in ("yes", "no", "maybe")] == ["是", "否", "maybe"]


def test_workbook_keeps_said_did_and_achieved_in_their_columns(
    city: City, rows: tuple[CommitmentList, list[Commitment]]
) -> None:
    lst, (red, *_rest) = rows
    red.items.update(extra={"category": "task"})
    columns = columns_of(read_kind(KIND))
    data = workbook(lines_of(list_rows(supervisor(city), Filters(), lst)), columns)
    head, first, second, third = (
        CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    )
    cells = dict(zip(head, first, strict=True))
    assert (cells["事项"], cells["类别"], cells["牵头单位"]) == (
        red.text,
        "重点任务",
        str(city.transport),
    )
    assert (cells["目标值"], cells["时限"], cells["权重"]) == (100, date(2026, 6, 30), 1)
    assert (cells["说：自报值"], cells["说：自报进度"]) == (45, 0.45)
    assert (cells["做：佐证件数"], cells["成：核实进度"], cells["成：核验结论"]) == (2, "", "")
    assert (cells["亮灯"], cells["依据"], cells["亮灯规则"]) == (
        "红灯",
        "逾期 3 个工作日",
        "偏差 10/30",
    )
    cells = dict(zip(head, second, strict=True))
    assert (cells["成：核实值"], cells["成：核实进度"], cells["成：核验结论"]) == (90, 0.9, "属实")
    assert dict(zip(head, third, strict=True))["亮灯"] == "未亮灯"
