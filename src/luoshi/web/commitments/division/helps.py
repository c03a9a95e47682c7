"""What fills the rows of a division for the person: units, pasted rows, equal and other shares."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from luoshi.core.decompose import Aggregation, pasted_rows, split, step_of
from luoshi.core.errors import DomainError
from luoshi.core.pace import Milestone as Step
from luoshi.core.pace import Trajectory
from luoshi.web.commitments.division.history import results_of
from luoshi.web.commitments.division.sheet import PartForm, Raw, Sheet, stage_name
from luoshi.web.commitments.division.whole import chosen_aggregation
from luoshi.web.commitments.terms import plain_value
from luoshi.web.messages import message
from luoshi.web.units.models import Unit

Help = Callable[[Sheet], str]
NOTHING, STEP = Decimal(0), Decimal("0.01")
COUNTY = ("county", "park")


def add_children(sheet: Sheet) -> str:
    """A row for each unit right below the lead unit, else for each county and park."""
    units = sheet.names.units
    lead = sheet.whole.lead_unit_id
    below = [unit for unit in units if unit.parent_id == lead and unit.pk != lead]
    if not below or sheet.whole.lead_unit_id == sheet.whole.jurisdiction_id:
        below = [unit for unit in units if unit.kind in COUNTY]
    there = {_unit(form) for form in sheet.forms}
    new = [unit for unit in below if unit.pk not in there]
    sheet.rows = [*sheet.filled, *(_row(sheet, unit) for unit in new)]
    return _("加了 %(n)s 个单位。") % {"n": len(new)}


def add_pasted(sheet: Sheet, text: str) -> str:
    """A row for each line; a unit that stands there already gets the pasted figures."""
    lines = pasted_rows(text, sheet.whole.unit_of_measure)
    rows = {row.get("unit", ""): row for row in sheet.filled}
    for line in lines:
        unit = line.cells.get("unit", "")
        row = rows.setdefault(unit, {"due_on": sheet.whole.due_on.isoformat()})
        row |= {name: cell for name, cell in line.cells.items() if cell}
        row |= {stage_name(day): v for day, v in zip(sheet.days, line.stages, strict=False)}
    sheet.rows = list(rows.values())
    return _("读入 %(n)s 行，请核对后保存。") % {"n": len(lines)}


def share_evenly(sheet: Sheet) -> str:
    """The same for everybody; what rounding leaves goes to the first."""
    return _share(sheet, [Decimal(1)] * len(sheet.forms), _("已平均分，合计等于目标。"))


def share_by_weight(sheet: Sheet) -> str:
    """In proportion to the weights that were typed."""
    weights = [_number(form, "weight") for form in sheet.forms]
    if not any(weights):
        return _("请先在“权重”一栏填比例。")
    return _share(sheet, weights, _("已按权重分，合计等于目标。"))


def share_by_last_year(sheet: Sheet) -> str:
    """In proportion to what each unit achieved last year with the same metric."""
    units = [_unit(form) for form in sheet.forms]
    year = sheet.whole.due_on.year - 1
    past = results_of([sheet.whole.metric], units)
    measure = sheet.whole.unit_of_measure
    weights = [
        past.get((unit, sheet.whole.metric, measure), {}).get(year, NOTHING) for unit in units
    ]
    if not any(weights):
        return _("没有找到这些单位上年同一指标的实绩，不能按比例分。")
    return _share(sheet, weights, _("已按上年实绩的比例分，合计等于目标。"))


def share_stages(sheet: Sheet) -> str:
    """Each part's stages as the whole's: as typed or planned there, else at an even pace."""
    if not sheet.days:
        return _("请先选择按季度或按月分期。")
    if not sheet.forms:
        return _("请先填上单位。")
    target = sheet.whole.target or NOTHING
    known = sheet.whole_stages()
    span = (sheet.whole.starts_on, sheet.whole.due_on)
    usable = {on: value for on, value in known.items() if 0 <= value <= target}
    try:
        steps = [Step(on, value / target) for on, value in sorted(usable.items()) if target]
        pace = Trajectory.by_milestones(*span, steps) if steps else Trajectory.linear(*span)
    except DomainError as fault:
        return message(fault)
    shares = [_number(form, "target") for form in sheet.forms]
    measure = sheet.whole.unit_of_measure
    for day in sheet.days:
        mine = staged(shares, pace.planned(day), measure)
        for row, value in zip(sheet.filled, mine, strict=True):
            row[stage_name(day)] = plain_value(value)
    sheet.rows = sheet.filled
    return _("已按上级事项的进度分到各期。")


def staged(parts: Sequence[Decimal], share: Decimal, measure: str) -> list[Decimal]:
    """That share of each part, so that together they make no less than the share of their sum;
    as fine as the parts are, at least to two places."""
    total = sum(parts, NOTHING) * share
    step = max(step_of(total, measure), STEP)
    whole = (total / step).to_integral_value(ROUND_CEILING) * step
    pieces = split(whole, parts, step)
    return [min(piece, part) for piece, part in zip(pieces, parts, strict=True)]


HELPS: Mapping[str, Help] = {
    "children": add_children,
    "equal": share_evenly,
    "weights": share_by_weight,
    "last-year": share_by_last_year,
    "stages": share_stages,
}
"""What a button of the form does."""


def _share(sheet: Sheet, weights: Sequence[Decimal], said: str) -> str:
    """What is left of the target beside the parts that were taken on, by these weights."""
    if not sheet.forms:
        return _("请先填上单位。")
    if chosen_aggregation(sheet.whole) is not Aggregation.SUM:
        return _fill_level(sheet)
    left = (sheet.whole.target or NOTHING) - sheet.settled_total
    step = step_of(sheet.whole.target or NOTHING, sheet.whole.unit_of_measure)
    if left < 0 or left % step:
        return _("已签收的部分与目标之差不能整分，请手工填写。")
    pieces = split(left, weights, step)
    for row, piece in zip(sheet.filled, pieces, strict=True):
        row["target"] = plain_value(piece)
    sheet.rows = sheet.filled
    return said


def _fill_level(sheet: Sheet) -> str:
    """What does not add up is owed by everybody alike."""
    for row in sheet.filled:
        row["target"] = plain_value(sheet.whole.target)
    sheet.rows = sheet.filled
    return _("这个指标不能相加，已按上级目标填给各单位。")


def _row(sheet: Sheet, unit: Unit) -> Raw:
    return {"unit": sheet.names.labels[unit.pk], "due_on": sheet.whole.due_on.isoformat()}


def _unit(form: PartForm) -> int:
    form.is_valid()
    unit = form.cleaned_data.get("unit")
    return unit.pk if unit else 0


def _number(form: PartForm, name: str) -> Decimal:
    form.is_valid()
    return form.cleaned_data.get(name) or NOTHING
