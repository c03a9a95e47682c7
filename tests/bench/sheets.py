"""The measured acts: a filled list, its workbook, an edited one, the import."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters, list_rows
from luoshi.web.commitments.lines import lines_of
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem
from luoshi.web.delivery.models import Progress
from luoshi.web.exchange.actions import sheet_apply, sheet_take
from luoshi.web.exchange.book import write_book
from luoshi.web.exchange.fields import sheet_fields
from luoshi.web.exchange.giving import opened_for, workbook_out
from luoshi.web.exchange.models import SheetOut
from luoshi.web.exchange.plan import plan_of
from luoshi.web.exchange.queries import rows_now
from luoshi.web.units.queries import units_ever
from tests.factories import NOW, TODAY, City, make_city, make_commitment, make_list
from tests.web.commitments.build import made_kind

Timed = Callable[[Callable[[], Any]], tuple[Any, float]]


def measure(rows: int, changed: int, timed: Timed) -> Mapping[str, object]:
    """Seconds of each act; the import is one person's, beside edits of another's."""
    city = make_city()
    lst = filled(city, rows)
    actor = city.actor("supervisor")
    data, out = timed(lambda: workbook_out(actor, lst, Filters(), NOW))
    edited, columns = edit(city, lst, changed)
    Commitment.objects.filter(
        pk__in=list(Commitment.objects.values_list("pk", flat=True)[:500])
    ).update(leader="王局长", version=2)
    sheet, read = timed(lambda: sheet_take(lst=lst, name="a.xlsx", data=edited, by=actor, at=NOW))
    plan, planned = timed(lambda: plan_of(sheet, actor))
    _plan, applied = timed(lambda: sheet_apply(sheet=sheet, seen=plan.seen, by=actor, at=NOW))
    sheet.refresh_from_db()
    if sheet.outcome["commitments"] != changed:
        raise RuntimeError(f"{sheet.outcome} instead of {changed}")
    back = round(read + planned + applied, 2)
    told = {"out": out, "read": read, "plan": planned, "apply": applied, "back": back}
    return {**told, "columns": columns, "bytes": len(data)}


def filled(city: City, rows: int) -> CommitmentList:
    """A list of so many drafts with lights."""
    lst = make_list(city, list_type=made_kind(city))
    first = make_commitment(city, city.transport, within=lst, state="draft")
    units = [city.transport, city.health, city.park, city.east, city.west]
    own = {
        f.name: getattr(first, f.name) for f in Commitment._meta.concrete_fields if f.name != "pk"
    }
    own.pop("id")
    made = Commitment.objects.bulk_create(
        [
            Commitment(**own | {"text": f"新建农村公路{n}公里", "lead_unit": units[n % 5],
            "due_on": first.due_on - timedelta(days=n % 90), "leader": "李局长",
            "standard": "验收合格，群众满意", "measures": "按月调度"})
            for n in range(1, rows)
        ],
        batch_size=500,
    )  # fmt: skip
    extra = {"category": "task", "cost": "1200", "note": "沿江"}
    number = ListItem.objects.get().number
    ListItem.objects.bulk_create(
        [
            ListItem(list=lst, commitment=each, number=number + at, extra=extra)
            for at, each in enumerate(made, 1)
        ],
        batch_size=500,
    )
    Progress.objects.bulk_create(
        [
            Progress(commitment=each, light="yellow", light_code="behind",
            light_params={"points": "12.5"}, light_rule="default", planned_share=Decimal("0.5"),
            said_share=Decimal("0.4"), as_of=TODAY)
            for each in made
        ],
        batch_size=500,
    )  # fmt: skip
    return lst


def edit(city: City, lst: CommitmentList, changed: int) -> tuple[bytes, int]:
    """The same workbook with other values in some rows, as a person would save it."""
    actor = city.actor("supervisor")
    lines = list(lines_of(list_rows(actor, Filters(), lst)))
    fields = sheet_fields(lst, list(units_ever(lst.jurisdiction_id)))
    kept = rows_now(actor, lst, [column.key for column in kind_of_list(lst).columns])
    opened = opened_for(actor, lst, lines, kept)
    for line in lines[-changed:]:
        row = kept[str(line.pk)]
        kept[str(line.pk)] = type(row)(row.token, row.number, {**row.cells, "target": "77"})
    stream = BytesIO()
    write_book(stream, SheetOut.objects.get(), fields, lines, kept, opened)
    return stream.getvalue(), len(fields) + 17
