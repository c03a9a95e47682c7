"""Everything the page of one report shows to one person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import pgettext

from luoshi.core.workflow import REPORT
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.lights import accepted_text, light_sentence, rule_name
from luoshi.web.commitments.wording import percent, target_text
from luoshi.web.delivery.figures import said_share_of
from luoshi.web.delivery.filling import Filling
from luoshi.web.delivery.models import Evidence, ProgressReport, Recall, Return, Verification
from luoshi.web.delivery.queries import visible_to
from luoshi.web.delivery.queries.reports import fillable, shown
from luoshi.web.delivery.roundpage import line_of, waiting_in
from luoshi.web.delivery.rules import can_accept, can_fill, can_recall, can_return, can_sign
from luoshi.web.delivery.wording import blocker_text, found_text, reason_text, said_text


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done with a report; ``reason`` and ``back``, with what was said then, when
    it was returned or taken back."""

    at: datetime
    who: str
    act: str
    reason: str = ""
    back: Return | Recall | None = None


def fillable_report(actor: Actor, report: ProgressReport) -> QuerySet[ProgressReport]:
    """This report where the person may fill it now, else nothing."""
    due = shown(fillable(actor).filter(pk=report.pk))
    return due.select_related("commitment__progress__report").prefetch_related(
        "evidence_uses__evidence", "returns"
    )


def next_waiting(actor: Actor, report: ProgressReport, state: str) -> ProgressReport | None:
    """Another report of the round that waits for the same person's step."""
    return waiting_in(actor, report.round, state).exclude(pk=report.pk).first()


def report_page(actor: Actor, report: ProgressReport, filling: Filling) -> dict[str, object]:
    """The page's context: a constant number of queries."""
    verification = verification_of(report)
    return {
        "report": report,
        "commitment": report.commitment,
        "target": target_text(report.commitment),
        "filling": filling,
        "lines": [(form, line_of(form)) for form in filling.lines],
        "said": said_text(report),
        "said_share": percent(said_share_of(report.commitment, report)),
        "blocker": blocker_text(report),
        "evidence": evidence_of(report),
        "verification": verification,
        "found": found_text(report.commitment, verification) if verification else "",
        "story": story_of(report),
        "chain": chain_of(actor, report),
        "light": light_of(report),
        **acts_on(actor, report),
    }


def acts_on(actor: Actor, report: ProgressReport) -> dict[str, bool]:
    """Which steps are open to the person now."""
    verbs = REPORT.verbs(report.state)
    fills = bool(can_fill(actor, report))
    return {
        "signs": "sign" in verbs and bool(can_sign(actor, report)),
        "accepts": "accept" in verbs and bool(can_accept(actor, report)),
        "recalls": "recall" in verbs and bool(can_recall(actor, report)),
        "returns_it": "return" in verbs and bool(can_return(actor, report)),
        "corrects": "supersede" in verbs and fills,
        "drops": report.state == "draft" and bool(report.supersedes_id) and fills,
        "detaches": report.is_fillable and fills,
    }


def evidence_of(report: ProgressReport) -> list[Evidence]:
    """The files offered for it."""
    return [use.evidence for use in report.evidence_uses.select_related("evidence")]


def story_of(report: ProgressReport) -> list[Step]:
    """What was done with it, oldest first; what went back with what was said then."""
    own = (
        (report.submitted_at, report.submitted_by, pgettext("story", "报送")),
        (report.signed_at, report.signed_by, pgettext("story", "签发")),
        (report.accepted_at, report.accepted_by, pgettext("story", "采信")),
    )
    steps = [Step(at, str(who), act) for at, who, act in own if at]
    for back in report.returns.select_related("decided_by"):
        reason = reason_text(back.reason)
        steps.append(
            Step(back.decided_at, str(back.decided_by), pgettext("story", "退回"), reason, back)
        )
    for taken in report.recalls.select_related("decided_by"):
        steps.append(
            Step(taken.decided_at, str(taken.decided_by), pgettext("story", "撤回"), back=taken)
        )
    return sorted(steps, key=lambda step: step.at)


def verification_of(report: ProgressReport) -> Verification | None:
    """What an outsider found of it, after corrections."""
    found = Verification.objects.filter(sample__report=report, superseded_by=None)
    return found.select_related("decided_by").first()


def chain_of(actor: Actor, report: ProgressReport) -> list[ProgressReport]:
    """All reports on the commitment in the round, the oldest first; none when it is alone."""
    same = visible_to(actor).filter(round=report.round_id, commitment=report.commitment_id)
    found = list(same.select_related("accepted_by").order_by("pk"))
    return found if len(found) > 1 else []


def light_of(report: ProgressReport) -> dict[str, str] | None:
    """The commitment's light with its sentence and rule."""
    progress = getattr(report.commitment, "progress", None)
    if progress is None:
        return None
    return {
        "light": progress.light,
        "label": light_sentence(progress.light_code, progress.light_params),
        "rule": rule_name(progress.light_rule),
        "accepted": accepted_text(progress.reason_by, progress.reason_until),
        "planned": percent(progress.planned_share),
    }
