"""New rows of a sheet that comes back: added, or named and left with the reason."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.exchange.models import SheetIn
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import made_kind
from tests.web.exchange.book import confirm, given, preview, taken


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """Two drafts; one lacks what the list requires."""
    made = make_list(city, list_type=made_kind(city))
    for text in ("修路", "修桥"):
        make_commitment(city, city.transport, within=made, text=text, state="draft")
    made.items.filter(commitment__text="修路").update(extra={"category": "task"})
    return made


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))


def test_what_is_wrong_with_a_new_row_stands_beside_its_name(
    city: City, lst: CommitmentList, desk: Client
) -> None:
    book = given(desk, lst.pk)
    book.add(事项="修渠")
    book.add(事项="修站", 类别="重点任务", 牵头单位="水务局")
    book.add(事项="修路", 类别="重点任务")
    book.add(类别="重点任务", 责任领导="张局长")
    book.add(事项="修渡口", 类别="重大改革")
    book.set("修路", 类别=None)
    book.set("修桥", 责任领导="李局长")
    sheet = taken(desk, lst.pk, book)
    page = words(preview(desk, sheet))
    assert "将修改 1 格" in page
    assert "将新增 1 项" in page
    assert "4 行不会新增" in page
    for row in (
        "第 4 行“修渠” 类别：必填。",
        "第 5 行“修站” 牵头单位：请选择列出的一项。",
        "第 6 行“修路” 事项：清单里已有同名事项。",
        "第 7 行“—” 事项：必填。",
    ):
        assert row in page
    refused = words(preview(desk, sheet, "refused"))
    assert "修渠新增的行，不会新增类别 —必填。" in refused
    reader = city.person("supervisor")
    reader.language = "en"
    reader.save()
    assert "Row 4 “修渠” Class: Required." in words(preview(desk, sheet))
    reader.language = "zh-hans"
    reader.save()
    assert confirm(desk, sheet).status_code == 302
    done = words(desk.get(f"/excel/{sheet.pk}/").content.decode())
    assert "修渡口" in done
    assert "4 行没有新增" in done
    assert "第 5 行“修站” 牵头单位：请选择列出的一项。" in done
    assert refusals(desk, sheet)[-1] == (7, "—", "", "新增的行", "事项：必填。")
    assert list(Commitment.objects.order_by("pk").values_list("text", flat=True)) == [
        "修路", "修桥", "修渡口",
    ]  # fmt: skip
    assert lst.items.get(commitment__text="修路").extra == {"category": "task"}


def refusals(desk: Client, sheet: SheetIn) -> list[tuple[object, ...]]:
    """The rows of the workbook of what is not taken."""
    answer = desk.get(f"/excel/{sheet.pk}/refused/")
    return list(load_workbook(BytesIO(answer.content)).worksheets[0].values)[1:]


def test_what_a_row_that_was_there_wants_in_vain_is_told_before_and_after(
    city: City, lst: CommitmentList, desk: Client
) -> None:
    book = given(desk, lst.pk)
    book.set("修桥", 时限="不知道", 责任领导="李局长")
    book.set("修路", 权重="很大", 类别="其他")
    sheet = taken(desk, lst.pk, book)
    told = [
        (2, "修路", "类别", "其他", "请选择列出的一项。"),
        (2, "修路", "权重", "很大", "请填数字，可以带千分位和本栏的单位。"),
        (3, "修桥", "时限", "不知道", "请写成 2026-03-31 这样的日期。"),
    ]
    before = refusals(desk, sheet)
    assert "3 格不采用" in words(preview(desk, sheet))
    assert sorted(map(str, before)) == sorted(map(str, told))
    confirm(desk, sheet)
    done = words(desk.get(f"/excel/{sheet.pk}/").content.decode())
    for text in ("3 格没有采用", "未采用 3 格", "第 3 行“修桥” 时限：不知道 请写成"):
        assert text in done
    assert refusals(desk, sheet) == before


def test_the_same_as_above_and_parts_of_a_year_are_read_and_shown_as_read(
    city: City, lst: CommitmentList, desk: Client
) -> None:
    book = given(desk, lst.pk)
    book.set("修路", 牵头单位="卫健委YC", 时限="6月上旬")
    book.set("修桥", 牵头单位="同上", 时限="〃")
    book.add(事项="修站", 牵头单位="〃", 类别="重大改革", 时限="年底", 开始="3月")
    sheet = taken(desk, lst.pk, book)
    changes = words(preview(desk, sheet, "changes"))
    assert changes.count("2026-06-10 表里写的是“6月上旬”") == 1
    assert "2026-06-10 表里写的是“〃”" in changes
    assert "卫健委YC 表里写的是“同上”" in changes
    new = words(preview(desk, sheet, "new"))
    assert "“牵头单位”写的是“〃”，读作 卫健委YC" in new
    assert "“时限”写的是“年底”，读作 2026-12-31" in new
    assert confirm(desk, sheet).status_code == 302
    rows = Commitment.objects.order_by("pk").values_list("lead_unit", "starts_on", "due_on")
    assert list(rows)[1:] == [
        (city.health.pk, date(2026, 1, 1), date(2026, 6, 10)),
        (city.health.pk, date(2026, 3, 1), date(2026, 12, 31)),
    ]


def test_an_undo_may_empty_what_a_new_row_must_fill(lst: CommitmentList, desk: Client) -> None:
    book = given(desk, lst.pk)
    book.set("修桥", 类别="重大改革")
    sheet = taken(desk, lst.pk, book)
    confirm(desk, sheet)
    place = lst.items.get(commitment__text="修桥")
    assert place.extra == {"category": "reform"}
    desk.post(f"/excel/{sheet.pk}/undo/")
    confirm(desk, SheetIn.objects.get(undoes=sheet))
    place.refresh_from_db()
    assert place.extra == {}
