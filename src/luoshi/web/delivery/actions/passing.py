"""Reports that another unit goes on with, and samples that another person verifies.

Who may decide that is asked by the actions that call these.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.delivery.actions.reports import record_each_round
from luoshi.web.delivery.models import ProgressReport, ReportState, Sample
from luoshi.web.units.models import Unit

UNSIGNED = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)
"""What no leader has stood for yet; a signed report is the word of the unit that signed it."""


@transaction.atomic
def reports_pass_on(
    *, commitments: Iterable[int], unit: Unit, by: Actor, at: datetime
) -> list[ProgressReport]:
    """Reports of open rounds that nobody has signed are the new lead unit's to give.

    Signed and accepted ones, and corrections of these, stay under the unit that gave them.
    """
    rows = (
        ProgressReport.objects.select_for_update(of=("self",))
        .select_related("round")
        .filter(
            commitment__in=list(commitments),
            state__in=UNSIGNED,
            supersedes__isnull=True,
            round__closed_at__isnull=True,
        )
        .exclude(unit=unit)
    )
    found = list(rows.order_by("pk"))
    ProgressReport.objects.filter(pk__in=[row.pk for row in found]).update(unit=unit)
    if found:
        record_each_round(found, verb="report.pass_on", by=by, at=at)
    return found


@transaction.atomic
def samples_pass_on(*, samples: Iterable[Sample], user_id: int, by: Actor, at: datetime) -> int:
    """Drawn samples that nobody has looked at yet are another verifier's; how many there were.

    ``can_verify`` is asked when the finding is recorded.
    """
    ids = [sample.pk for sample in samples]
    rows = Sample.objects.select_for_update(of=("self",)).filter(pk__in=ids, verifications=None)
    found = list(rows.order_by("pk"))
    for sample in found:
        before = {"verifier": sample.verifier_id}
        sample.verifier_id = user_id
        sample.save(update_fields=["verifier"])
        after = {"verifier": user_id}
        record(by=by, at=at, verb="sample.pass_on", obj=sample, before=before, after=after)
    return len(found)
