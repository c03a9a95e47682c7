"""The pages of the record."""

import io

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi.web.audit.actions import record
from luoshi.web.audit.models import Entry
from luoshi.web.audit.triggers import remove
from tests.conftest import SignIn
from tests.factories import NOW, City

PAGES = ("/audit/", "/audit/check/", "/audit/export/")


@pytest.fixture
def auditor(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("auditor"))


def write(city: City, times: int, after: object = 1) -> None:
    for _ in range(times):
        record(
            by=city.actor("admin"), at=NOW, verb="unit.rename", obj=city.east, after={"值": after}
        )


def test_page_tells_who_did_what_to_what(city: City, auditor: Client) -> None:
    write(city, 1)
    page = auditor.get("/audit/").content.decode()
    for text in (
        "admin-YC",
        "系统管理员",
        "更改名称",
        city.east.short_name,
        "值：1",
        "2026-03-02 10:00",
    ):
        assert text in page


@pytest.mark.parametrize("url", PAGES)
def test_record_is_not_there_for_others(city: City, sign_in: SignIn, url: str) -> None:
    assert sign_in(city.person("admin")).get(url).status_code == 404


@pytest.mark.parametrize("url", PAGES)
def test_visitor_is_asked_to_sign_in(db: None, url: str) -> None:
    answer = Client().get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={url}")


@pytest.mark.parametrize("url", PAGES)
def test_record_cannot_be_posted_to(auditor: Client, url: str) -> None:
    assert auditor.post(url).status_code == 405


def test_filters_narrow_and_stay_in_the_links(city: City, auditor: Client) -> None:
    write(city, 51)
    record(by=city.actor("supervisor"), at=NOW, verb="list.create", obj=city.west)
    answer = auditor.get("/audit/", {"verb": "unit", "person": "admin"})
    assert len(answer.context["rows"]) == 50
    assert "?verb=unit&amp;person=admin&amp;before=2" in answer.content.decode()


def test_filter_that_cannot_be_read_is_told_beside_the_field(city: City, auditor: Client) -> None:
    write(city, 1)
    answer = auditor.get("/audit/", {"from_on": "昨天"})
    assert answer.status_code == 422
    assert "请写成 2026-03-31" in answer.content.decode()
    assert auditor.get("/audit/export/", {"from_on": "昨天"}).status_code == 422


def test_htmx_gets_the_ledger_only(city: City, auditor: Client) -> None:
    write(city, 1)
    part = auditor.get("/audit/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="ledger">')
    assert "<html" not in part


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_any_number_of_rows(
    city: City,
    auditor: Client,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(city, rows)
    with django_assert_num_queries(5):
        auditor.get("/audit/")


def test_check_says_whole_with_the_time(city: City, auditor: Client) -> None:
    write(city, 2)
    page = auditor.get("/audit/check/").content.decode()
    assert "2 条记录，链完整" in page
    assert "查验时间" in page


def test_check_names_the_broken_entry(city: City, auditor: Client) -> None:
    write(city, 3)
    remove(connection)
    Entry.objects.filter(seq=2).update(after={"值": 9})
    page = auditor.get("/audit/check/").content.decode()
    assert "第 2 条记录断开" in page
    assert "内容被改动" in page


def test_workbook_has_every_entry_that_fits_as_text(city: City, auditor: Client) -> None:
    write(city, 52, after="=1+1")
    record(by=city.actor("supervisor"), at=NOW, verb="list.create", obj=city.west)
    answer = auditor.get("/audit/export/", {"verb": "unit"})
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = list(load_workbook(io.BytesIO(data)).active.values)  # type: ignore[union-attr]
    assert len(rows) == 53
    assert rows[1][:7] == (
        52, "2026-03-02 10:00:00", "admin-YC", "admin", "unit.rename",
        f"units.unit:{city.east.pk}", "值：=1+1",
    )  # fmt: skip
