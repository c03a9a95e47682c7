"""What the drawn outsider found."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from luoshi.core.errors import Invalid
from luoshi.core.sampling import Finding
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions import commitment_advance
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions.progress import progress_refresh
from luoshi.web.delivery.models import ProgressReport, ReportState, Sample, Verification
from luoshi.web.delivery.queries.bars import barred_units
from luoshi.web.delivery.rules import can_verify
from luoshi.web.delivery.said import fits, is_share, may_be_below_zero
from luoshi.web.prepared import prepared

STANDS = {"underway": ("claim_done", "verify"), "claimed_done": ("verify",)}
FALLS = {"claimed_done": ("refute",), "verified": ("reopen",)}
"""What moves a commitment whose claim of being done stood up, or did not, by its state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The figure that the verifier saw: a value, or a share 0 … 1 where there is no target."""

    finding: str
    value: Decimal | None = None
    share: Decimal | None = None
    note: str = ""

    def check(self, commitment: Commitment) -> None:
        """Raises Invalid with the ``field`` at fault."""
        if self.finding not in set(Finding):
            raise Invalid("finding-unknown", field="finding")
        if self.value is not None and not fits(self.value):
            raise Invalid("value-out-of-range", field="verified_value")
        if self.value is not None and self.value < 0 and not may_be_below_zero(commitment):
            raise Invalid("verified-value-below-zero", field="verified_value")
        if self.share is not None and not is_share(self.share):
            raise Invalid("share-out-of-range", field="verified_share")
        if self.finding != Finding.CONFIRMED and not self.note.strip():
            raise Invalid("verification-note-missing", field="note")
        if self.finding == Finding.PARTLY and self.value is None and self.share is None:
            raise Invalid("verified-value-missing", field="verified_value")


@transaction.atomic
def verification_record(
    *,
    sample: Sample,
    finding: str,
    verified_value: Decimal | None,
    note: str,
    by: Actor,
    at: datetime,
    verified_share: Decimal | None = None,
) -> Verification:
    """What was found of one drawn report. A second one corrects the first, and both stay.

    A claim of being done that is confirmed makes the commitment verified; one that is not puts
    it under way again, unless the unit has reported on it since.
    """
    fresh = _own_sample(sample, by, at)
    found = Found(finding=finding, value=verified_value, share=verified_share, note=note)
    found.check(fresh.report.commitment)
    before = Verification.objects.filter(sample=fresh, superseded_by=None).first()
    made = Verification.objects.create(
        sample=fresh,
        finding=finding,
        verified_value=verified_value,
        verified_share=verified_share,
        note=note.strip(),
        supersedes=before,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    record(
        by=by,
        at=at,
        verb="verification.record",
        obj=made,
        before=_facts(before) if before else None,
        after=_facts(made),
    )
    _advance(fresh.report, finding, by=by, at=at)
    progress_refresh(ids=[fresh.report.commitment_id], on=timezone.localdate(at))
    return made


def _own_sample(sample: Sample, by: Actor, at: datetime) -> Sample:
    """Locked. The bars are asked again: the verifier may have moved since the draw."""
    (fresh,) = _locked(sample.pk)
    barred = barred_units([by.user_id], on=timezone.localdate(at))
    can_verify(by, fresh, barred=barred[by.user_id]).require()
    return fresh


@prepared
def _locked(pk: int) -> QuerySet[Sample]:
    rows = Sample.objects.select_for_update(of=("self",)).filter(pk=pk)
    return rows.select_related("draw__round__list", "report__commitment")


def _facts(verification: Verification) -> dict[str, object]:
    return {
        "sample": verification.sample_id,
        "finding": verification.finding,
        "verified_value": verification.verified_value,
        "verified_share": verification.verified_share,
    }


def _advance(report: ProgressReport, finding: str, *, by: Actor, at: datetime) -> None:
    commitment = Commitment.objects.select_for_update().get(pk=report.commitment_id)
    if not report.claims_done or _last_accepted(commitment) != report.pk:
        return
    steps = STANDS if finding == Finding.CONFIRMED else FALLS
    for verb in steps.get(commitment.state, ()):
        commitment_advance(commitment=commitment, verb=verb, by=by, at=at, because=finding)


def _last_accepted(commitment: Commitment) -> int | None:
    rows = ProgressReport.objects.filter(commitment=commitment, state=ReportState.ACCEPTED)
    return rows.order_by("-round__period_end", "-pk").values_list("pk", flat=True).first()
