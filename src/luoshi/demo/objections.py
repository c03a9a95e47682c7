"""Objections to scores: one upheld, its run computed again （异议后） and published; two open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from luoshi.core.calendar import WorkCalendar
from luoshi.core.errors import Refused
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.web.assessment.models import ScoreNode, ScoreRun
from luoshi.web.delivery.actions import (
    report_accept,
    report_correct,
    report_sign,
    report_submit,
)
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.said import said_of
from luoshi.web.objections.actions import (
    objection_assign,
    objection_decide,
    objection_file,
    run_again,
    window_open,
)
from luoshi.web.objections.models import Objection
from luoshi.web.objections.recusal import candidates, involved_in

FIRST = ("YC-JTJ", "YC-QS")
"""Units whose people have logins."""


def window_over(city: City, run: ScoreRun, calendar: WorkCalendar) -> datetime:
    """Units had three working days to object and did not; when the run may be taken on."""
    start = run.computed_at.date()
    window = window_open(
        run=run, clock="score-objection-short", by=city.actor("assessor", start),
        at=at_office(start, 14),
    )  # fmt: skip
    return at_office(calendar.add_working_days(window.closes_on, 1), 10)


def corrected_run(city: City, run: ScoreRun, calendar: WorkCalendar) -> tuple[ScoreRun, datetime]:
    """A unit left out what it had done; the objection is upheld and the run computed again. The
    run that stands, and when it may be taken on."""
    free = window_over(city, run, calendar)
    found = next(_understated(city, run), None)
    if found is None:
        return run, free
    code, node, report, after = found
    unit, start = city.units[code], run.computed_at.date()
    days = [calendar.add_working_days(start, n) for n in range(7)]
    objection = objection_file(
        node=node,
        grounds=f"{report.round.title}交账漏记了已经完成、下期才补报的部分，附更正后的累计数。",
        by=city.leader(unit, days[1]),
        at=at_office(days[1], 9),
    )
    _correct(city, report, after, days[2])
    _name(city, objection, ("reviewer",), days[2])
    objection_decide(
        objection=objection,
        outcome="upheld",
        reasons="核对更正后的交账和下一期累计数，漏记属实，应按更正数重新计算。",
        by=city.actor("reviewer", days[3]),
        at=at_office(days[3], 16),
    )
    made = run_again(
        run=run, version=run.version, note=f"{unit.short_name}更正{report.round.title}累计数",
        by=city.actor("assessor", days[5]), at=at_office(days[5], 10),
    )  # fmt: skip
    return made.new, made.made_at + timedelta(days=2)


def object_now(city: City, run: ScoreRun, calendar: WorkCalendar, today: date) -> None:
    """The window of the latest run is open: one objection waits for an answer, one is new."""
    days = [calendar.add_working_days(today, -n) for n in range(6)]
    if run.computed_at.date() > days[5]:
        return
    try:
        window_open(
            run=run, clock="score-objection", by=city.actor("assessor", days[5]),
            at=at_office(days[5], 9),
        )  # fmt: skip
    except Refused:  # the calendar of the coming year is not published yet
        return
    county = _file(
        city, run, "YC-QS", "verified", "抽查的是节点整改前的现场，请按整改后的结果复核。", days[4]
    )
    _name(city, county, ("verifier", "principal", "reviewer"), days[3])
    _file(city, run, "YC-JTJ", "timeliness", "系统故障当日已书面报送，不应按迟报计。", days[1])


def _file(city: City, run: ScoreRun, code: str, path: str, grounds: str, on: date) -> Objection:
    nodes = ScoreNode.objects.select_related("score__run")
    node = nodes.get(score__run=run, score__unit=city.units[code], path=path)
    leader = city.leader(city.units[code], on)
    return objection_file(node=node, grounds=grounds, by=leader, at=at_office(on, 15))


def _name(city: City, objection: Objection, wanted: tuple[str, ...], on: date) -> None:
    """The first of these who took no part in the number."""
    held = Objection.objects.select_related("node__score__run__version").get(pk=objection.pk)
    free = {one.user_id for one in candidates(held, involved_in(held), on) if one.decision}
    who = next(city.people[name] for name in wanted if city.people[name].pk in free)
    by = city.actor("assessor", on)
    objection_assign(objection=objection, answerer=who, by=by, at=at_office(on, 11))


Understated = tuple[str, ScoreNode, ProgressReport, Decimal]


def _understated(city: City, run: ScoreRun) -> Iterator[Understated]:
    """Units with a report behind the run that falls short, where the next one says much more."""
    for code in (*FIRST, *sorted(set(city.units) - set(FIRST))):
        nodes = ScoreNode.objects.select_related("score__run")
        node = nodes.filter(score__run=run, score__unit=city.units[code], path="completion").first()
        for fact in node.trace["facts"] if node else ():
            if fact["value"] is None or Decimal(fact["value"]) >= 1:
                continue
            report = _report_of(fact["refs"])
            after = _next_value(report)
            if node and report.value is not None and after and after > report.value:
                yield code, node, report, after


def _report_of(refs: list[str]) -> ProgressReport:
    (key,) = (ref.partition(":")[2] for ref in refs if ref.startswith("report:"))
    related = "commitment", "unit", "round__list"
    return ProgressReport.objects.select_related(*related).get(pk=key, state="accepted")


def _next_value(report: ProgressReport) -> Decimal | None:
    later = ProgressReport.objects.filter(
        commitment=report.commitment, round__period_end__gt=report.round.period_end,
        state="accepted",
    )  # fmt: skip
    return later.order_by("round__period_end").values_list("value", flat=True).first()


def _correct(city: City, report: ProgressReport, value: Decimal, on: date) -> None:
    """The unit corrects what it said, its leader signs, the office accepts: both stay."""
    unit = report.unit
    said = replace(
        said_of(report), value=value, narrative="更正：补记本期已完成、下期才补报的部分。"
    )
    contact, at = city.contact(unit, on), at_office(on, 9)
    draft = report_correct(report=report, said=said, by=contact, at=at)
    draft = report_submit(report=draft, by=contact, at=at)
    draft = report_sign(report=draft, by=city.leader(unit, on), at=at_office(on, 10))
    report_accept(report=draft, by=city.actor("supervisor", on), at=at_office(on, 15))
