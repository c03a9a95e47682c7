"""Runs to publish: two counties that tied, said, were looked at and fell behind."""

from datetime import UTC, datetime
from decimal import Decimal

from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.actions import run_finalise
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.audit.models import Entry
from luoshi.web.commitments.models import Commitment
from luoshi.web.delivery.actions import report_accept, report_save, report_sign, report_submit
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.said import Said
from luoshi.web.publishing.actions import bulletin_issue, bulletin_make
from luoshi.web.publishing.models import Bulletin
from luoshi.web.units.models import Unit
from tests.factories import City
from tests.web.assessment.build import (
    LATER,
    TOLD,
    Quarter,
    compute,
    make_quarter,
    make_scheme,
    principal,
)

MADE = datetime(2026, 4, 27, 2, 0, tzinfo=UTC)
ISSUED = datetime(2026, 4, 29, 2, 0, tzinfo=UTC)


def supervisor(city: City) -> Actor:
    return city.actor("supervisor")


def claim(quarter: Quarter, commitment: Commitment, *, at: datetime = TOLD) -> ProgressReport:
    """An accepted account that says the commitment is done."""
    report = quarter.report(commitment)
    unit = Unit.objects.get(pk=report.unit_id)
    contact = quarter.city.actor("contact", unit)
    said = Said(value=Decimal(100), claims_done=True, narrative="已完成")
    report = report_save(report=report, said=said, by=contact, at=at)
    report = report_submit(report=report, by=contact, at=at)
    report = report_sign(report=report, by=quarter.city.actor("unit_leader", unit), at=at)
    return report_accept(report=report, by=supervisor(quarter.city), at=at)


def make_story(city: City) -> tuple[ScoreRun, Quarter]:
    """East: one done and confirmed, one done but refuted. West: 20 of 100, and nothing told.

    Lights at the end of March: blue, red (refuted), red (80 points behind), green (due today).
    """
    if city.told:
        story: tuple[ScoreRun, Quarter] = city.told.pop()
        return story
    quarter = make_quarter(city)
    kept = quarter.commit(city.east, text="新建农村公路100公里。")
    hollow = quarter.commit(city.east, text="改造水厂100座")
    slow = quarter.commit(city.west, text="植树100亩")
    quarter.commit(city.west, text="修缮校舍100间")
    quarter.open()
    quarter.verify(claim(quarter, kept), "confirmed")
    quarter.verify(claim(quarter, hollow), "refuted")
    quarter.tell(slow, "20")
    return compute(make_scheme(city), quarter.list, city=city), quarter


def make_run(city: City) -> ScoreRun:
    return make_story(city)[0]


def finalise(city: City, run: ScoreRun) -> None:
    run_finalise(run=run, by=principal(city), at=LATER)


def make_draft(city: City, *, final: bool = False) -> Bulletin:
    run = make_run(city)
    if final:
        finalise(city, run)
    return bulletin_make(run=run, by=supervisor(city), at=MADE)


def make_issued(city: City) -> Bulletin:
    draft = make_draft(city, final=True)
    return bulletin_issue(bulletin=draft, by=principal(city), at=ISSUED)


def file_of(bulletin: Bulletin) -> bytes:
    return blobs.read(bulletin.sha256)


def verbs() -> list[str]:
    """What the record says was done to bulletins, oldest first."""
    rows = Entry.objects.filter(verb__startswith="bulletin.").order_by("seq")
    return list(rows.values_list("verb", flat=True))


def said_in(bulletin: Bulletin, name: str) -> str:
    """What stands on paper for the name of a number."""
    text: str = bulletin.content["values"][name]["text"]
    return text
