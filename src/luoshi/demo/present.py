"""What lies open today: so that every home page has something to do and something new."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from luoshi.core.calendar import WorkCalendar
from luoshi.core.sampling import rank_digest
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.demo.story import drawn
from luoshi.web.commitments.actions import (
    commitment_create,
    commitment_dispatch,
    commitment_dispute,
)
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.delivery.actions import (
    draw_make,
    report_recall,
    report_return,
    reports_save,
    reports_sign,
)
from luoshi.web.delivery.models import ProgressReport, Round
from luoshi.web.delivery.said import said_of

PROMISES = (
    ("YC-JTJ", "12月底前完成临江大道积水点整治", "积水点整治", 6, "处"),
    ("YC-GXJ", "新增工业企业技改项目备案30个", "技改项目备案", 30, "个"),
    ("YC-SWJ", "四季度举办汽车家电展销活动", "展销活动", 8, "场"),
    ("YC-YJJ", "四季度整治安全隐患10处", "整治安全隐患", 10, "处"),
)
"""Unit, promise, metric, target and measure of what was dispatched last week."""


def leave_open(city: City, lst: CommitmentList, calendar: WorkCalendar, today: date) -> None:
    """Items to accept, one disputed; a drawn sample; reports signed, one of them sent back and
    one taken back."""
    _dispatch(city, lst, calendar.add_working_days(today, -5), today)
    day = calendar.add_working_days(today, -1)
    _draw(city, day)
    signed = list(_sign(city, day))
    back = next((row for row in signed if row.unit.code == "YC-JTJ"), signed[0] if signed else None)
    if back:
        report_return(
            report=back,
            reason="facts-unclear",
            note="请说明本期新增的具体路段，并补充验收资料。",
            by=city.actor("supervisor", day),
            at=at_office(day, 17),
        )
    if len(signed) > 2 and signed[-1] != back:
        report_recall(
            report=signed[-1],
            note="本期数与统计口径不一致，核对后重报。",
            by=city.contact(signed[-1].unit, day),
            at=at_office(day, 18),
        )


def _dispatch(city: City, lst: CommitmentList, on: date, today: date) -> None:
    at, supervisor = at_office(on), city.actor("supervisor", on)
    made: dict[str, Commitment] = {}
    for code, text, metric, target, measure in PROMISES:
        draft = CommitmentDraft(
            text=text,
            kind="target",
            modality="确保",
            metric=metric,
            comparator=">=",
            baseline=Decimal(0),
            target=Decimal(target),
            unit_of_measure=measure,
            starts_on=on,
            due_on=max(lst.period_end, today + timedelta(days=30)),
            lead_unit=city.units[code],
            leader=f"{city.units[code].short_name}主要负责人",
            weight=Decimal(2),
            must_divide=code == "YC-SWJ",
            extra={"category": "task"},
        )
        made[code] = commitment_create(within=lst, draft=draft, by=supervisor, at=at)
    commitment_dispatch(commitments=made.values(), by=supervisor, at=at)
    commitment_dispute(
        commitment=made["YC-GXJ"],
        reason="项目备案由发改部门办理，建议由市发改委牵头。",
        proposed=city.units["YC-FGW"],
        by=city.leader(city.units["YC-GXJ"], on),
        at=at_office(on, 16),
    )


def _draw(city: City, day: date) -> None:
    """The sample of the newest settled round, for verifiers to look at."""
    settled = Round.objects.filter(closed_at__isnull=False, draws=None)
    if newest := settled.order_by("-period_end", "pk").first():
        draw_make(
            round=newest,
            chance=lambda: rank_digest("draw", f"{newest.pk}")[:32],
            by=city.actor("supervisor", day),
            at=at_office(day, 9),
        )


def _sign(city: City, day: date) -> Iterator[ProgressReport]:
    """Leaders of every second unit sign what was handed in; 市交通局 hands in one line for it."""
    _hand_in(city, city.units["YC-JTJ"].pk, day)
    rows = ProgressReport.objects.filter(state="submitted").select_related("unit", "round__list")
    for row in rows.order_by("unit__code", "pk"):
        if row.unit.code == "YC-JTJ" or drawn(row.unit.code, "signs") < Decimal("0.5"):
            leader = city.leader(row.unit, day)
            yield from reports_sign(reports=[row], by=leader, at=at_office(day, 15))


def _hand_in(city: City, unit_id: int, day: date) -> None:
    drafts = ProgressReport.objects.filter(unit=unit_id, state="draft", round__closed_at=None)
    row = drafts.select_related("commitment", "unit").order_by("round__period_end", "pk").first()
    if row is None:
        return
    said = said_of(row)
    if said.value is None:
        last = row.commitment.progress.said_value or Decimal(0)
        said = replace(said, value=last, narrative="本期按计划推进。")
    reports_save(
        lines=[(row, said)], by=city.contact(row.unit, day), at=at_office(day, 11), submit=True
    )
