"""A list out into Excel, edited by two people, and back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from luoshi.web.audit.models import Entry
from luoshi.web.commitments.actions import list_freeze
from luoshi.web.commitments.models import Amendment, Commitment, CommitmentList
from luoshi.web.exchange.models import SheetIn, SheetOut
from tests.conftest import SignIn
from tests.factories import NOW, City, make_commitment, make_list
from tests.web.commitments.build import made_kind, progress, supervisor, verbs
from tests.web.commitments.frozen import PAPER
from tests.web.exchange.book import confirm, given, preview, taken, upload


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """Three drafts with columns of their own; one is light red."""
    made = make_list(city, list_type=made_kind(city))
    rows = [
        make_commitment(city, city.transport, within=made, text=text, state="draft")
        for text in ("修路", "修桥", "修渠")
    ]
    made.items.update(extra={"category": "task", "cost": "1200"})
    progress(rows[0], "red")
    rows[1].assist_units.set([city.health, city.park])
    return made


def one(text: str) -> Commitment:
    return Commitment.objects.get(text=text)


def test_what_goes_out_is_what_is_shown_and_locks_what_may_not_change(
    lst: CommitmentList, desk: Client
) -> None:
    page = desk.get(f"/lists/{lst.pk}/?light=red").content.decode()
    assert f"/lists/{lst.pk}/excel/sheet/?light=red" in page
    assert given(desk, lst.pk, "?light=red").page.max_row == 2
    book = given(desk, lst.pk)
    assert book.page.protection.sheet
    locked = {head: book.get("修路", head).protection.locked for head in book.heads}
    assert [locked["编号（勿改）"], locked["目标值"], locked["亮灯"]] == [True, False, True]
    assert book.get("修路", "亮灯").value == "■ 红灯"
    assert book.get("修路", "亮灯").font.color.rgb == "FFB3261E"
    assert book.get("修桥", "配合单位").value == "卫健委YC、高新区YC"
    assert (book.get("修桥", "类别").value, book.get("修桥", "投资(万元)").value) == (
        "重点任务",
        1200,
    )
    checks = {str(c.sqref)[:1]: c.type for c in book.page.data_validations.dataValidation}
    assert set(checks.values()) >= {"list", "decimal", "date"}
    assert [sheet.sheet_state for sheet in book.file.worksheets] == [
        "visible", "hidden", "visible", "veryHidden",
    ]  # fmt: skip
    assert book.page.print_title_rows == "$1:$1"
    assert (SheetOut.objects.count(), verbs().count("sheet.give")) == (2, 2)
    given(desk, lst.pk)
    assert SheetOut.objects.count() == 2


def test_two_people_edit_the_same_rows_and_merge(
    city: City, lst: CommitmentList, desk: Client, second: Client
) -> None:
    mine, hers = given(desk, lst.pk), given(second, lst.pk)
    mine.set("修路", 目标值=120, 责任领导="张局长", 时限=date(2026, 11, 30))
    mine.set("修桥", 牵头单位="卫健委YC", 配合单位="高新区YC", **{"投资(万元)": "1,500万元"})
    mine.add(事项="修渡口", 目标值=3, 计量单位="个", 牵头单位="东区YC", 类别="重大改革")
    hers.set("修路", 目标值=110, 完成标准="通过验收", 时限=date(2026, 11, 30))
    hers.set("修渠", 权重=2)
    sheet = taken(desk, lst.pk, mine)
    assert "将修改 6 格" in preview(desk, sheet)
    reader = city.person("supervisor")
    reader.language = "en"
    reader.save()
    english = preview(desk, sheet)
    assert "6 cells will change" in english
    assert "Not taken" not in english
    assert Commitment.objects.filter(text="修渡口").count() == 0
    assert confirm(desk, sheet).status_code == 302
    road, bridge, dock = one("修路"), one("修桥"), one("修渡口")
    assert (road.target, road.leader, road.due_on) == (Decimal(120), "张局长", date(2026, 11, 30))
    assert (bridge.lead_unit, list(bridge.assist_units.all())) == (city.health, [city.park])
    assert bridge.items.get().extra == {"category": "task", "cost": "1500"}
    assert (dock.state, dock.lead_unit, dock.items.get().extra) == (
        "draft", city.east, {"category": "reform"},
    )  # fmt: skip
    assert verbs()[-5:] == [
        "sheet.take", "commitment.import", "commitment.import", "commitment.create", "sheet.apply",
    ]  # fmt: skip

    other = taken(second, lst.pk, hers)
    page = preview(second, other)
    assert "还有 1 格要选择用哪个值" in page
    assert "supervisor-YC" in page
    assert confirm(second, other).headers["Location"].endswith("?show=asks")
    assert one("修路").target == Decimal(120)
    place = f"cell-{road.pk}:target"
    assert confirm(second, other, **{place: "mine"}).status_code == 302
    road = one("修路")
    assert (road.target, road.standard, road.leader) == (Decimal(110), "通过验收", "张局长")
    assert one("修渠").items.get().weight == Decimal(2)
    before = Entry.objects.filter(verb="commitment.import").latest("seq").before
    assert before == {"list": lst.pk, "weight": "1.00"}


def test_undo_puts_back_but_what_was_changed_since(
    lst: CommitmentList, desk: Client, second: Client
) -> None:
    book = given(desk, lst.pk)
    book.set("修路", 目标值=150, 责任领导="李局长")
    book.add(事项="新事项", 类别="重点任务")
    sheet = taken(desk, lst.pk, book)
    confirm(desk, sheet)
    done = desk.get(f"/excel/{sheet.pk}/").content.decode()
    assert re.search(r"新事项</a></td>.*?<td[^>]*>新增</td>", done)
    later = given(second, lst.pk)
    later.set("修路", 责任领导="王局长")
    confirm(second, taken(second, lst.pk, later))
    answer = desk.post(f"/excel/{sheet.pk}/undo/")
    undo = SheetIn.objects.get(undoes=sheet)
    assert answer.headers["Location"] == f"/excel/{undo.pk}/"
    page = preview(desk, undo)
    assert "将修改 1 格" in page
    assert "新增的 1 项将撤销" in page
    asked = preview(desk, undo, "asks")
    assert "王局长" in asked
    assert "<th>导入后</th><th>原来</th><th>现在的</th>" in asked
    confirm(desk, undo)
    road = one("修路")
    assert (road.target, road.leader, one("新事项").state) == (
        Decimal(100), "王局长", "withdrawn",
    )  # fmt: skip
    undone = desk.get(f"/excel/{undo.pk}/").content.decode()
    assert re.search(r"新事项</a></td>.*?<td[^>]*>撤销</td>", undone)
    assert "已撤销。" in undone
    assert desk.post(f"/excel/{sheet.pk}/undo/").status_code == 409
    assert "已在" in desk.get(f"/excel/{sheet.pk}/").content.decode()


def test_bad_rows_are_named_and_left(lst: CommitmentList, desk: Client) -> None:
    book = given(desk, lst.pk)
    ids = book.heads["编号（勿改）"]
    book.set("修路", 目标值="一百", 牵头单位="水务局", 时限="2025-01-01")
    book.page.cell(book.row("修桥"), ids).value = "1-2-abcdef12"
    book.page.delete_rows(book.row("修渠"))
    book.set("修路", 责任领导="=A1&B1")
    sheet = taken(desk, lst.pk, book)
    page = preview(desk, sheet, "refused")
    for text in ("一百", "水务局", "编号认不出来", "时限早于开始日期"):
        assert text in page
    assert "修渠" in preview(desk, sheet, "missing")
    assert "修桥" in preview(desk, sheet, "missing")
    confirm(desk, sheet, "theirs")
    answer = desk.post(f"/excel/{sheet.pk}/", {"act": "apply", "seen": "0"}, follow=True)
    assert "又有人改了清单" in answer.content.decode()
    assert "没有要导入的改动" in desk.get(f"/excel/{sheet.pk}/").content.decode()
    assert Commitment.objects.count() == 3


def test_what_moved_on_while_it_was_looked_at_is_shown_again(
    lst: CommitmentList, desk: Client, second: Client
) -> None:
    mine, hers = given(desk, lst.pk), given(second, lst.pk)
    mine.set("修路", 目标值=120)
    hers.set("修路", 目标值=130)
    sheet, other = taken(desk, lst.pk, mine), taken(second, lst.pk, hers)
    seen = preview(desk, sheet).split('name="seen" value="')[1][:64]
    confirm(second, other)
    answer = desk.post(f"/excel/{sheet.pk}/", {"act": "apply", "seen": seen}, follow=True)
    assert "还有 1 格没有选择" in answer.content.decode()
    assert one("修路").target == Decimal(130)
    confirm(desk, sheet, "mine")
    answer = desk.post(f"/excel/{sheet.pk}/", {"act": "apply", "seen": seen}, follow=True)
    assert "又有人改了清单" in answer.content.decode()
    assert one("修路").target == Decimal(130)


def test_frozen_lists_turn_terms_into_amendments(
    city: City, lst: CommitmentList, desk: Client, sign_in: SignIn
) -> None:
    list_freeze(lst=lst, by=supervisor(city), at=NOW)
    leader = sign_in(city.person("unit_leader", city.transport))
    Commitment.objects.update(state="underway")
    book = given(leader, lst.pk)
    assert book.get("修路", "目标值").protection.locked is False
    assert book.get("修路", "责任领导").protection.locked is True
    book.set("修路", 目标值=90, 责任领导="赵局长")
    book.add(事项="新事项")
    sheet = taken(leader, lst.pk, book)
    refused = preview(leader, sheet, "refused")
    assert "清单已冻结，不能新增事项" in refused
    assert "其余不采用" in refused
    assert "请在表里改好" not in refused
    assert confirm(leader, sheet).status_code == 422
    from django.core.files.uploadedfile import SimpleUploadedFile

    ground = {
        "cause": "policy",
        "reason": "省里调整了计划",
        "paper": SimpleUploadedFile(PAPER.name, PAPER.data),
    }
    assert confirm(leader, sheet, **ground).status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.field, amendment.new, amendment.state) == ("target", "90", "proposed")
    road = one("修路")
    assert (road.target, road.leader) == (Decimal(100), "")
    done = desk.get(f"/excel/{sheet.pk}/").content.decode()
    assert ("1 格没有采用" in done, f"/lists/{lst.pk}/amendments/" in done) == (True, True)


def test_who_may_not_edit_may_not_bring_back(
    city: City, other_city: City, lst: CommitmentList, desk: Client, sign_in: SignIn
) -> None:
    book = given(desk, lst.pk)
    sheet = taken(desk, lst.pk, book)
    Commitment.objects.update(state="underway")
    assessor, stranger = city.person("assessor"), other_city.person("supervisor")
    assert f"/lists/{lst.pk}/sheet/" in (
        sign_in(assessor).get(f"/lists/{lst.pk}/").content.decode()
    )
    for path, status in ((f"/lists/{lst.pk}/excel/", 403), (f"/excel/{sheet.pk}/", 404)):
        assert sign_in(assessor).get(path).status_code == status
        assert sign_in(stranger).get(path).status_code == 404
    assert sign_in(stranger).get(f"/lists/{lst.pk}/excel/sheet/").status_code == 404
    assert sign_in(stranger).post(f"/excel/{sheet.pk}/undo/").status_code == 404
    closed = taken(desk, lst.pk, _changed(given(desk, lst.pk)))
    assert "不能直接修改" in preview(desk, closed, "refused")


def _changed(book):  # type: ignore[no-untyped-def]
    book.set("修路", 目标值=1)
    return book


def test_a_file_of_another_list_or_without_ids_is_refused(
    city: City, lst: CommitmentList, desk: Client
) -> None:
    other = make_list(city, title="另一清单")
    make_commitment(city, city.park, within=other, state="draft")
    told = upload(desk, lst.pk, given(desk, other.pk).data)
    assert (told.status_code, "不是从本清单导出的" in told.content.decode()) == (422, True)
    plain = desk.get(f"/lists/{lst.pk}/sheet/").content
    told = upload(desk, lst.pk, plain)
    assert (told.status_code, "没有认得出的编号" in told.content.decode()) == (422, True)
    book = given(desk, lst.pk)
    book.file["luoshi"]["A3"].value = "0"
    book.file["luoshi"]["A4"].value = "0"
    told = upload(desk, lst.pk, book.data)
    assert (told.status_code, "导出标记对不上" in told.content.decode()) == (422, True)
    assert upload(desk, lst.pk, b"no workbook").status_code == 422
    del book.file["luoshi"]
    assert upload(desk, lst.pk, book.data).status_code == 302


def test_many_rows_are_brought_in_by_a_job(
    city: City, lst: CommitmentList, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luoshi.web.exchange import tasks
    from luoshi.web.jobs.models import Job

    monkeypatch.setattr("luoshi.web.exchange.actions.is_long", lambda plan: True)
    book = given(desk, lst.pk)
    book.set("修路", 目标值=77)
    sheet = taken(desk, lst.pk, book)
    answer = confirm(desk, sheet)
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    assert one("修路").target == Decimal(100)
    for _ in range(2):
        assert tasks.apply_sheet(job, lambda *told: None) == f"/excel/{sheet.pk}/"
    assert one("修路").target == Decimal(77)


def test_pages_ask_a_constant_number_of_queries(
    lst: CommitmentList, desk: Client, django_assert_num_queries: object
) -> None:
    for texts in (["修路"], ["修路", "修桥", "修渠"]):
        book = given(desk, lst.pk)
        for text in texts:
            book.set(text, 责任领导="张局长")
        sheet = taken(desk, lst.pk, book)
        with django_assert_num_queries(13):  # type: ignore[operator]
            desk.get(f"/excel/{sheet.pk}/")
        with django_assert_num_queries(6):  # type: ignore[operator]
            desk.get(f"/lists/{lst.pk}/excel/")
