"""Names, references and texts of bound numbers."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.render.paper import REF_LIMIT
from luoshi.web.publishing.facts import run_facts
from luoshi.web.publishing.values import percent, period_text, ref_of, values_of
from luoshi.web.units.models import UnitVersion
from tests.factories import City
from tests.web.publishing.build import make_run


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ((2026, 1, 1), (2026, 3, 31), "2026年一季度"),
        ((2026, 10, 1), (2026, 12, 31), "2026年四季度"),
        ((2026, 1, 1), (2026, 6, 30), "2026年上半年"),
        ((2026, 1, 1), (2026, 9, 30), "2026年前三季度"),
        ((2026, 1, 1), (2026, 12, 31), "2026年度"),
        ((2026, 2, 1), (2026, 2, 28), "2026年2月"),
        ((2026, 1, 1), (2026, 8, 31), "2026年1至8月"),
        ((2026, 1, 5), (2026, 1, 31), "2026年1月5日至2026年1月31日"),
        ((2025, 12, 1), (2026, 1, 31), "2025年12月1日至2026年1月31日"),
    ],
)
def test_period_as_people_write_it(
    start: tuple[int, int, int], end: tuple[int, int, int], text: str
) -> None:
    assert period_text(date(*start), date(*end)) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.5", "50.0%"), ("0.12345", "12.3%"), ("0.1235", "12.4%"), ("1", "100.0%"), (None, "—")],
)
def test_share_in_per_cent(share: str | None, text: str) -> None:
    assert percent(None if share is None else Decimal(share)) == text


def test_reference_that_is_too_long_for_word_stays_different() -> None:
    long = [ref_of(9, f"unit:{'甲' * 60}/{leaf}") for leaf in ("points", "rank")]
    assert ref_of(9, "unit:YC-LJ/points") == "run:9/unit:YC-LJ/points"
    assert [len(ref) for ref in long] == [REF_LIMIT, REF_LIMIT]
    assert len(set(long)) == 2


def test_each_number_has_its_own_name_and_reference(city: City) -> None:
    run = make_run(city)
    values = values_of(run_facts(run))
    assert len({value.ref for value in values.values()}) == len(values)
    east, path = city.east.short_name, f"run:{run.pk}/unit:{city.east.code}"
    told = {name: (values[name].ref, values[name].text) for name in (f"{east}得分", f"{east}位次")}
    assert told == {
        f"{east}得分": (f"{path}/points", "80.00"),
        f"{east}位次": (f"{path}/rank", "1"),
    }


def test_numbers_of_the_whole(city: City) -> None:
    values = values_of(run_facts(make_run(city)))
    expected = {
        "单位数": "2", "事项数": "4", "应交账": "4", "已采信": "3", "按时": "3", "红灯": "2",
        "黄灯": "0", "绿灯": "1", "蓝灯": "1", "未亮灯": "0", "自报完成": "2", "抽查": "2",
        "属实": "1", "部分属实": "0", "不属实": "1", "真交账率": "50.0%", "区间下限": "12.1%",
        "区间上限": "87.9%",
    }  # fmt: skip
    assert {name: values[name].text for name in expected} == expected


def test_a_count_knows_what_it_counts(city: City) -> None:
    values = values_of(run_facts(make_run(city)))
    for name in ("事项数", "红灯", "蓝灯", f"{city.west.short_name}红灯"):
        assert len(values[name].members) == int(values[name].text)


def test_units_of_one_name_are_told_apart(city: City) -> None:
    run = make_run(city)
    UnitVersion.objects.filter(unit__in=(city.east, city.west)).update(short_name="新区")
    values = values_of(run_facts(run))
    assert values[f"新区{city.east.code}得分"].text == "80.00"
    assert values[f"新区{city.west.code}得分"].text == "10.00"
