"""Which documents a person sees, and what was found in them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.documents.models import Candidate, SourceDocument, Step
from luoshi.web.jobs.models import Job
from luoshi.web.jobs.queries import visible_to as jobs_visible_to
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import heirs_of, jurisdictions_of, named, units_of

STANDING = ("open", "confirmed", "rejected")
"""States shown in the review; a split or merged candidate is represented by what it became."""
TEXTS = ("raw", "clean", "offset_map", "damaged", "dropped")


def visible_to(actor: Actor) -> QuerySet[SourceDocument]:
    """The documents of the jurisdictions in which the person is a supervisor."""
    return SourceDocument.objects.filter(jurisdiction__in=actor.jurisdictions("supervisor"))


def documents_with_counts(actor: Actor) -> QuerySet[SourceDocument]:
    """The documents, newest first, without their texts, each with ``open_count`` and so on."""
    counts = {state: Count("candidates", filter=Q(candidates__state=state)) for state in STANDING}
    documents = visible_to(actor).defer(*TEXTS).select_related("jurisdiction")
    counted = documents.annotate(**{f"{state}_count": count for state, count in counts.items()})
    return counted.order_by("-imported_at", "-pk")


def document_for(actor: Actor, pk: int) -> SourceDocument:
    """One document with its texts. Raises Http404."""
    found = visible_to(actor).select_related("jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def candidate_for(actor: Actor, pk: int) -> Candidate:
    """One candidate with its document. Raises Http404."""
    documents = visible_to(actor).values("pk")
    found = Candidate.objects.select_related("document__jurisdiction").filter(
        pk=pk, document__in=documents
    )
    if candidate := found.first():
        return candidate
    raise Http404


def import_places(actor: Actor) -> QuerySet[Unit]:
    """The jurisdictions into which the person may import."""
    return jurisdictions_of(actor).filter(pk__in=actor.jurisdictions("supervisor"))


def standing(document_id: int) -> QuerySet[Candidate]:
    """The candidates of a document that stand for themselves, in the order of the text."""
    return Candidate.objects.filter(document=document_id, state__in=STANDING)


def next_open(candidate: Candidate) -> int | None:
    """The next candidate to decide, after this one in the text, else from the beginning."""
    to_decide = list(
        standing(candidate.document_id)
        .filter(state="open")
        .exclude(pk=candidate.pk)
        .values_list("start", "end", "pk")
    )
    here = (candidate.start, candidate.end, candidate.pk)
    later = [place for place in to_decide if place > here]
    return next((pk for _start, _end, pk in later or to_decide), None)


def first_open(document: SourceDocument) -> Candidate | None:
    """The first candidate to decide; else the first of all."""
    rows = standing(document.pk)
    return rows.filter(state="open").first() or rows.first()


def last_decision(document: SourceDocument, actor: Actor) -> Candidate | None:
    """What the person decided last in this document and has not taken back."""
    decided = Candidate.objects.filter(document=document, decided_by=actor.user_id)
    return decided.order_by("-decided_at", "-pk").first()


def last_step(document: SourceDocument, actor: Actor) -> Candidate | Step | None:
    """What the person did last in this document and has not taken back: two queries.

    A decided candidate, or the step that edited or marked one.
    """
    decided = last_decision(document, actor)
    steps = Step.objects.filter(
        candidate__document=document, candidate__state="open", made_by=actor.user_id
    )
    once_listed = Q(before__isnull=True, candidate__commitments__isnull=False)
    last = steps.exclude(once_listed).select_related("candidate").order_by("-made_at", "-pk")
    step = last.first()
    if step is None or (decided and decided.decided_at and decided.decided_at > step.made_at):
        return decided
    return step


def listed_from(candidate: Candidate) -> QuerySet[Commitment]:
    """The commitments made of a candidate and not withdrawn."""
    return Commitment.objects.filter(source=candidate).exclude(state="withdrawn")


def mates_of(candidate: Candidate) -> list[Candidate]:
    """The others that were merged into the same one."""
    into = candidate.became.values("pk")
    through = Candidate.came_from.through.objects.filter(from_candidate__in=into)
    mates = Candidate.objects.filter(pk__in=through.values("to_candidate"))
    return list(mates.exclude(pk=candidate.pk).select_for_update())


def open_lists(jurisdiction_id: int) -> QuerySet[CommitmentList]:
    """The lists that may still take a commitment; those of project batches take projects only."""
    return CommitmentList.objects.filter(
        jurisdiction=jurisdiction_id, frozen_at__isnull=True, cohort__isnull=True
    )


def list_for(candidate: Candidate, lists: Sequence[CommitmentList]) -> CommitmentList | None:
    """The list whose period holds the candidate's last day, else the document's year.

    Of several the one with the shortest period; None where no period does: then a person chooses.
    """
    year = candidate.document.year
    day = candidate.period_end or (date(year, 12, 31) if year else None)
    fitting = [one for one in lists if day and one.period_start <= day <= one.period_end]
    return min(fitting, key=lambda one: one.period_end - one.period_start, default=None)


def units_for(candidate: Candidate) -> QuerySet[Unit]:
    """The units a commitment of this document may be given to."""
    return units_of(candidate.document.jurisdiction_id)


def responsible_units(candidate: Candidate) -> tuple[Unit | None, Sequence[Unit]]:
    """The lead unit and the assisting ones, where the names in the text are known.

    Names mean what they meant on the day of the document; what has closed since is stood for
    by its heir.
    """
    names = [name.strip() for name in candidate.responsible.split(";") if name.strip()]
    if not names:
        return None, ()
    document = candidate.document
    meant = named(names, jurisdiction_id=document.jurisdiction_id, on=dated_on(document))
    heirs = heirs_of(meant.values())
    known = {name: heirs[unit.pk] for name, unit in meant.items()}
    lead = known.get(names[0])
    others = dict.fromkeys(known[name] for name in names[1:] if name in known)
    return lead, [unit for unit in others if unit != lead]


def dated_on(document: SourceDocument) -> date:
    """The day of the document: as typed, else of its import, else the first of its year."""
    imported = timezone.localdate(document.imported_at)
    if document.issued_on:
        return document.issued_on
    if document.year is None or document.year == imported.year:
        return imported
    return date(document.year, 1, 1)


def counts_of(document: SourceDocument) -> tuple[Counter[str], Counter[str]]:
    """How many candidates stand in each state, and how many were rejected for each reason."""
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    rows = standing(document.pk).order_by().values_list("state", "reason")
    for state, reason, count in rows.annotate(count=Count("pk")):
        states[state] += count
        if state == "rejected":
            reasons[reason] += count
    return states, reasons


def job_of(actor: Actor, document: SourceDocument) -> Job | None:
    """The person's latest job that looks for the commitments of this document."""
    mine = jobs_visible_to(actor).filter(params__document=document.pk)
    return mine.order_by("-pk").first()
