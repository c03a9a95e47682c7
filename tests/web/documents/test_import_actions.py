"""Importing: what is stored, what is refused, and nothing in between."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web import blobs
from luoshi.web.audit.models import Entry
from luoshi.web.documents.actions import (
    document_extract,
    document_extract_later,
    document_import,
    imports,
)
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.jobs.models import Job
from tests.factories import NOW, City
from tests.web.documents.build import ROADS, TEXT, make_document

DATA = TEXT.encode()
FINE = "今天天气很好。\n".encode()


@pytest.fixture(autouse=True)
def _own_blobs(settings: LazySettings, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path / "blobs"


def stored_files(settings: LazySettings) -> int:
    return sum(1 for path in Path(settings.BLOB_DIR).rglob("*") if path.is_file())


def imported(city: City, **given: Any) -> SourceDocument:
    values: dict[str, Any] = {"name": "报告.txt", "data": DATA} | given
    return document_import(jurisdiction=city.unit, by=city.actor("supervisor"), at=NOW, **values)


def test_file_is_kept_with_its_text_and_repair(city: City) -> None:
    document = imported(city)
    document.refresh_from_db()
    assert (document.title, document.name, document.kind, document.year) == (
        "云川市2026年政府工作报告",
        "报告.txt",
        "txt",
        2026,
    )
    assert (document.raw, document.clean) == (TEXT, TEXT)
    assert (document.size, document.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert (document.imported_by, document.imported_at, document.extracted_at) == (
        city.person("supervisor"),
        NOW,
        NOW,
    )
    assert blobs.read(document.sha256) == DATA


def test_candidates_are_open_and_quote_their_place(city: City) -> None:
    document = imported(city)
    found = list(document.candidates.all())
    assert {candidate.state for candidate in found} == {"open"}
    assert all(document.raw[c.start : c.end] == c.text for c in found)
    one = next(candidate for candidate in found if ROADS in candidate.text)
    assert (one.kind, one.comparator, str(one.value), one.unit_of_measure) == (
        "target",
        ">=",
        "120.0000",
        "公里",
    )


def test_nothing_enters_a_list(city: City) -> None:
    document = imported(city)
    assert not Candidate.objects.filter(document=document, commitments__isnull=False).exists()


def test_given_title_and_year_win(city: City) -> None:
    document = imported(city, title=" 年度报告 ", year=2025)
    assert (document.title, document.year) == ("年度报告", 2025)


def test_entry_has_facts_and_no_contents(city: City) -> None:
    document = imported(city)
    entry = Entry.objects.get(verb="document.import")
    assert entry.after == {
        "sha256": document.sha256,
        "size": len(DATA),
        "kind": "txt",
        "year": 2026,
        "candidates": document.candidates.count(),
    }


def test_pasted_text_needs_no_name(city: City) -> None:
    document = imported(city, data=None, name="", text=TEXT)
    assert (document.name, document.raw) == ("", TEXT)


def test_same_bytes_are_refused_with_the_first_document(city: City, settings: LazySettings) -> None:
    first = imported(city)
    with pytest.raises(Refused) as caught:
        imported(city, name="另名.txt", title="另题")
    assert (caught.value.code, caught.value.params) == ("document-exists", {"document": first.pk})
    assert SourceDocument.objects.count() == 1
    assert stored_files(settings) == 1


def test_another_city_may_hold_the_same_bytes(city: City, other_city: City) -> None:
    imported(city)
    assert imported(other_city).jurisdiction == other_city.unit


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"data": b""}, "empty-file"),
        ({"data": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40}, "type-mismatch"),
        ({"name": "报告.docx"}, "type-mismatch"),
        ({"name": "报告.exe"}, "type-not-supported"),
        ({"data": b" \n \n"}, "no-text"),
        ({"title": "题" * 121}, "document-title-long"),
        ({"data": FINE}, "no-commitment"),
        ({"data": FINE * 10_000}, "no-commitment-early"),
    ],
)
def test_refusal_leaves_nothing(
    city: City, settings: LazySettings, given: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        imported(city, **given)
    assert caught.value.code == code
    assert SourceDocument.objects.count() == Candidate.objects.count() == 0
    assert Entry.objects.count() == 0
    assert stored_files(settings) == 0


def test_stranger_is_refused_before_the_file_is_read(city: City, other_city: City) -> None:
    with pytest.raises(Forbidden):
        document_import(
            jurisdiction=city.unit, name="x", data=b"", by=other_city.actor("supervisor"), at=NOW
        )


def test_broken_disk_leaves_no_document(city: City, settings: LazySettings) -> None:
    Path(settings.BLOB_DIR).write_text("a file where the folder should be")
    with pytest.raises(NotADirectoryError):
        imported(city)
    assert SourceDocument.objects.count() == Candidate.objects.count() == 0
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(city: City, encoding: str) -> None:
    assert ROADS in imported(city, data=TEXT.encode(encoding)).raw


def test_document_without_a_promise_is_kept_for_who_wants_it(city: City) -> None:
    document = imported(city, data=FINE, keep=True)
    assert document.candidates.count() == 0
    assert document.extracted_at == NOW
    assert imported(city, data=FINE * 10_000, keep=True).extracted_at is None


def test_large_text_becomes_a_job(
    city: City, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 20)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        document = imported(city)
        assert (document.extracted_at, document.candidates.count()) == (None, 0)
    document.refresh_from_db()
    job = Job.objects.get()
    assert (job.state, job.params) == ("done", {"document": document.pk})
    assert job.result_url == f"/documents/{document.pk}/review/"
    assert document.extracted_at is not None
    assert ROADS in "".join(document.candidates.values_list("text", flat=True))


def test_extracting_twice_changes_nothing(city: City) -> None:
    document = make_document(city, extracted_at=None)
    stale = SourceDocument.objects.get(pk=document.pk)
    by = city.actor("supervisor")
    document_extract(document=document, by=by, at=NOW)
    count = document.candidates.count()
    document_extract(document=stale, by=by, at=NOW)
    document_extract(document=SourceDocument.objects.get(pk=document.pk), by=by, at=NOW)
    assert document.candidates.count() == count > 0
    assert Entry.objects.filter(verb="document.extract").count() == 1


def test_search_is_asked_again_only_while_it_is_missing(city: City) -> None:
    by = city.actor("supervisor")
    job = document_extract_later(document=make_document(city, extracted_at=None), by=by, at=NOW)
    assert job.kind == "document-extract"
    with pytest.raises(Refused, match="document-extracted"):
        document_extract_later(document=make_document(city), by=by, at=NOW)


@pytest.mark.parametrize("act", [document_extract, document_extract_later])
def test_only_the_supervisor_may_search(city: City, act: object) -> None:
    with pytest.raises(Forbidden):
        act(document=make_document(city), by=city.actor("principal"), at=NOW)  # type: ignore[operator]
