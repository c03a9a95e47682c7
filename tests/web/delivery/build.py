"""Rounds, reports and evidence for tests, made through the actions."""

from datetime import UTC, date, datetime
from decimal import Decimal

from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.models import Entry
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, CommitmentList, Milestone
from luoshi.web.delivery.actions import (
    draw_make,
    report_accept,
    report_save,
    report_sign,
    report_submit,
    round_close,
    round_open,
)
from luoshi.web.delivery.models import Draw, Progress, ProgressReport, Round
from luoshi.web.delivery.said import Said
from luoshi.web.units.models import Unit
from tests.factories import City, make_commitment, make_list

AT = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 4, 2)
PNG = (
    b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
SAID = Said(value=Decimal(30), narrative="路基已完成")
STEPS = ("draft", "submitted", "signed", "accepted")


def supervisor(city: City) -> Actor:
    return city.actor("supervisor")


def contact(city: City, unit: Unit) -> Actor:
    return city.actor("contact", unit)


def leader(city: City, unit: Unit) -> Actor:
    return city.actor("unit_leader", unit)


def workdays(*years: int) -> None:
    """Calendars without holidays."""
    Year.objects.bulk_create(Year(year=year, source="测试") for year in years)


def make_round(
    city: City, lst: CommitmentList, *, month: int = 3, due_on: date | None = None
) -> Round:
    return round_open(
        lst=lst,
        title=f"2026年{month}月",
        period_start=date(2026, month, 1),
        period_end=date(2026, month, 28),
        due_on=due_on or date(2026, month + 1, 8),
        by=supervisor(city),
        at=AT,
    )


def step_due(commitment: Commitment, month: int) -> Milestone:
    """A milestone in that month of 2026."""
    return Milestone.objects.create(
        commitment=commitment, title="复查", due_on=date(2026, month, 20), planned_share=1
    )


def make_report(
    city: City,
    unit: Unit | None = None,
    *,
    state: str = "draft",
    said: Said = SAID,
    weight: str = "1",
    **fields: object,
) -> ProgressReport:
    """A report of its own list and round, brought to a state by the people whose turn it is."""
    lead = unit or city.transport
    lst = make_list(city)
    make_commitment(city, lead, within=lst, weight=weight, **fields)
    report = make_round(city, lst).reports.get()
    return bring(city, report, state, said)


def bring(city: City, report: ProgressReport, state: str, said: Said = SAID) -> ProgressReport:
    """The report in that state, from draft."""
    unit = Unit.objects.get(pk=report.unit_id)
    acts = {
        "submitted": lambda r: report_submit(report=r, by=contact(city, unit), at=AT),
        "signed": lambda r: report_sign(report=r, by=leader(city, unit), at=AT),
        "accepted": lambda r: report_accept(report=r, by=supervisor(city), at=AT),
    }
    if state != "draft":
        report = report_save(report=report, said=said, by=contact(city, unit), at=AT)
    for step in STEPS[1 : STEPS.index(state) + 1]:
        report = acts[step](report)
    return report


def draw_now(city: City, round_: Round, seed: str = "s") -> Draw:
    """The round closed and drawn; the seed given, so that the sample is known."""
    if not Round.objects.get(pk=round_.pk).closed_at:
        round_close(round=round_, by=supervisor(city), at=AT)
    return draw_make(round=round_, chance=lambda: seed, by=supervisor(city), at=AT)


def again(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.get(pk=report.pk)


def state_of(commitment: Commitment) -> str:
    return Commitment.objects.get(pk=commitment.pk).state


def progress(report: ProgressReport) -> Progress:
    return Progress.objects.get(commitment=report.commitment_id)


def verbs() -> list[str]:
    """What the record says was done, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def last() -> Entry:
    return Entry.objects.latest("seq")


def facts(report: ProgressReport) -> dict[str, object]:
    """Every stored value of the report."""
    return ProgressReport.objects.filter(pk=report.pk).values().get()
