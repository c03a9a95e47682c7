"""Moving out for an objective cause: proposed by the owner, decided once a year for a cohort."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.projects.actions.cohorts import cohort_locked
from luoshi.web.projects.actions.projects import project_locked
from luoshi.web.projects.models import Adjustment, Cohort, DropOut, Project, Verdict
from luoshi.web.projects.rules import can_adjust, can_propose_moving_out
from luoshi.web.projects.terms import causes

Verdicts = Mapping[int, tuple[str, str]]
"""Key of a proposal → ``approved`` or ``refused``, and the words for it."""


@transaction.atomic
def moving_out_propose(
    *, project: Project, cause: str, explanation: str, document: str, by: Actor, at: datetime
) -> DropOut:
    """The leader of the owner asks that the project be left out of the second denominator.

    Raises Refused ``cohort-open``, ``moving-out-exists``; Invalid ``moving-out-cause``,
    ``moving-out-text``, ``moving-out-document``.
    """
    fresh = project_locked(project)
    can_propose_moving_out(by, fresh).require()
    if not fresh.cohort.is_fixed:
        raise Refused("cohort-open")
    if cause not in causes():
        raise Invalid("moving-out-cause", field="cause")
    if not explanation.strip():
        raise Invalid("moving-out-text", field="explanation")
    if not document.strip():
        raise Invalid("moving-out-document", field="document")
    if fresh.drop_outs.exclude(verdict=Verdict.REFUSED).exists():
        raise Refused("moving-out-exists")
    made = DropOut.objects.create(
        project=fresh,
        cause=cause,
        explanation=explanation.strip(),
        document=document.strip(),
        proposed_by_id=by.user_id,
        proposed_at=at,
    )
    record(
        by=by,
        at=at,
        verb="moving_out.propose",
        obj=fresh,
        after={"cause": cause, "explanation": made.explanation, "document": made.document},
    )
    return made


@transaction.atomic
def adjustment_decide(
    *, cohort: Cohort, document: str, verdicts: Verdicts, by: Actor, at: datetime
) -> Adjustment:
    """Decide on every open proposal of a cohort at once; the next time is next year.

    What is moved out stays in the cohort: both denominators are shown. Raises Refused
    ``adjusted-this-year``, ``adjustment-empty``, ``adjustment-own``; Invalid
    ``adjustment-document``, ``adjustment-incomplete``, ``adjustment-note``.
    """
    fresh = cohort_locked(cohort)
    can_adjust(by, fresh).require()
    year = timezone.localdate(at).year
    if Adjustment.objects.filter(cohort=fresh, year=year).exists():
        raise Refused("adjusted-this-year", year=year)
    proposals = list(
        DropOut.objects.select_for_update(of=("self",))
        .filter(project__cohort=fresh, verdict=Verdict.OPEN)
        .select_related("project")
    )
    _check(proposals, verdicts, document, by)
    made = Adjustment.objects.create(
        cohort=fresh,
        year=year,
        document=document.strip(),
        decided_by_id=by.user_id,
        decided_at=at,
    )
    for proposal in proposals:
        _decide(proposal, made, *verdicts[proposal.pk], by, at)
    after = {
        "year": year,
        "document": made.document,
        "verdicts": {str(each.project_id): each.verdict for each in proposals},
    }
    record(by=by, at=at, verb="cohort.adjust", obj=fresh, after=after)
    return made


def _check(proposals: list[DropOut], verdicts: Verdicts, document: str, by: Actor) -> None:
    if not proposals:
        raise Refused("adjustment-empty")
    if not document.strip():
        raise Invalid("adjustment-document", field="document")
    for proposal in proposals:
        verdict, note = verdicts.get(proposal.pk, ("", ""))
        if verdict not in (Verdict.APPROVED, Verdict.REFUSED):
            raise Invalid("adjustment-incomplete", field=f"verdict-{proposal.pk}")
        if verdict == Verdict.REFUSED and not note.strip():
            raise Invalid("adjustment-note", field=f"note-{proposal.pk}")
        if proposal.proposed_by_id == by.user_id:
            raise Refused("adjustment-own")


def _decide(
    proposal: DropOut, adjustment: Adjustment, verdict: str, note: str, by: Actor, at: datetime
) -> None:
    proposal.verdict, proposal.note = verdict, note.strip()
    proposal.adjustment = adjustment
    proposal.decided_by_id, proposal.decided_at = by.user_id, at
    proposal.save(update_fields=["verdict", "note", "adjustment", "decided_by", "decided_at"])
    if verdict == Verdict.APPROVED:
        proposal.project.moved_out = True
        proposal.project.save(update_fields=["moved_out"])
