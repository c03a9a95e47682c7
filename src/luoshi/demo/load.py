"""Making the demo city, step by step, in one transaction: all of it or nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.demo.amendments import amend
from luoshi.demo.burden import make_requests
from luoshi.demo.cadences import make_cadences
from luoshi.demo.challenges import make_challenges
from luoshi.demo.clock import at_office, month_end
from luoshi.demo.division import divide_targets
from luoshi.demo.founding import City, found, read
from luoshi.demo.handovers import make_handovers
from luoshi.demo.indicators import make_indicators
from luoshi.demo.kinds import make_kinds
from luoshi.demo.lists import Kept, import_waiting_paper, make_lists
from luoshi.demo.lookbacks import look_back
from luoshi.demo.mergers import merge_units
from luoshi.demo.objections import corrected_run, object_now, window_over
from luoshi.demo.present import leave_open
from luoshi.demo.projects import make_projects
from luoshi.demo.reminders import remind
from luoshi.demo.rounds import Year, periods
from luoshi.demo.schemes import bar_one, decide_edges, scheme_text, try_draft
from luoshi.demo.sessions import issue_bulletins, make_sessions
from luoshi.demo.sheets import make_sheets
from luoshi.demo.visits import make_visits
from luoshi.demo.warnings import choose_pace, tell_of_delays
from luoshi.web.assessment.actions import (
    run_compute,
    run_finalise,
    scheme_create,
    study_compute,
)
from luoshi.web.assessment.models import SchemeVersion, ScoreRun
from luoshi.web.audit.actions import head_held
from luoshi.web.calendars.actions import year_seed
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.delivery.actions import progress_gathered, progress_refresh
from luoshi.web.forecast.actions import forecast_refresh
from luoshi.web.publishing.actions import bulletin_issue, bulletin_make

Tell = Callable[[str, int, int], None]
STEPS = 6


@transaction.atomic
@head_held()
def load(tell: Tell, *, today: date | None = None) -> None:
    """Fill an empty database with 云川市 and its last twelve months, as of ``today``."""
    today = today or timezone.localdate()
    begun = date(today.year - 1, 6, 1)
    tell("单位和人员 units and people", 1, STEPS)
    city = found(on=begun, today=today, at=at_office(begun))
    calendar = _calendar(city, today)
    tell("清单和来源文件 lists and documents", 2, STEPS)
    plan = read("plan.yaml")
    kept = make_lists(city, plan, today.year)
    divide_targets(city, kept.report, today.year)
    waiting = import_waiting_paper(city, today.year, at_office(today - timedelta(days=9)))
    tell("一年的调度、交账和核验 a year of rounds", 3, STEPS)
    _play(Year(city, plan, calendar), kept, today)
    leave_open(city, waiting, calendar, today)
    choose_pace(city, waiting, calendar.add_working_days(today, -4))
    make_sheets(city, waiting, today)
    make_challenges(city, calendar, today)
    tell("三个一批项目 projects", 4, STEPS)
    make_projects(city)
    monthly = make_kinds(city, plan, calendar)
    tell("考核和通报 scores and bulletins", 5, STEPS)
    progress_refresh(on=today)
    tell_of_delays(city, today)
    amend(city, kept.strive, today)
    decided = make_cadences(city, kept.growth, kept.report, monthly, calendar)
    _play_now(Year(city, plan, calendar), decided, today)
    forecast_refresh(on=today)
    look_back(city, kept.growth, kept.strive, kept.last_year)
    merge_units(city, today)
    make_visits(city, calendar)
    make_sessions(city, plan, calendar)
    make_indicators(city)
    _score(city, kept, calendar, today)
    make_requests(city, calendar, today)
    make_handovers(city, calendar, today)
    remind(city, calendar)
    tell("完成 done", STEPS, STEPS)


def _calendar(city: City, today: date) -> WorkCalendar:
    at = at_office(date(today.year - 1, 6, 1))
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            year_seed(year=year, by=city.admin, at=at)
        except Refused:
            break
    return work_calendar()


def _play(year: Year, kept: Kept, today: date) -> None:
    rhythm = [(kept.last_year, 3), (kept.growth, 1), (kept.report, 1), (kept.strive, 3)]
    with progress_gathered(on=today):
        for period in periods(rhythm, today):
            year.play(period)


def _play_now(year: Year, decided: CommitmentList, today: date) -> None:
    """The present round of what meetings decided."""
    for period in periods([(decided, 1)], today)[-1:]:
        year.play(period)


def _score(city: City, kept: Kept, calendar: WorkCalendar, today: date) -> None:
    assessor, begun = city.actor("assessor", today), at_office(date(today.year, 1, 20))
    text = scheme_text(today.year)
    version = scheme_create(jurisdiction=city.unit, text=text, by=assessor, at=begun)
    bar_one(city)
    quarters = [month for month in (3, 6, 9, 12) if _settled(today, month)]
    runs = [_run(city, kept, version, today.year, month) for month in quarters]
    for run in runs[:-2]:
        _publish(city, run, window_over(city, run, calendar), calendar)
    for run in runs[-2:-1]:
        _publish(city, *corrected_run(city, run, calendar), calendar)
    issue_bulletins(city, calendar, today)
    if runs:
        try_draft(city, runs[-1])
        object_now(city, runs[-1], calendar, today)
        bulletin_make(run=runs[-1], by=city.actor("supervisor", today), at=at_office(today, 9))


def _settled(today: date, month: int) -> bool:
    return month_end(today.year, month) + timedelta(days=25) < today


def _run(city: City, kept: Kept, version: SchemeVersion, year: int, month: int) -> ScoreRun:
    end = month_end(year, month)
    at = at_office(end + timedelta(days=25))
    by = city.actor("assessor", at.date())
    run = run_compute(
        version=version,
        lists=[kept.growth, kept.report, kept.strive],
        title=f"{year}年{'一二三四'[month // 3 - 1]}季度落实情况考核",
        period_start=date(year, 1, 1),
        period_end=end,
        by=by,
        at=at,
    )
    study_compute(run=run, by=by, at=at)
    return run


def _publish(city: City, run: ScoreRun, at: datetime, calendar: WorkCalendar) -> None:
    issue_bulletins(city, calendar, at.date())
    principal = city.actor("principal", at.date())
    decide_edges(city, run, at)
    run_finalise(run=run, by=principal, at=at)
    bulletin = bulletin_make(run=run, by=city.actor("supervisor", at.date()), at=at)
    bulletin_issue(bulletin=bulletin, by=principal, at=at + timedelta(hours=3))
