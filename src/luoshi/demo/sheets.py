"""Sheets of the demo city: one edited offline that came back, one that waits to become a list."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from luoshi.core.exchange import Kept
from luoshi.demo.clock import at_office
from luoshi.demo.founding import City
from luoshi.demo.logins import PASSWORD
from luoshi.web.accounts.actions import user_appoint, user_create
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.queries import actor_at
from luoshi.web.commitments.actions import commitment_edit
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters, list_rows
from luoshi.web.commitments.lines import lines_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.exchange.actions import sheet_take
from luoshi.web.exchange.book import write_book
from luoshi.web.exchange.fields import OWN, sheet_fields
from luoshi.web.exchange.giving import opened_for, workbook_out
from luoshi.web.exchange.listing import sheet_read
from luoshi.web.exchange.models import SheetOut
from luoshi.web.exchange.queries import rows_now
from luoshi.web.units.queries import units_ever

EDITED = (
    ("YC-JTJ", {"target": "8", "leader": "市交通局分管负责人", OWN + "road_map": "三条路先行"}),
    ("YC-SWJ", {"target": "10", "standard": "每场有方案、有总结、有销售数据"}),
)
"""By unit, what somebody wrote into the sheet."""
MEANWHILE = ("YC-SWJ", {"target": Decimal(9)})
"""What was changed in the system while the sheet was out."""
HEADS = ("序号", "重点任务", "责任单位", "目标", "时限", "实事领域", "投资（万元）")
ROWS = (
    (1, "改造老旧小区", "市住建局", "≥３６个", "10月底", "居住", "8,600"),
    (2, "新建城市公园", "市住建局、市水利局", "4处", "年底前", "环境", "2,400"),
    (3, "改建乡镇卫生院", "市卫健委", "12所", "三季度末", "健康", "3,150"),
    (4, "新增公办幼儿园学位", "市教育局", "1500个", "8月底", "教育", "4,000"),
    (5, "优化公交线路", "市交通局", "完成线网评估并公布方案", "6月底", "出行", ""),
)
"""Last year's breakdown as somebody kept it."""


def make_sheets(city: City, lst: CommitmentList, today: date) -> None:
    """Went out, was changed on both sides, came back; another sheet was just uploaded."""
    day = today - timedelta(days=2)
    office, deputy = city.actor("supervisor", day), _deputy(city, day)
    workbook_out(deputy, lst, Filters(), at_office(day, 9))
    edited = _edited(deputy, lst)
    code, changes = MEANWHILE
    row = Commitment.objects.get(items__list=lst, lead_unit__code=code)
    commitment_edit(commitment=row, changes=changes, by=office, at=at_office(day, 14))
    name = f"{lst.title}（已改）.xlsx"
    sheet_take(lst=lst, name=name, data=edited, by=deputy, at=at_office(day, 16))
    sheet_read(
        jurisdiction=city.unit,
        name=f"{today.year}年民生实事任务分解表.xlsx",
        data=_breakdown(today.year),
        by=deputy,
        at=at_office(day, 17),
    )


def _deputy(city: City, day: date) -> Actor:
    """A second person of the supervision office, who works in Excel."""
    at = at_office(day, 8)
    user = user_create(
        username="deputy",
        name="市政府督查室副科长",
        password=PASSWORD,
        jurisdiction=city.unit,
        by=city.admin,
        at=at,
    )
    user_appoint(
        user=user,
        role="supervisor",
        unit=city.unit,
        jurisdiction=city.unit,
        from_on=day,
        by=city.admin,
        at=at,
    )
    return actor_at(user, day)


def _edited(office: Actor, lst: CommitmentList) -> bytes:
    """The workbook that went out, with other values in it."""
    lines = list(lines_of(list_rows(office, Filters(), lst)))
    kept = rows_now(office, lst, [column.key for column in kind_of_list(lst).columns])
    rows = Commitment.objects.filter(items__list=lst).select_related("lead_unit")
    codes = {each.lead_unit.code: str(each.pk) for each in rows if each.lead_unit}
    opened = opened_for(office, lst, lines, kept)
    for code, cells in EDITED:
        was = kept[codes[code]]
        kept[codes[code]] = Kept(was.token, was.number, {**was.cells, **cells})
    stream = BytesIO()
    out = SheetOut.objects.select_related("list").get(list=lst)
    fields = sheet_fields(lst, list(units_ever(lst.jurisdiction_id)))
    write_book(stream, out, fields, lines, kept, opened)
    return stream.getvalue()


def _breakdown(year: int) -> bytes:
    """A table with a title, two rows of heads, a sum and a remark."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("分解表")
    page.merge_range(0, 0, 0, len(HEADS) - 1, f"{year}年民生实事任务分解表")
    for at, head in enumerate(HEADS):
        if head in ("目标", "时限"):
            page.write(2, at, head)
        else:
            page.merge_range(1, at, 2, at, head)
    page.merge_range(1, 3, 1, 4, "年度")
    for at, row in enumerate(ROWS, 3):
        page.write_row(at, 0, row)
    page.write_row(3 + len(ROWS), 0, ("", "合计", "", "", "", "", 18150))
    page.write(4 + len(ROWS), 0, "注：投资为初步测算数。")
    book.close()
    return stream.getvalue()
