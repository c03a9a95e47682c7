"""Sheets of projects: ugly rows are shown with what is wrong, good ones are brought in."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.projects import actions
from luoshi.web.projects.models import Cohort, Project, ProjectSheet, YearPlan
from luoshi.web.projects.queries.sheets import lines_of_sheet
from luoshi.web.projects.reading import Line, bare, planned_day
from tests.factories import NOW, City
from tests.web.projects.build import HEADER, ROW, book, cohort, fixed, project, verbs


def take(city: City, within: Cohort, data: bytes) -> ProjectSheet:
    by = city.actor("supervisor")
    return actions.sheet_take(cohort=within, name="台账.xlsx", data=data, by=by, at=NOW)


def lines(city: City, *rows: list[object], header: list[str] = HEADER) -> list[Line]:
    return lines_of_sheet(take(city, cohort(city), book(*rows, header=header)))


def warned(line: Line) -> list[str]:
    return [code for code, _ in line.warnings]


def test_good_row_becomes_a_draft(city: City) -> None:
    (line,) = lines(city, ROW)
    draft = line.draft
    assert draft is not None
    assert (line.key, line.number, warned(line)) == ("1-2", 2, [])
    assert (draft.name, draft.owner, draft.place) == ("精密轴承生产线", city.east, city.east)
    assert (draft.investment, draft.sector) == (Decimal("3.5"), "manufacturing")
    assert (draft.started_on, draft.year_plan, draft.plan_year) == (
        date(2026, 3, 31), Decimal("1.2"), 2026,
    )  # fmt: skip


def test_the_same_as_above_is_what_stands_there(city: City) -> None:
    again = ["冷链物流园", "同上", *["〃"] * (len(ROW) - 2)]
    first, second = lines(city, ROW, again)
    assert first.draft
    assert second.draft
    assert (second.draft.owner, second.draft.investment) == (city.east, first.draft.investment)
    assert set(warned(second)) == {"as-above"}
    assert "同上，取上一行的：责任单位 东区YC" in second.told
    assert warned(first) == []


@pytest.mark.parametrize(
    ("label", "cell", "amount"),
    [
        ("总投资（万元）", 35000, "3.5"),
        ("总投资（亿元）", 3.5, "3.5"),
        ("总投资（亿元）", "35000万元", "3.5"),
        ("总投资", "3.5亿元", "3.5"),
        ("计划总投资（万元）", "35,000", "3.5"),
    ],
)
def test_both_units_of_money(city: City, label: str, cell: object, amount: str) -> None:
    (line,) = lines(city, ["甲", "东区YC", cell], header=["项目名称", "责任单位", label])
    assert line.draft is not None
    assert line.draft.investment == Decimal(amount)


def test_unit_of_money_above_the_header(city: City) -> None:
    rows = [
        ["三个一批台账"],
        ["", "", "单位：万元"],
        ["项目名称", "责任单位", "总投资"],
        ["甲", "东区YC", 35000],
    ]
    (line,) = lines_of_sheet(take(city, cohort(city), book(*rows[1:], header=rows[0])))
    assert line.draft is not None
    assert line.draft.investment == Decimal("3.5")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["甲", "东区YC", "制造业", "待定", "", ""], "amount-not-a-number"),
        (["甲", "没有这个局", "制造业", 3, "", ""], "project-owner-missing"),
        (["甲", "", "制造业", 3, "", ""], "project-owner-missing"),
        (["长" * 121, "东区YC", "制造业", 3, "", ""], "project-title-long"),
    ],
)
def test_row_with_a_fault_has_no_draft(city: City, row: list[object], code: str) -> None:
    (line,) = lines(city, row)
    assert line.draft is None
    assert line.fault is not None
    assert line.fault.code == code


def test_money_without_unit_is_not_guessed(city: City) -> None:
    (line,) = lines(city, ["甲", "东区YC", 35000], header=["项目名称", "责任单位", "总投资"])
    assert line.fault is not None
    assert line.fault.code == "amount-without-unit"


def test_odd_cells_are_left_out_with_a_warning(city: City) -> None:
    header = [
        "项目名称",
        "责任单位",
        "建设地点",
        "领域",
        "总投资（亿元）",
        "计划开工时间",
        "年度计划投资",
    ]
    (line,) = lines(city, ["甲", "交通局YC", "火星", "挖矿", "", "尽快", "若干"], header=header)
    assert sorted(warned(line)) == [
        "date-unread", "investment-missing", "place-unknown", "plan-unread", "sector-unknown",
        "started-missing",
    ]  # fmt: skip
    draft = line.draft
    assert draft is not None
    assert (draft.place, draft.sector, draft.investment, draft.started_on) == (None, "", None, None)
    assert "日期看不懂，没有导入：尽快" in line.told


def test_doubles_are_warned_of(city: City) -> None:
    within = cohort(city)
    project(city, within, name="甲")
    found = lines_of_sheet(take(city, within, book(["甲", *ROW[1:]], ROW, ROW)))
    assert [warned(line) for line in found] == [["name-known"], ["name-twice"], ["name-twice"]]
    assert [line.doubles for line in found] == [True, True, True]


def test_places_and_towns(city: City) -> None:
    header = ["项目名称", "责任单位", "建设地点", "总投资（亿元）"]
    found = lines(city, ["甲", "交通局YC", "东镇YC", 3], ["乙", "交通局YC", "", 3], header=header)
    assert [line.draft.place if line.draft else 0 for line in found] == [city.town, None]


def test_chosen_lines_are_brought_in_once(city: City) -> None:
    within = cohort(city)
    sheet = take(city, within, book(ROW, ["乙", *ROW[1:]], ["丙", "没有", *ROW[2:]]))
    by = city.actor("supervisor")
    made = actions.sheet_apply(sheet=sheet, keys={"1-2", "1-3"}, by=by, at=NOW)
    assert [each.commitment.text for each in made] == ["精密轴承生产线", "乙"]
    assert YearPlan.objects.count() == 2
    sheet.refresh_from_db()
    assert (sheet.made, sheet.applied_by_id) == (2, by.user_id)
    assert verbs()[-1] == "project_sheet.apply"
    with pytest.raises(Refused) as again:
        actions.sheet_apply(sheet=sheet, keys={"1-2"}, by=by, at=NOW)
    assert again.value.code == "sheet-applied"


@pytest.mark.parametrize(
    ("keys", "code"), [(set(), "sheet-nothing-chosen"), ({"1-2", "1-3"}, "sheet-row-faulty")]
)
def test_choice_that_is_refused(city: City, keys: set[str], code: str) -> None:
    sheet = take(city, cohort(city), book(ROW, ["丙", "没有", *ROW[2:]]))
    with pytest.raises(Invalid) as refused:
        actions.sheet_apply(sheet=sheet, keys=keys, by=city.actor("supervisor"), at=NOW)
    assert refused.value.code == code
    assert not Project.objects.exists()


def test_sheet_that_cannot_be_read_is_not_kept(city: City) -> None:
    within = cohort(city)
    for data, code in (
        (b"", "empty-file"),
        (book(["甲", 3], header=["指标名称", "目标值"]), "sheet-without-projects"),
    ):
        with pytest.raises(Invalid) as refused:
            take(city, within, data)
        assert refused.value.code == code
    assert not ProjectSheet.objects.exists()


def test_sheet_has_its_limit(city: City) -> None:
    rows = [[f"项目{n}", *ROW[1:]] for n in range(2001)]
    with pytest.raises(Invalid) as refused:
        take(city, cohort(city), book(*rows))
    assert (refused.value.code, refused.value.params["limit"]) == ("sheet-rows", 2000)


def test_sheets_are_for_the_office_and_open_cohorts(city: City) -> None:
    within = cohort(city)
    project(city, within)
    with pytest.raises(Forbidden):
        actions.sheet_take(
            cohort=within, name="台账.xlsx", data=book(ROW), by=city.actor("principal"), at=NOW
        )
    fixed(city, within)
    with pytest.raises(Refused):
        take(city, within, book(ROW))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年3月31日", date(2026, 3, 31)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026.3", date(2026, 3, 31)),
        ("2026年2月", date(2026, 2, 28)),
        ("2026年3月底", date(2026, 3, 31)),
        ("2026年一季度", date(2026, 3, 31)),
        ("2026年第三季度末", date(2026, 9, 30)),
        ("2026年上半年", date(2026, 6, 30)),
        ("2026年下半年", date(2026, 12, 31)),
        ("2026年底", date(2026, 12, 31)),
        ("3月底", date(2026, 3, 31)),
        ("2026年13月", None),
        ("2026年2月30日", None),
        ("待定", None),
        ("", None),
    ],
)
def test_planned_days(text: str, expected: date | None) -> None:
    assert planned_day(text, 2026) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("总投资（万元）", "总投资"),
        ("2026年度 计划投资(亿元)", "计划投资"),
        ("项目 名称", "项目名称"),
    ],
)
def test_bare_labels(label: str, expected: str) -> None:
    assert bare(label) == expected
