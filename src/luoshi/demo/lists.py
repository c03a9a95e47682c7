"""The lists of the city: from the work report, and from what each unit promised itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import Any

from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City
from luoshi.demo.story import drawn, is_built
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.actions import commitment_create as create
from luoshi.web.commitments.actions import (
    commitment_dispatch,
    commitment_dispute,
    commitment_edit,
    commitments_accept,
    dispute_decide,
    item_edit,
    list_create,
    list_freeze,
    list_types_from_presets,
)
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.documents.actions import candidate_confirm, candidate_reject, document_import
from luoshi.web.documents.queries import responsible_units, standing
from luoshi.web.pace.actions import pace_choose
from luoshi.web.units.models import Unit

FREEZE_REASON = "各单位已会签，提示的几项由督查室跟踪，半年回头看时再核。"


@dataclass(frozen=True, slots=True)
class Kept:
    """The lists of the demo by what they are for."""

    growth: CommitmentList
    report: CommitmentList
    strive: CommitmentList
    last_year: CommitmentList


def make_lists(city: City, plan: dict[str, Any], year: int) -> Kept:
    """Four lists: two of this year from the units, one from the work report, one of last year."""
    begun = at_office(date(year - 1, 6, 20))
    supervisor = city.actor("supervisor", begun.date())
    kinds = {
        kind.key: kind
        for kind in list_types_from_presets(jurisdiction=city.unit, by=supervisor, at=begun)
    }
    last_year = _list(city, kinds["strive"], f"{year - 1}年度勇争先清单", year - 1, begun)
    _promise(city, last_year, plan["last_year"], begun)
    opened = at_office(date(year, 1, 8))
    growth = _list(city, kinds["growth"], f"{year}年经济发展挑大梁清单", year, opened)
    _promise(city, growth, plan["growth"], opened)
    strive = _list(city, kinds["strive"], f"{year}年度勇争先清单", year, opened)
    _promise(city, strive, plan["strive"], opened)
    report = _list(city, kinds["key_tasks"], f"{year}年政府工作报告重点任务清单", year, opened)
    _from_work_report(city, report, year)
    return Kept(growth, report, strive, last_year)


def _list(city: City, kind: ListType, title: str, year: int, at: datetime) -> CommitmentList:
    return list_create(
        jurisdiction=city.unit,
        list_type=kind,
        title=title,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        by=city.actor("supervisor", at.date()),
        at=at,
    )


def _promise(city: City, lst: CommitmentList, part: dict[str, Any], at: datetime) -> None:
    supervisor = city.actor("supervisor", at.date())
    for unit in city.of_kind(*part["kinds"], year=lst.period_start.year):
        for item in part["items"]:
            draft = _draft(lst, unit, item)
            create(within=lst, draft=draft, by=supervisor, at=at)
    take_on(city, lst, at)


def _draft(lst: CommitmentList, unit: Unit, item: dict[str, Any]) -> CommitmentDraft:
    number = drawn(
        unit.code, item["metric"], lst.period_start, low=str(item["low"]), high=str(item["high"])
    ).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    extra: dict[str, object] = {key: item[key] for key in ("field", "peers") if key in item}
    if lst.list_type.key == "key_tasks":
        extra["category"] = "task"
    return CommitmentDraft(
        text=item["text"].format(n=number),
        kind="target",
        modality="确保",
        metric=item["metric"],
        comparator=item["comparator"],
        baseline=None if item["comparator"].startswith("share") else Decimal(0),
        target=number,
        unit_of_measure=item["unit"],
        starts_on=lst.period_start,
        due_on=month_end(lst.period_end.year, item.get("due", 12)),
        lead_unit=unit,
        leader=f"{unit.short_name}主要负责人",
        standard=f"{item['metric']}以统计口径或验收资料为准，年末累计达到目标值",
        measures="按月调度、挂图推进，季度核对佐证",
        weight=Decimal(item["weight"]),
        extra=extra,
    )


def take_on(
    city: City,
    lst: CommitmentList,
    at: datetime,
    disputed: Callable[[City, list[Commitment], datetime], None] | None = None,
) -> None:
    """Dispatch a list's commitments, let every lead unit accept, then freeze the list."""
    supervisor = city.actor("supervisor", at.date())
    waiting = list(
        Commitment.objects.filter(items__list=lst, state="draft").select_related("lead_unit")
    )
    _seasons(waiting, city, at)
    commitment_dispatch(commitments=waiting, by=supervisor, at=at)
    if disputed:
        disputed(city, waiting, at)
    assigned = Commitment.objects.filter(items__list=lst, state="assigned")
    for unit, mine in _by_unit(list(assigned.select_related("lead_unit"))):
        leader = city.leader(unit, at.date())
        commitments_accept(commitments=mine, by=leader, at=at)
    list_freeze(lst=lst, by=supervisor, at=at, reason=FREEZE_REASON)


def _by_unit(commitments: list[Commitment]) -> Iterator[tuple[Unit, list[Commitment]]]:
    units = {each.lead_unit for each in commitments if each.lead_unit}
    for unit in sorted(units, key=lambda unit: unit.code):
        yield unit, [each for each in commitments if each.lead_unit == unit]


def _seasons(commitments: list[Commitment], city: City, at: datetime) -> None:
    """What is built stands still in winter; nothing else follows that curve."""
    supervisor = city.actor("supervisor", at.date())
    for each in commitments:
        if is_built(each.text) and each.due_on.month == 12:
            pace_choose(commitment=each, curve="building", light_rule="", by=supervisor, at=at)


def _from_work_report(city: City, lst: CommitmentList, year: int) -> None:
    at = at_office(date(year, 1, 12))
    supervisor = city.actor("supervisor", at.date())
    text = files("luoshi.demo").joinpath("work_report.txt").read_text(encoding="utf-8")
    document = document_import(
        jurisdiction=city.unit,
        name=f"云川市{year}年政府工作报告.txt",
        data=text.replace("{year}", str(year)).encode(),
        year=year,
        by=supervisor,
        at=at,
    )
    for candidate in standing(document.pk):
        lead, assisting = responsible_units(candidate)
        if lead is None or candidate.kind == "qualitative-task":
            reason = "slogan" if candidate.kind == "qualitative-task" else "not-ours"
            candidate_reject(candidate=candidate, reason=reason, by=supervisor, at=at)
            continue
        candidate_confirm(
            candidate=candidate,
            within=lst,
            lead_unit=lead,
            assist_units=assisting,
            due_on=candidate.period_end or lst.period_end,
            weight=Decimal(3) if candidate.kind == "project" else Decimal(2),
            by=supervisor,
            at=at,
        )
    _details(lst, supervisor, at)
    take_on(city, lst, at, disputed=_one_dispute)


def _details(lst: CommitmentList, supervisor: Actor, at: datetime) -> None:
    """What the report leaves open and a list must say: leader, standard, measures, class."""
    for item in lst.items.select_related("commitment__lead_unit"):
        lead = item.commitment.lead_unit
        changes = {
            "leader": f"{lead.short_name if lead else ''}主要负责人",
            "standard": "达到目标值，并有统计数据、验收意见或第三方资料佐证",
            "measures": "建立台账，逐月调度，遇到堵点五个工作日内报告",
        }
        commitment_edit(commitment=item.commitment, changes=changes, by=supervisor, at=at)
        item_edit(item=item, weight=item.weight, extra={"category": "task"}, by=supervisor, at=at)


def _one_dispute(city: City, waiting: list[Commitment], at: datetime) -> None:
    """One unit says that an item is not its own; the city decides that it is."""
    item = next(each for each in waiting if each.lead_unit and each.lead_unit.code == "YC-FGW")
    proposed = city.units["YC-CZJ"]
    leader = city.leader(city.units["YC-FGW"], at.date())
    commitment_dispute(
        commitment=item,
        reason="该项指标由财政部门统计口径核定，建议由市财政局牵头。",
        proposed=proposed,
        by=leader,
        at=at,
    )
    dispute_decide(
        commitment=item,
        uphold=True,
        lead_unit=None,
        reason="经协调，由原牵头单位负责，市财政局配合提供数据。",
        by=city.actor("principal", at.date()),
        at=at,
    )


def import_waiting_paper(city: City, year: int, at: datetime) -> CommitmentList:
    """A second paper that nobody has gone through yet, and the open list it will fill."""
    kind = ListType.objects.get(jurisdiction=city.unit, key="key_tasks")
    lst = _list(city, kind, f"{year}年四季度稳增长清单", year, at)
    text = files("luoshi.demo").joinpath("notice.txt").read_text(encoding="utf-8")
    document_import(
        jurisdiction=city.unit,
        name=f"云川市{year}年四季度稳增长若干措施.txt",
        data=text.replace("{year}", str(year)).encode(),
        year=year,
        by=city.actor("supervisor", at.date()),
        at=at,
    )
    return lst
