"""What a leader or contact has open of commitments: those their unit leads."""

from collections.abc import Iterator

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.commitments.models import Acceptance, Commitment, Outcome
from luoshi.web.commitments.rules import DECIDERS

GOING = ("assigned", "disputed", "accepted", "underway", "claimed_done", "verified")


def open_work(appointment: Appointment) -> Iterator[Work]:
    """Led and not settled; for who decides them, disputes of the jurisdiction."""
    if appointment.role in ("contact", "unit_leader"):
        led = Commitment.objects.filter(lead_unit=appointment.unit_id, state__in=GOING)
        for row in led.order_by("due_on", "pk"):
            kind = "accept" if row.state == "assigned" else "commitment"
            note = row.get_state_display()
            yield Work(kind, row.text, note, row.due_on, row.get_absolute_url())
    if appointment.role in DECIDERS:
        area = appointment.jurisdiction_id
        rows = Acceptance.objects.filter(
            outcome=Outcome.DISPUTED,
            commitment__jurisdiction=area,
            commitment__state="disputed",
        )
        latest = {each.commitment_id: each for each in rows.select_related("commitment", "unit")}
        for each in latest.values():
            text, url = each.commitment.text, each.commitment.get_absolute_url()
            yield Work("dispute", text, each.unit.short_name, None, url)
