"""One question of a session answered before the next: told of, accepted, verified on the spot."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from luoshi.core.calendar import WorkCalendar
from luoshi.core.sampling import rank_digest
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import (
    draw_make,
    evidence_add,
    reports_accept,
    reports_save,
    reports_sign,
    round_close,
    round_open,
    verification_record,
)
from luoshi.web.delivery.models import Round, Sample
from luoshi.web.delivery.queries.asked import asked_in
from luoshi.web.delivery.said import Said


def answer(
    city: City,
    calendar: WorkCalendar,
    lst: CommitmentList,
    asked: Commitment,
    on: date,
    told: dict[str, str],
) -> None:
    """In a round of its own after ``on``; ``told``: title, narrative, evidence, note."""
    days = [calendar.add_working_days(on, after) for after in range(1, 12)]
    others = asked_in(lst, days[3]).exclude(pk=asked.pk)
    office = city.actor("supervisor", days[2])
    opened = round_open(
        lst=lst, title=told["title"], period_start=on, period_end=days[3], due_on=days[4],
        by=office, at=at_office(days[2], 9), without=list(others.values_list("pk", flat=True)),
    )  # fmt: skip
    report = opened.reports.select_related("unit").get()
    contact = city.contact(report.unit, days[4])
    evidence_add(
        unit=report.unit, name=f"{told['title']}.txt", data=told["evidence"].encode(),
        source=f"{report.unit.short_name}业务科室", dated_on=days[4], reports=[report],
        by=contact, at=at_office(days[4], 10),
    )  # fmt: skip
    said = Said(said_share=Decimal(1), claims_done=True, narrative=told["narrative"])
    reports_save(lines=[(report, said)], by=contact, at=at_office(days[4], 11), submit=True)
    report.refresh_from_db()
    leader = city.leader(report.unit, days[4])
    reports_sign(reports=[report], by=leader, at=at_office(days[4], 15))
    report.refresh_from_db()
    reports_accept(reports=[report], by=office, at=at_office(days[5], 9))
    round_close(round=opened, by=office, at=at_office(days[6], 9))
    _verify(city, opened, days[7:10], told)


def _verify(city: City, opened: Round, days: Sequence[date], told: dict[str, str]) -> None:
    """Drawn on the first of the days, found on the last."""
    office = city.actor("supervisor", days[0])
    made = draw_make(
        round=opened, chance=lambda: rank_digest("draw", told["title"])[:32],
        by=office, at=at_office(days[0], 9),
    )  # fmt: skip
    sample = Sample.objects.select_related("verifier").get(draw=made)
    verification_record(
        sample=sample, finding="confirmed", verified_value=None, verified_share=None,
        note=told["note"], by=city.actor(sample.verifier.username, days[-1]),
        at=at_office(days[-1], 10),
    )  # fmt: skip
