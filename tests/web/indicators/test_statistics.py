"""Files of statistics: looked at, brought in once, known from then, taken back as a whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from luoshi.core.errors import DomainError, Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.indicators.actions import statistics_apply, statistics_withdraw
from luoshi.web.indicators.models import Observation
from luoshi.web.indicators.queries.library import tables_known
from luoshi.web.indicators.reading import preview_of
from tests.factories import NOW, City
from tests.intake.files import xlsx
from tests.web.indicators.build import LATER, a_peer, an_indicator, bring, take, values

JANUARY = date(2026, 1, 31)


def test_a_sheet_is_looked_at_and_brought_in_once(city: City) -> None:
    indicator, peer = an_indicator(city), a_peer(city)
    rows = f"统计月报,,\n地区,工业增速（%）,备注\n{city.east.name},5.1,\n邻市,6.3%,\n云外县,7,\n"
    file = take(city, rows, period="2026年1月")
    by = city.actor("contact", city.transport)
    preview = preview_of(file, by, NOW)
    assert [(line.cell.row, bool(line.fault)) for line in preview.lines] == [
        (3, False), (4, False), (5, True),
    ]  # fmt: skip
    assert "云外县" in preview.faulty[0].fault
    statistics_apply(file=file, seen=preview.seen, by=by, at=NOW)
    table = tables_known([indicator.pk], NOW)[indicator.pk]
    assert values(table, JANUARY) == {
        f"unit:{city.east.pk}": Decimal("5.1"), f"peer:{peer.pk}": Decimal("6.3"),
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        statistics_apply(file=file, seen=preview.seen, by=by, at=NOW)
    assert refused.value.code == "statistics-applied"
    told = Entry.objects.get(verb="statistics.apply")
    assert (told.after or {})["made"] == 2


def test_later_vintages_and_corrections_count_from_when_they_came(city: City) -> None:
    indicator = an_indicator(city)
    rows = f"地区,工业增速\n{city.east.name},"
    bring(city, rows + "5.1", period="1月")
    final = {"vintage": "final", "published_on": date(2026, 3, 20), "at": LATER}
    bring(city, rows + "4.8", period="2026年1月", **final)
    late = LATER + timedelta(days=1)
    again = bring(city, rows + "5.2", period="1月", published_on=date(2026, 3, 25), at=late)
    now = [
        values(tables_known([indicator.pk], at).get(indicator.pk, {}), JANUARY)
        for at in (NOW - timedelta(1), NOW, LATER, late)
    ]
    place = f"unit:{city.east.pk}"
    assert now == [{}, {place: Decimal("5.1")}, {place: Decimal("4.8")}, {place: Decimal("4.8")}]
    assert again.made == 1


def test_the_preview_says_what_is_known_what_changes_and_what_contradicts(city: City) -> None:
    an_indicator(city)
    bring(city, f"地区,工业增速\n{city.east.name},5.1\n{city.west.name},3", period="1月")
    by = city.actor("supervisor")
    rows = f"地区,工业增速\n{city.east.name},5.1\n{city.west.name},4\n{city.east.name},5.1"
    same = preview_of(take(city, rows, period="1月", by=by), by, NOW)
    assert [(line.known, bool(line.fault)) for line in same.lines] == [
        (True, False), (False, True), (False, True),
    ]  # fmt: skip
    later = take(city, rows, period="1月", by=by, published_on=date(2026, 2, 25))
    assert [line.was for line in preview_of(later, by, NOW).good] == [None, Decimal(3)]


@pytest.mark.parametrize(
    ("head", "period", "published", "code"),
    [
        ("工业增速", "一季度", date(2026, 2, 20), ""),
        ("工业增速", "2026年2月", date(2026, 2, 20), "发布日期早于期末"),
        ("年指标", "2025年11月", date(2026, 2, 20), "频率不符"),
        ("别家的", "2026年1月", date(2026, 2, 20), "数据主管单位"),
    ],
)
def test_a_number_that_cannot_be_of_then_is_not_taken(
    city: City, head: str, period: str, published: date, code: str
) -> None:
    an_indicator(city)
    an_indicator(city, code="year", name="年指标", frequency="year")
    an_indicator(city, code="other", name="别家的", authority=city.health)
    file = take(city, f"地区,{head}\n{city.east.name},5", period=period, published_on=published)
    (line,) = preview_of(file, city.actor("contact", city.transport), NOW).lines
    assert code in line.fault
    assert bool(line.fault) is bool(code)


def test_a_file_taken_back_counts_until_then(city: City) -> None:
    indicator = an_indicator(city)
    file = bring(city, f"地区,工业增速\n{city.east.name},51", period="1月")
    by = city.actor("contact", city.transport)
    with pytest.raises(Invalid):
        statistics_withdraw(file=file, reason=" ", by=by, at=LATER)
    statistics_withdraw(file=file, reason="小数点错位", by=by, at=LATER)
    assert Observation.objects.count() == 1
    known = [bool(tables_known([indicator.pk], at)[indicator.pk]) for at in (NOW, LATER)]
    assert known == [True, False]
    right = bring(city, f"地区,工业增速\n{city.east.name},5.1", period="1月", at=LATER)
    assert right.made == 1
    with pytest.raises(Refused) as refused:
        statistics_withdraw(file=file, reason="再撤", by=by, at=LATER)
    assert refused.value.code == "statistics-withdrawn"


def test_the_database_refuses_to_change_an_observation(city: City) -> None:
    an_indicator(city)
    bring(city, f"地区,工业增速\n{city.east.name},5.1", period="1月")
    for change in (
        lambda: Observation.objects.update(value=9),
        lambda: Observation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Observation.objects.get().value == Decimal("5.1")


def test_only_who_keeps_statistics_brings_them_in(city: City) -> None:
    an_indicator(city)
    refused: list[type[DomainError]] = []
    for role, unit in (("contact", city.health), ("assessor", city.unit), ("admin", city.unit)):
        try:
            take(city, "地区,工业增速\n东区,1", by=city.actor(role, unit))
        except DomainError as error:
            refused.append(type(error))
    assert refused == [Forbidden] * 3


def test_a_workbook_with_titles_and_sums_is_read(city: City) -> None:
    indicator = an_indicator(city)
    rows = [
        ["各县区主要指标", "", ""], ["", "单位：%", ""], ["县区", "工业增速", "位次"],
        [city.east.name, 5.1, 2], [city.west.name, 6, 1], ["全市", 5.4, ""], ["合计", 11.1, ""],
    ]  # fmt: skip
    made = take(city, "", data=xlsx(rows), name="月报.xlsx", period="2026年1月")
    preview = preview_of(made, city.actor("supervisor"), NOW)
    assert [(line.cell.row, line.cell.value, line.fault) for line in preview.lines] == [
        (4, Decimal("5.1"), ""), (5, Decimal(6), ""), (6, Decimal("5.4"), ""),
    ]  # fmt: skip
    assert preview.lines[2].cell.place == f"unit:{city.unit.pk}"
    assert preview.lines[0].indicator == indicator


@pytest.mark.parametrize(
    ("text", "fields", "code"),
    [
        ("地区,工业增速\n东区,", {}, "statistics-empty"),
        ("地区,工业增速\n东区,1", {"period": "昨天"}, "statistics-period"),
        ("地区,工业增速\n东区,1", {"vintage": "guess"}, "statistics-vintage"),
        ("地区,工业增速\n东区,1", {"published_on": date(2026, 3, 3)}, "statistics-in-future"),
        ("地区,工业增速\n东区,1", {"source": " "}, "statistics-source"),
        ("名称很长的表\n东区", {}, "statistics-no-places"),
        ("", {}, "empty-file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    city: City, text: str, fields: dict[str, object], code: str
) -> None:
    an_indicator(city)
    with pytest.raises(Invalid) as refused:
        take(city, text, **fields)
    assert refused.value.code == code
