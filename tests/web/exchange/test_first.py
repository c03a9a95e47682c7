"""A list type and a list from an ugly sheet."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.exchange.first import first_of
from luoshi.web.exchange.models import SheetIn, SheetNew
from tests.conftest import SignIn
from tests.factories import City, make_list
from tests.shared_data import shared
from tests.web.commitments.build import KIND, made_kind, verbs

ROWS = [
    ["１", "新建农村公路", "交通局YC", "≥６０公里", "6月底", "民生", "1,200"],
    ["2", "改造卫生院\n（三所）", "卫健委YC、东区YC", "3所", "年底前", "民生", ""],
    ["3", "盘活闲置厂房", "水务局", "完成主体工程", "尽快", "产业", "３００万元"],
    ["4", "", "高新区YC", "5", "", "产业", "1"],
]


def ugly(sheet_name: str = "台账") -> bytes:
    """Title over all columns, two rows of heads, a heading within, a sum and remarks."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("封面").write(0, 0, "附件")
    page = book.add_worksheet(sheet_name)
    page.merge_range(0, 0, 0, 6, "2026年民生实事任务分解表")
    for at, head in enumerate(["序号", "重点任务", "责任单位"]):
        page.merge_range(1, at, 2, at, head)
    page.merge_range(1, 3, 1, 4, "年度")
    page.write_row(2, 3, ["目标", "时限"])
    page.merge_range(1, 5, 2, 5, "类别")
    page.merge_range(1, 6, 2, 6, "投资（万元）")
    page.merge_range(3, 0, 3, 6, "一、城乡建设")
    for at, row in enumerate(ROWS, 4):
        page.write_row(at, 0, row)
    page.write_row(8, 0, ["", "合计", "", "", "", "", "1501"])
    page.write(9, 0, "注：以上任务按月调度。")
    book.close()
    return stream.getvalue()


@pytest.fixture
def sheet(city: City, desk: Client) -> SheetNew:
    """The ugly sheet, uploaded."""
    data = {"jurisdiction": city.unit.pk, "file": SimpleUploadedFile("分解表.xlsx", ugly())}
    answer = desk.post("/lists/from-sheet/", data)
    assert answer.status_code == 302
    return SheetNew.objects.get()


def told(client: Client, sheet: SheetNew) -> tuple[str, dict[str, str]]:
    """The page, and what its form would send."""
    page = client.get(f"/lists/from-sheet/{sheet.pk}/").content.decode()
    form = dict(re.findall(r'<input[^>]*name="([\w-]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[name] = chosen[1] if chosen else ""
    form.pop("csrfmiddlewaretoken", None)
    return page, form


def test_an_ugly_sheet_becomes_a_type_and_a_list(city: City, desk: Client, sheet: SheetNew) -> None:
    page, form = told(desk, sheet)
    assert "4 行：可导入 3 行，有错误 1 行" in page
    assert "另有合计 1 行、说明和小标题 2 行不导入" in page
    assert [form[f"col-{at}"] for at in range(7)] == [
        "", "text", "lead_unit", "target", "due_on", "new", "new",
    ]  # fmt: skip
    assert (form["type-5"], form["type-6"]) == ("choice", "number")
    for text in ("单位对不上，没有导入：水务局", "目标不是数字，写入完成标准", "日期看不懂"):
        assert text in page
    assert form["title"] == "2026年民生实事任务分解表"
    assert desk.post(f"/lists/from-sheet/{sheet.pk}/", form | {"act": "apply"}).status_code == 302
    lst = CommitmentList.objects.get()
    kind = ListType.objects.get()
    assert (lst.title, kind.title) == ("2026年民生实事任务分解表", "2026年民生实事任务分解表")
    assert [column["zh"] for column in kind.definition["columns"]] == ["类别", "投资"]
    road, clinic, hall = (item.commitment for item in lst.items.order_by("number"))
    assert (road.target, road.comparator, road.unit_of_measure, road.due_on) == (
        Decimal(60), ">=", "公里", date(2026, 6, 30),
    )  # fmt: skip
    assert (road.state, road.lead_unit, road.items.get().extra) == (
        "draft", city.transport, {"c6": "v1", "c7": "1200"},
    )  # fmt: skip
    assert (clinic.text, clinic.lead_unit, list(clinic.assist_units.all())) == (
        "改造卫生院（三所）", city.health, [city.east],
    )  # fmt: skip
    assert (hall.kind, hall.standard, hall.lead_unit) == (
        "qualitative-task", "完成主体工程", None,
    )  # fmt: skip
    assert verbs() == [
        "sheet.read", "list_type.create", "list.create", *["commitment.create"] * 3, "sheet.list",
    ]  # fmt: skip
    assert desk.get(f"/lists/from-sheet/{sheet.pk}/").status_code == 302
    back = SheetIn.objects.get()
    desk.post(f"/excel/{back.pk}/undo/")
    undo = SheetIn.objects.get(undoes=back)
    seen = re.search(r'name="seen" value="(\w+)"', desk.get(f"/excel/{undo.pk}/").content.decode())
    assert seen
    desk.post(f"/excel/{undo.pk}/", {"act": "apply", "seen": seen[1]})
    assert set(Commitment.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_person_says_what_a_column_is_and_into_which_list(
    city: City, desk: Client, sheet: SheetNew
) -> None:
    lst = make_list(city, list_type=made_kind(city, KIND.replace("required: true, ", "")))
    _page, form = told(desk, sheet)
    changed = form | {"within": str(lst.pk), "act": "map"}
    assert desk.post(f"/lists/from-sheet/{sheet.pk}/", changed).status_code == 302
    page, form = told(desk, sheet)
    assert (form["col-5"], form["col-6"]) == ("x:category", "x:cost")
    assert "“类别”看不懂，没有导入：民生" in page
    form |= {"col-5": "", "act": "apply"}
    answer = desk.post(f"/lists/from-sheet/{sheet.pk}/", form, follow=True)
    assert "请再看一遍后确认" in answer.content.decode()
    assert lst.items.count() == 0
    _page, form = told(desk, sheet)
    desk.post(f"/lists/from-sheet/{sheet.pk}/", form | {"act": "apply"})
    assert [item.extra for item in lst.items.order_by("number")] == [
        {"cost": "1200"}, {}, {"cost": "300"},
    ]  # fmt: skip
    assert not ListType.objects.filter(key__startswith="sheet").exists()


def test_a_row_that_lacks_what_the_list_requires_is_named_and_left(
    city: City, desk: Client, sheet: SheetNew
) -> None:
    lst = make_list(city, list_type=made_kind(city, KIND.replace("zh: 重点任务,", "zh: 民生,")))
    sheet.mapping = {"within": lst.pk}
    sheet.save()
    page, form = told(desk, sheet)
    assert "4 行：可导入 2 行，有错误 2 行" in page
    assert "必填的栏目没有填或看不懂：类别" in page
    answer = desk.post(
        f"/lists/from-sheet/{sheet.pk}/", form | {"act": "apply"}, follow=True
    ).content.decode()
    assert "2 行没有导入：盘活闲置厂房、第 8 行" in answer
    assert [item.extra["category"] for item in lst.items.all()] == ["task", "task"]
    done = desk.get(SheetIn.objects.get().get_absolute_url()).content.decode()
    assert "第 7 行“盘活闲置厂房”" in done
    assert "未新增 2 行" in done


def test_only_the_office_of_the_jurisdiction_sees_it(
    city: City, other_city: City, sheet: SheetNew, sign_in: SignIn
) -> None:
    address = f"/lists/from-sheet/{sheet.pk}/"
    for person in (city.person("assessor"), other_city.person("supervisor")):
        assert sign_in(person).get(address).status_code == 404
    assert sign_in(city.person("assessor")).get("/lists/from-sheet/").status_code == 403
    assert (
        sign_in(other_city.person("supervisor")).post(address, {"act": "apply"}).status_code == 404
    )


def test_real_sheets_are_read_or_refused_with_a_sentence(city: City, desk: Client) -> None:
    for path in sorted(shared("office").glob("*.xls*")):
        file = SimpleUploadedFile(path.name, path.read_bytes())
        data = {"jurisdiction": city.unit.pk, "file": file}
        answer = desk.post("/lists/from-sheet/", data, follow=True)
        assert answer.status_code == 200
        assert "每一栏是什么" in answer.content.decode()


def test_what_is_no_table_is_refused_beside_the_field(city: City, desk: Client) -> None:
    data = {"jurisdiction": city.unit.pk, "file": SimpleUploadedFile("a.xlsx", b"no")}
    answer = desk.post("/lists/from-sheet/", data)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
    assert not SheetNew.objects.exists()


def test_the_same_as_above_is_taken_from_above_and_told(city: City, desk: Client) -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    for at, row in enumerate([
        ["重点任务", "责任单位", "完成时限"], ["修路", "交通局YC", "6月底"], ["修桥", "同上", "〃"],
    ]):  # fmt: skip
        page.write_row(at, 0, row)
    book.close()
    file = SimpleUploadedFile("台账.xlsx", stream.getvalue())
    desk.post("/lists/from-sheet/", {"jurisdiction": city.unit.pk, "file": file})
    shown, _form = told(desk, SheetNew.objects.get())
    assert "“责任单位”同上，取上一行的：交通局YC" in shown
    (_road, bridge) = first_of(SheetNew.objects.get()).good
    assert (bridge.lead_unit, bridge.due_on) == (city.transport, date(bridge.due_on.year, 6, 30))
