"""Making, wording and issuing bulletins."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.render.pdf import pdf_fonts
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Session
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.audit.actions import record
from luoshi.web.jobs.actions import job_start
from luoshi.web.jobs.models import Job
from luoshi.web.publishing.models import Bulletin, Source
from luoshi.web.publishing.paper import made, paper_of
from luoshi.web.publishing.queries import (
    bulletins_of,
    head_anchor,
    issued_already,
    issued_of,
    made_anchor,
    standing_on,
    trace_url,
)
from luoshi.web.publishing.rules import can_draft, can_edit, can_issue
from luoshi.web.publishing.sources import content_from, require_ready
from luoshi.web.publishing.wording import checked
from luoshi.web.units.models import Unit

PREVIEW = "bulletin.preview"
STORED = ["content", "bound", "checks", "sha256", "pdf_sha256", "pdf_fonts"]


def bulletin_make(*, run: ScoreRun, by: Actor, at: datetime) -> Bulletin:
    """The draft of a run, with the next free number of the year; made again where there is one.

    Made again it keeps number, day and edited wording, so that the same run gives the same
    file. Raises Refused ``bulletin-run-differs`` when the stored run was changed,
    ``bulletin-of-run-issued`` when its bulletin is out.
    """
    return _make(run, by, at)


def bulletin_make_of_session(*, session: Session, by: Actor, at: datetime) -> Bulletin:
    """The same of a session whose result is released.

    Raises Refused ``bulletin-session-not-released``, ``bulletin-result-differs`` when the stored
    result was changed, ``bulletin-of-session-issued`` when its bulletin is out.
    """
    return _make(session, by, at)


@transaction.atomic
def _make(source: Source, by: Actor, at: datetime) -> Bulletin:
    can_draft(by, source).require()
    jurisdiction = _locked(source.jurisdiction_id)
    if issued := issued_of(source):
        raise issued_already(issued)
    content = content_from(source, jurisdiction)
    content["anchor"] = made_anchor(source)
    draft = bulletins_of(source).filter(issued_at=None).first()
    if draft:
        content["edited"] = _kept(draft.content["edited"], content)
        draft.content = content
        _set(draft)
        record(by=by, at=at, verb="bulletin.remake", obj=draft, after={"sha256": draft.sha256})
        return draft
    year = timezone.localdate(at).year
    draft = Bulletin.objects.create(
        jurisdiction=jurisdiction,
        **standing_on(source),
        title=content["head"]["title"],
        year=year,
        number=_next_number(jurisdiction, year),
        content=content,
        made_by_id=by.user_id,
        made_at=at,
    )
    _set(draft)
    record(
        by=by, at=at, verb="bulletin.make", obj=draft,
        after={
            **{field: each.pk for field, each in standing_on(source).items()},
            "number": draft.paper_number,
            "sha256": draft.sha256,
        },
    )  # fmt: skip
    return draft


def _locked(jurisdiction_id: int) -> Unit:
    """Numbers are given one at a time: the jurisdiction is locked until the commit."""
    unit: Unit = Unit.objects.without_tree_fields().select_for_update().get(pk=jurisdiction_id)
    return unit


def _next_number(jurisdiction: Unit, year: int) -> int:
    rows = Bulletin.objects.filter(jurisdiction=jurisdiction, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _kept(edited: Mapping[str, str], content: Mapping[str, dict[str, str]]) -> dict[str, str]:
    return {
        key: checked(key, text, content["values"])
        for key, text in edited.items()
        if key in content["texts"]
    }


def _set(bulletin: Bulletin) -> None:
    """Set the paper and keep the file with its numbers and checks."""
    signed_at = bulletin.issued_at or bulletin.made_at
    paper = paper_of(
        bulletin.content,
        year=bulletin.year,
        number=bulletin.number,
        signed_on=timezone.localdate(signed_at),
    )
    file = made(paper, bulletin.content)
    bulletin.bound = [{**row, "url": trace_url(bulletin, row)} for row in file.bound]
    bulletin.checks = file.checks
    bulletin.sha256 = blobs.put(file.docx)
    bulletin.pdf_sha256, bulletin.pdf_fonts = "", []
    bulletin.save(update_fields=STORED)


@transaction.atomic
def bulletin_reword(
    *, bulletin: Bulletin, texts: Mapping[str, str], by: Actor, at: datetime
) -> Bulletin:
    """Other words for some paragraphs; the words of the presets are no edit.

    Raises Invalid as :func:`wording.checked`, and ``bulletin-paragraph-unknown``.
    """
    held = _held(bulletin)
    can_edit(by, held).require()
    content = held.content
    unknown = sorted(set(texts) - set(content["texts"]))
    if unknown:
        raise Invalid("bulletin-paragraph-unknown", field=unknown[0])
    new = {key: checked(key, text, content["values"]) for key, text in texts.items()}
    edited = {**content["edited"], **new}
    before = content["edited"]
    content["edited"] = {k: text for k, text in edited.items() if text != content["texts"][k]}
    content["overleaf"] = False
    _set(held)
    changed = sorted(k for k in edited if before.get(k) != content["edited"].get(k))
    record(
        by=by, at=at, verb="bulletin.reword", obj=held,
        after={"paragraphs": changed, "sha256": held.sha256},
    )  # fmt: skip
    return held


@transaction.atomic
def bulletin_issue(*, bulletin: Bulletin, by: Actor, at: datetime) -> Bulletin:
    """Let it out: dated today, sealed with the end of the record, never changed again.

    Raises Refused as :func:`sources.require_ready`.
    """
    jurisdiction = _locked(bulletin.jurisdiction_id)
    held = _held(bulletin)
    can_issue(by, held).require()
    require_ready(held, timezone.localdate(at))
    year = timezone.localdate(at).year
    if held.year != year:
        held.year, held.number = year, _next_number(jurisdiction, year)
    held.issued_by_id, held.issued_at = by.user_id, at
    held.content["anchor"] = head_anchor(held.source)
    held.save(update_fields=["year", "number", "issued_by", "issued_at"])
    _set(held)
    record(
        by=by, at=at, verb="bulletin.issue", obj=held,
        after={"number": held.paper_number, "sha256": held.sha256, "numbers": len(held.bound)},
    )  # fmt: skip
    return held


def _held(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related(
        "run__version", "session"
    )
    return rows.get(pk=bulletin.pk)


@transaction.atomic
def bulletin_preview(*, bulletin: Bulletin, by: Actor, at: datetime) -> Job:
    """Ask for the PDF. The caller has shown that the person sees the bulletin."""
    return job_start(
        kind=PREVIEW, title=bulletin.title, params={"bulletin": bulletin.pk}, by=by, at=at
    )


@transaction.atomic
def bulletin_turn_over(*, bulletin: Bulletin, by: Actor, at: datetime) -> Bulletin:
    """Move the colophon of a draft to the back of its last page, which is an odd one.

    Source: GB/T 9704-2012, 7.4.
    """
    held = _held(bulletin)
    if held.is_issued or held.content["overleaf"]:
        return held
    held.content["overleaf"] = True
    _set(held)
    record(by=by, at=at, verb="bulletin.turn-over", obj=held, after={"sha256": held.sha256})
    return held


@transaction.atomic
def bulletin_keep_pdf(*, bulletin: Bulletin, pdf: bytes, by: Actor, at: datetime) -> None:
    """Keep the preview, unless the file has become another one meanwhile."""
    sha256 = blobs.put(pdf)
    rows = Bulletin.objects.filter(pk=bulletin.pk, sha256=bulletin.sha256)
    if rows.update(pdf_sha256=sha256, pdf_fonts=list(pdf_fonts(pdf))):
        record(
            by=by, at=at, verb="bulletin.preview", obj=bulletin,
            after={"sha256": bulletin.sha256, "pdf": sha256},
        )  # fmt: skip
