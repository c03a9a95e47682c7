"""Taking a document in, and finding what it promises."""

from datetime import date, datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.papers import (
    Paper,
    found_in,
    read_file,
    read_pasted,
    stored,
    year_in,
)
from luoshi.web.documents.rules import can_import, can_review
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.models import Job
from luoshi.web.units.models import Unit

EXTRACT = "document-extract"
TITLE_LIMIT = 120
AT_ONCE = 60_000
"""Code points read within the request (below a second); a longer text becomes a job."""
BEGINNING = 6_000
"""Code points in which most long texts show that they promise something."""


def document_import(
    *,
    jurisdiction: Unit,
    by: Actor,
    at: datetime,
    name: str = "",
    data: bytes | None = None,
    text: str = "",
    title: str = "",
    year: int | None = None,
    issued_on: date | None = None,
    keep: bool = False,
) -> SourceDocument:
    """A file (``name`` and ``data``) or a pasted ``text``, with its candidates.

    The file is read before the transaction begins, so that nobody waits for it. Where nothing
    is promised nothing is stored, unless it is to be kept for marking by hand (``keep``).
    Raises Invalid with a code of ``luoshi.intake``, ``document-title-long`` or
    ``no-commitment``, and Refused ``document-exists`` with the key of the document that has the
    same bytes.
    """
    can_import(by, jurisdiction.pk).require()
    if len(title) > TITLE_LIMIT:
        raise Invalid("document-title-long", field="title")
    paper = read_pasted(text) if data is None else read_file(name, data)
    document = _written(paper, title.strip(), year)
    document.jurisdiction, document.imported_by_id, document.imported_at = (
        jurisdiction,
        by.user_id,
        at,
    )
    document.issued_on = issued_on
    candidates = found_in(document) if len(document.raw) <= AT_ONCE else None
    if not keep:
        _refuse_empty(document, candidates)
    return _store(document, paper.data, candidates, by, at)


def _refuse_empty(document: SourceDocument, found: list[Candidate] | None) -> None:
    """A text that is too long to be searched at once has to promise something early on."""
    if found is None:
        if not any(found_in(document, within=size) for size in (BEGINNING, AT_ONCE)):
            raise Invalid("no-commitment-early", searched=AT_ONCE)
    elif not found:
        raise Invalid("no-commitment")


def _written(paper: Paper, title: str, year: int | None) -> SourceDocument:
    repaired, name = paper.repaired, paper.safe_name
    title = title or paper.title or name
    return SourceDocument(
        title=title,
        name=name,
        kind=paper.reading.kind,
        sha256=paper.sha256,
        size=len(paper.data),
        raw=paper.reading.text,
        clean=repaired.text,
        offset_map=repaired.map.to_runs(),
        damaged=stored(repaired.damaged),
        dropped=stored(repaired.dropped),
        year=year or year_in(title),
        totals_left_out=paper.reading.totals_left_out,
    )


@transaction.atomic
def _store(
    document: SourceDocument,
    data: bytes,
    candidates: list[Candidate] | None,
    by: Actor,
    at: datetime,
) -> SourceDocument:
    Unit.objects.select_for_update(no_key=True).get(pk=document.jurisdiction_id)
    same = SourceDocument.objects.filter(
        jurisdiction_id=document.jurisdiction_id, sha256=document.sha256
    )
    if existing := same.values_list("pk", flat=True).first():
        raise Refused("document-exists", document=existing)
    document.extracted_at = None if candidates is None else at
    document.save(force_insert=True)
    Candidate.objects.bulk_create(candidates or [])
    record(
        by=by,
        at=at,
        verb="document.import",
        obj=document,
        after={
            "sha256": document.sha256,
            "size": document.size,
            "kind": document.kind,
            "year": document.year,
            "candidates": None if candidates is None else len(candidates),
        },
    )
    if candidates is None:
        _extract_later(document, by, at)
    blobs.put(data)
    return document


def document_extract(*, document: SourceDocument, by: Actor, at: datetime) -> None:
    """Find the candidates of a stored document; nothing where that was done already.

    The search runs before the transaction begins, so that nobody waits for it.
    """
    can_review(by, document).require()
    if document.extracted_at:
        return
    found = found_in(document)
    with transaction.atomic():
        fresh = SourceDocument.objects.select_for_update().get(pk=document.pk)
        if fresh.extracted_at:
            return
        Candidate.objects.bulk_create(found, batch_size=500)
        fresh.extracted_at = at
        fresh.save(update_fields=["extracted_at"])
        record(by=by, at=at, verb="document.extract", obj=fresh, after={"candidates": len(found)})


@transaction.atomic
def document_extract_later(*, document: SourceDocument, by: Actor, at: datetime) -> Job:
    """Ask again for the search of a document whose job did not come to its end."""
    can_review(by, document).require()
    fresh = SourceDocument.objects.select_for_update().get(pk=document.pk)
    if fresh.extracted_at:
        raise Refused("document-extracted")
    return _extract_later(fresh, by, at)


def _extract_later(document: SourceDocument, by: Actor, at: datetime) -> Job:
    return job_start(
        kind=EXTRACT, title=document.title, params={"document": document.pk}, by=by, at=at
    )
