"""The PDF, by LibreOffice as it is installed here."""

import shutil

import pytest
from django.urls import reverse

from luoshi.core.errors import Refused
from luoshi.render.pdf import page_count
from luoshi.web import blobs
from luoshi.web.jobs.models import Job
from luoshi.web.publishing.models import Bulletin
from luoshi.web.publishing.tasks import JOBS, preview_bulletin
from tests.factories import City
from tests.web.publishing.build import make_draft, make_issued, verbs

office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def job_of(city: City, bulletin: Bulletin) -> Job:
    person = city.person("supervisor")
    return Job(kind="bulletin.preview", params={"bulletin": bulletin.pk}, asked_by=person)


def untold(step: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


@office
def test_draft_ends_on_an_even_page_and_keeps_its_pdf(city: City) -> None:
    draft = make_draft(city)
    url = preview_bulletin(job_of(city, draft), untold)
    kept = Bulletin.objects.get(pk=draft.pk)
    assert url == reverse("bulletin_pdf", args=[draft.pk])
    assert page_count(blobs.read(kept.pdf_sha256)) % 2 == 0
    assert (len(kept.pdf_fonts) > 0, kept.checks["findings"]) == (True, [])
    assert verbs()[-1] == "bulletin.preview"


@office
def test_issued_file_stays_as_it_is(city: City) -> None:
    issued = make_issued(city)
    preview_bulletin(job_of(city, issued), untold)
    kept = Bulletin.objects.get(pk=issued.pk)
    assert (kept.sha256, bool(kept.pdf_sha256)) == (issued.sha256, True)


def test_without_libreoffice_it_says_so(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_draft(city)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="libreoffice-missing"):
        preview_bulletin(job_of(city, draft), untold)
    assert Bulletin.objects.get(pk=draft.pk).pdf_sha256 == ""


def test_the_worker_knows_it() -> None:
    assert {"bulletin.preview": preview_bulletin} == JOBS
