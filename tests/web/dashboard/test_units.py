"""Contacts, leaders and administrators: what waits at a unit."""

from datetime import date

import pytest
from django.utils import timezone

from luoshi.web.assessment.models import UnitScore
from luoshi.web.dashboard.queries.contact import ContactHome
from luoshi.web.dashboard.queries.leader import LeaderHome
from luoshi.web.dashboard.queries.others import AdminHome, admin_home
from luoshi.web.delivery.models import Return
from luoshi.web.jobs.models import Job
from tests.factories import City, make_commitment, make_list
from tests.web.dashboard.build import (
    AT,
    block,
    drawn,
    finalise,
    found,
    home,
    lit,
    make_report,
    make_round,
    make_run,
    reported,
    workdays,
)

pytestmark = pytest.mark.django_db


def contact(city: City) -> ContactHome:
    home = block(city, "contact", city.transport)
    assert isinstance(home, ContactHome)
    return home


def leader(city: City) -> LeaderHome:
    home = block(city, "unit_leader", city.transport)
    assert isinstance(home, LeaderHome)
    return home


def admin(city: City) -> AdminHome:
    home = block(city, "admin")
    assert isinstance(home, AdminHome)
    return home


def test_a_contact_sees_the_own_units_rounds_by_their_limit(city: City) -> None:
    workdays()
    lists = [make_list(city, title=title) for title in ("甲", "乙")]
    later = make_round(city, lists[0], due_on=date(2026, 4, 10))
    sooner = make_round(city, lists[1], due_on=date(2026, 4, 1))
    for within in (later, sooner):
        for unit in (city.transport, city.health):
            make_report(city, make_commitment(city, unit, within=within.list), within)
    home = contact(city)
    assert [(sheet.round, len(sheet.lines)) for sheet in home.sheets] == [(sooner, 1), (later, 1)]
    assert [sheet.clock.words for sheet in home.sheets] == ["逾期 1 个工作日", "还剩 6 个工作日"]
    assert (home.waiting, home.late) == (2, 1)


def test_a_report_sent_back_comes_first_with_its_last_reason(city: City) -> None:
    workdays()
    report = reported(city, city.transport, "returned")
    for reason in ("format", "facts-unclear"):
        Return.objects.create(
            report=report, reason=reason, note="请补", decided_by=city.person("supervisor"),
            decided_at=AT,
        )  # fmt: skip
    home = contact(city)
    ((line, clock),) = home.returned
    assert (line.report, line.reason, line.back and line.back.note) == (report, "事实不清", "请补")
    assert (clock.due_on, home.sheets, home.waiting) == (report.round.due_on, [], 1)


def test_a_draft_with_words_in_it_is_begun(city: City) -> None:
    workdays()
    lst = make_list(city)
    within = make_round(city, lst)
    for words in ("", "已开工"):
        commitment = make_commitment(city, city.transport, within=lst)
        make_report(city, commitment, within, narrative=words)
    assert [line.begun for line in contact(city).sheets[0].lines] == [False, True]


def test_what_is_handed_in_waits_for_others(city: City) -> None:
    workdays()
    reported(city, city.transport, "submitted")
    reported(city, city.transport, "signed")
    home = contact(city)
    assert (home.sheets, home.waiting, home.passed_on) == ([], 0, 2)


def test_red_and_yellow_are_told_of_what_the_unit_leads_the_worst_first(city: City) -> None:
    yellow, red, assisted, other, gone = (
        make_commitment(city, unit)
        for unit in (city.transport, city.transport, city.health, city.health, city.transport)
    )
    assisted.assist_units.add(city.transport)
    for commitment in (red, assisted, other, gone):
        lit(commitment, "red")
    lit(yellow, "yellow")
    gone.state = "withdrawn"
    gone.save()
    warned = home(city, "contact", city.transport).warned
    assert warned is not None
    assert [line.commitment for line in warned.rows] == [red, yellow]
    assert (warned.red, warned.yellow, warned.more) == (1, 1, 0)
    assert home(city, "admin").warned is None


def test_a_leader_signs_by_round_and_unit_and_accepts(city: City) -> None:
    workdays()
    lst = make_list(city)
    within = make_round(city, lst, due_on=date(2026, 4, 1))
    for unit in (city.transport, city.transport, city.health):
        make_report(city, make_commitment(city, unit, within=lst), within, "submitted")
    asked = make_commitment(city, city.transport, state="assigned")
    make_commitment(city, city.health, state="assigned")
    disputed = make_commitment(city, city.transport, state="disputed")
    home = leader(city)
    assert [(each.unit, each.count, each.clock.late) for each in home.sign] == [
        (city.transport, 2, True)
    ]
    assert (home.accept, home.disputed) == ([asked], [disputed])
    assert (home.waiting, home.late) == (3, 2)


def test_a_leader_sees_the_latest_score_with_the_one_before(city: City) -> None:
    rows = [(city.transport, "90", 1, 1), (city.health, "80", 2, 1)]
    first = finalise(city, make_run(city, rows, month=1))
    second = make_run(city, [(city.transport, "95", 1, 1)], month=3)
    ((latest, before),) = leader(city).scores
    mine = UnitScore.objects.filter(unit=city.transport)
    assert latest == mine.get(run=second)
    assert before == mine.get(run=first)


def test_a_leader_sees_findings_on_the_own_unit_only(city: City) -> None:
    verifier = city.person("verifier", city.west)
    mine, _ = (
        found(drawn(city, reported(city, unit, "accepted"), verifier), "refuted")
        for unit in (city.transport, city.health)
    )
    assert leader(city).findings == [mine]


def test_an_administrator_sees_whom_nobody_serves(city: City) -> None:
    workdays()
    for unit in (city.east, city.transport, city.health, city.park):
        city.person("contact", unit)
        city.person("unit_leader", unit)
    home = admin(city)
    assert (home.no_contact, home.no_leader) == ([city.west], [city.west])
    assert (home.units, home.people, home.years) == (7, 9, [2025, 2026])


def test_an_administrator_sees_failed_jobs_of_the_own_people(city: City, other_city: City) -> None:
    for where in (city, other_city):
        Job.objects.create(
            kind="x", title=f"抽取{where.unit}", asked_by=where.person("supervisor"), asked_at=AT,
            state="failed", error="wrong-state", finished_at=timezone.now(),
        )  # fmt: skip
    ((job, fault),) = admin(city).faults
    assert (job.title, fault) == (f"抽取{city.unit}", "当前状态不能这样做，请刷新页面后再看。")


@pytest.mark.parametrize(
    ("day", "missing"), [(date(2026, 11, 30), None), (date(2026, 12, 1), 2027)]
)
def test_next_year_is_asked_for_in_december(city: City, day: date, missing: int | None) -> None:
    workdays()
    assert admin_home(city.actor("admin"), day).next_year == missing
