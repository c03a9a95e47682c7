"""What hangs on the units that an event closes or divides: shown before, passed on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoshi.web.accounts.models import Appointment
from luoshi.web.commitments.actions.passing import OPEN
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions.passing import UNSIGNED
from luoshi.web.delivery.models import ProgressReport, ReportState
from luoshi.web.units.models import Alias, Unit

STAYS = (ReportState.ACCEPTED, ReportState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything of the units at stake. ``kept``: facts that stay under the old units."""

    commitments: Sequence[Commitment]
    appointments: Sequence[Appointment]
    assists: int
    reports: int
    kept: int
    settled: int
    aliases: Sequence[Alias]
    below: Sequence[Unit]

    @property
    def is_nothing(self) -> bool:
        """Whether nobody and nothing hangs on them."""
        return not (self.commitments or self.appointments or self.assists or self.below)


def touched(units: Sequence[Unit], on: date) -> Touched:
    """What hangs on these units on a day: seven queries."""
    led = Commitment.objects.filter(lead_unit__in=units)
    reports = ProgressReport.objects.filter(unit__in=units)
    assisted = Commitment.assist_units.through.objects.filter(
        unit__in=units, commitment__state__in=OPEN
    )
    return Touched(
        commitments=list(
            led.filter(state__in=OPEN).select_related("lead_unit").order_by("due_on", "pk")
        ),
        appointments=seats_at(units, on),
        assists=assisted.count(),
        reports=reports.filter(state__in=UNSIGNED, supersedes=None, round__closed_at=None).count(),
        kept=reports.filter(state__in=STAYS).count(),
        settled=led.exclude(state__in=OPEN).count(),
        aliases=list(Alias.objects.filter(unit__in=units, valid_to__isnull=True).order_by("text")),
        below=list(
            Unit.objects.without_tree_fields().filter(
                parent__in=[unit.pk for unit in units], closed_on__isnull=True
            )
        ),
    )


def seats_at(units: Sequence[Unit], on: date) -> list[Appointment]:
    """Who holds what at these units on a day or later, by unit, role and name."""
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=on)
    rows = Appointment.objects.filter(lasting, unit__in=units).select_related("user", "unit")
    return list(rows.order_by("unit__position", "unit__code", "role", "user__username"))
