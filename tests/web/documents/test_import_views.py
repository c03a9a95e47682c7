"""The list of documents and importing through the browser."""

import io
import logging
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from luoshi.web.audit.models import Entry
from luoshi.web.documents.actions import imports
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.jobs.models import Job
from tests.conftest import SignIn
from tests.factories import City
from tests.web.documents.build import ROADS, TEXT, decide, homes, make_document, roads

URL = "/documents/"


@pytest.fixture(autouse=True)
def _own_blobs(settings: LazySettings, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path / "blobs"


@pytest.fixture
def browser(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("supervisor"))


def upload(browser: Client, city: City, name: str, data: bytes, **given: object) -> Any:
    form = {"file": SimpleUploadedFile(name, data), "jurisdiction": city.unit.pk} | given
    return browser.post(URL, form)


def said(response: Any) -> str:
    return str(response.content.decode())


def test_address_has_its_name() -> None:
    assert reverse("documents") == URL


def test_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.get(URL).headers["Location"] == f"/login/?next={URL}"


def test_other_methods_are_refused(browser: Client) -> None:
    assert browser.put(URL).status_code == 405


def test_empty_list_says_what_to_do(browser: Client) -> None:
    page = said(browser.get(URL))
    assert "还没有来源文件" in page
    assert 'enctype="multipart/form-data"' in page


def test_list_counts_candidates(city: City, other_city: City, browser: Client) -> None:
    document = make_document(city, title="一号报告")
    roads(document)
    decide(homes(document), city, "rejected")
    make_document(other_city, title="外市报告")
    page = said(browser.get(URL))
    assert '<td class="num"><strong>1</strong></td>' in page
    assert "一号报告" in page
    assert "外市报告" not in page


@pytest.mark.parametrize("role", ["assessor", "principal", "contact", "auditor"])
def test_others_see_nothing_and_import_nothing(city: City, sign_in: SignIn, role: str) -> None:
    make_document(city, title="一号报告")
    browser = sign_in(city.person(role))
    page = said(browser.get(URL))
    assert "一号报告" not in page
    assert "multipart/form-data" not in page
    assert upload(browser, city, "a.txt", TEXT.encode()).status_code == 422
    assert SourceDocument.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_of_the_list(
    city: City, browser: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        roads(make_document(city))
    with django_assert_num_queries(6):
        browser.get(URL)


def test_uploaded_file_opens_its_review(city: City, browser: Client) -> None:
    response = upload(browser, city, "报告.txt", TEXT.encode(), title="", year="")
    document = SourceDocument.objects.get()
    assert response.headers["Location"] == f"/documents/{document.pk}/review/"
    page = said(browser.get(response.headers["Location"]))
    count = document.candidates.count()
    assert f"已导入，找到 {count} 项候选承诺。" in page
    assert ROADS in page


def test_pasted_text_is_imported(city: City, browser: Client) -> None:
    response = browser.post(URL, {"text": TEXT, "jurisdiction": city.unit.pk, "year": "2026"})
    assert response.status_code == 302
    assert "粘贴的文字" in said(browser.get(URL))


def test_same_document_is_linked(city: City, browser: Client) -> None:
    upload(browser, city, "报告.txt", TEXT.encode())
    first = SourceDocument.objects.get()
    response = upload(browser, city, "again.txt", TEXT.encode())
    assert response.status_code == 422
    assert f'<a href="/documents/{first.pk}/review/">{first.title}</a>' in said(response)
    assert SourceDocument.objects.count() == 1


def test_another_jurisdiction_is_no_choice(city: City, other_city: City, browser: Client) -> None:
    assert upload(browser, other_city, "a.txt", TEXT.encode()).status_code == 422
    assert SourceDocument.objects.count() == 0


def test_large_text_goes_to_its_job(
    city: City, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 60)
    response = upload(browser, city, "报告.txt", TEXT.encode())
    job = Job.objects.get()
    assert response.headers["Location"] == f"/jobs/{job.pk}/"
    document = SourceDocument.objects.get()
    page = said(browser.get(f"/documents/{document.pk}/review/"))
    assert f'href="/jobs/{job.pk}/"' in page


def test_search_that_failed_can_be_asked_again(city: City, browser: Client) -> None:
    document = make_document(city, extracted_at=None)
    page = said(browser.get(f"/documents/{document.pk}/review/"))
    assert f'action="/documents/{document.pk}/extract/"' in page
    response = browser.post(f"/documents/{document.pk}/extract/")
    assert response.headers["Location"] == f"/jobs/{Job.objects.get().pk}/"


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def bomb() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": b"0" * 30_000_000})


def word() -> bytes:
    paper, stream = docx.Document(), io.BytesIO()
    for line in TEXT.splitlines():
        paper.add_paragraph(line)
    paper.save(stream)
    return stream.getvalue()


def sheet(*rows: list[object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return stream.getvalue()


TABLE = sheet(
    ["任务", "目标值", "单位", "完成时限", "责任单位"],
    ["新建公路", 120, "公里", "2026年12月底", "交通局YC"],
    ["改造老旧小区", 35, "个", "2026年6月底", "卫健委YC"],
)
PAGE = f"<html><body>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</body></html>"


HEADLESS = sheet([120, 35, 7], [90, 20, 3], [60, 10, 1])
FINE = "今天天气很好。\n".encode()
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
BAD: list[tuple[str, bytes, str]] = [
    ("空.txt", b"", "empty-file"),
    ("假.txt", PICTURE, "type-mismatch"),
    ("假.docx", TEXT.encode(), "type-mismatch"),
    ("图.png", PICTURE, "type-not-supported"),
    ("坏.docx", b"PK\x03\x04" + b"\x01" * 60, "damaged-file"),
    ("弹.docx", bomb(), "zip-bomb"),
    ("白.txt", b"  \n", "no-text"),
    ("乱.txt", bytes(range(256)) * 4, "undecodable-text"),
    ("数.xlsx", HEADLESS, "xlsx-without-header"),
    ("信.txt", FINE, "no-commitment"),
]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("报告.docx", word(), "docx"),
        ("报告.html", PAGE.encode(), "html"),
        ("任务.xlsx", TABLE, "xlsx"),
        ("报告.txt", TEXT.encode("gb18030"), "txt"),
        ("报告.txt", TEXT.encode("utf-16"), "txt"),
    ],
    ids=["docx", "html", "xlsx", "gb18030", "utf-16"],
)
def test_every_kind_of_file_is_read(
    city: City, browser: Client, name: str, data: bytes, kind: str
) -> None:
    assert upload(browser, city, name, data).status_code == 302
    document = SourceDocument.objects.get()
    assert document.kind == kind
    measured = document.candidates.filter(metric__contains="新建公路", value__isnull=False)
    assert [str(one.value) for one in measured] == ["120.0000"]
    assert document.candidates.filter(text__contains="老旧小区").exists()


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[case[2] for case in BAD])
def test_bad_file_gets_words_beside_the_field_and_one_line_in_the_log(
    city: City, browser: Client, caplog: pytest.LogCaptureFixture, name: str, data: bytes, code: str
) -> None:
    with caplog.at_level(logging.INFO, logger="luoshi.intake"):
        response = upload(browser, city, name, data)
    assert response.status_code == 422
    error = response.context["form"].errors
    assert list(error) == ["file"]
    assert 'id="id_file_error"' in said(response)
    lines = [r.getMessage() for r in caplog.records if r.name == "luoshi.intake"]
    assert lines == [f"import refused: {code}"]
    assert SourceDocument.objects.count() == Candidate.objects.count() == 0
    assert Entry.objects.count() == 0


def test_message_is_in_the_language_of_the_person(city: City, sign_in: SignIn) -> None:
    person = city.person("supervisor")
    person.language = "en"
    person.save()
    response = upload(sign_in(person), city, "a.txt", b"")
    assert "The file is empty" in said(response)


def test_fifty_megabytes_are_refused_unread(
    city: City, browser: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not(*args: object, **given: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr("luoshi.web.documents.forms.ImportForm.given", must_not)
    with caplog.at_level(logging.INFO, logger="luoshi.intake"):
        response = upload(browser, city, "大.txt", b"a" * 50 * 1024 * 1024)
    assert response.status_code == 422
    assert "文件有 50 MB，超过上限 20 MB" in said(response)
    assert [r.getMessage() for r in caplog.records if r.name == "luoshi.intake"] == [
        "import refused: file-too-large"
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "file"),
        ({"text": " \n"}, "file"),
        ({"text": TEXT, "file": True}, "text"),
        ({"text": TEXT, "year": "1066"}, "year"),
        ({"text": TEXT, "title": "题" * 121}, "title"),
        ({"text": "字" * 700_000}, "text"),
    ],
    ids=["nothing", "blank", "both", "year", "title", "long"],
)
def test_form_says_what_is_wrong(
    city: City, browser: Client, given: dict[str, Any], field: str
) -> None:
    if given.pop("file", None):
        given["file"] = SimpleUploadedFile("a.txt", TEXT.encode())
    response = browser.post(URL, {"jurisdiction": city.unit.pk} | given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert SourceDocument.objects.count() == 0


def test_document_without_a_promise_is_kept_on_request_and_offers_marking(
    city: City, browser: Client
) -> None:
    assert 'type="checkbox" name="keep"' not in said(browser.get(URL))
    refused = browser.post(URL, {"text": FINE.decode(), "jurisdiction": city.unit.pk})
    assert refused.status_code == 422
    assert "写明要做什么、做到多少或何时完成" in str(refused.context["form"].errors["text"])
    assert 'type="checkbox" name="keep"' in said(refused)
    response = upload(browser, city, "信.txt", FINE, keep="on")
    page = said(browser.get(response.headers["Location"]))
    assert "已导入，没有找到承诺" in page
    assert "没有从这份文件里找到承诺" in page
    assert f'action="/documents/{SourceDocument.objects.get().pk}/mark/?part=0"' in page
