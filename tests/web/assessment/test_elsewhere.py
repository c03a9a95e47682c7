"""Statistics, self-checks and documented figures in a score, as they were known at a time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import Invalid
from luoshi.core.scoring import Fact
from luoshi.web.assessment.actions import run_compute
from luoshi.web.assessment.elsewhere import gather_elsewhere
from luoshi.web.assessment.models import UnitScore
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.assessment.span import Span
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.indicators.actions import figure_withdraw, indicators_from_presets
from luoshi.web.indicators.models import Indicator
from luoshi.web.selfcheck.actions import Said, answers_save
from luoshi.web.selfcheck.models import SelfCheck
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.assessment.build import END, KNOWN, LATER, START, Quarter, assessor, make_scheme
from tests.web.indicators.build import a_peer, an_indicator, bring
from tests.web.indicators.test_figures import enter
from tests.web.selfcheck.test_selfcheck import check, fixes, promise

__all__ = ["check", "fixes"]
SOURCES = [f"indicator.{what}:industry" for what in ("value", "growth", "standing", "change")]
SCHEME = """\
schema: 1
title: 指标考核
edition: 2026年版
source: 市考核委员会
groups:
  - {key: counties, title: 县区, unit_kinds: [county]}
nodes:
  - {key: growth, title: 工业增速, weight: 60, source: "indicator.value:industry",
     function: {name: linear, worst: 0, best: 10, points: 100}}
  - {key: place, title: 位次, weight: 40, source: "indicator.standing:industry",
     direction: lower,
     function: {name: rank_table, table: [{at: 1, points: 100}, {at: 2, points: 80}]}}
rounding: {places: 2}
ranking: {method: competition}
"""


def span(known_at: datetime = KNOWN) -> Span:
    return Span(START, END, known_at)


def tell(city: City, period: str, published: date, at: datetime, *values: str) -> None:
    """Numbers of the eastern and western county, and of a city that is no unit."""
    places = (city.east.name, city.west.name, "邻市")
    rows = [f"{place},{value}" for place, value in zip(places, values, strict=False)]
    text = "\n".join(["地区,工业增速", *rows])
    bring(city, text, period=period, published_on=published, at=at)


@pytest.fixture
def statistics(city: City) -> City:
    """February and March of this year, March of last; March was corrected later."""
    an_indicator(city)
    a_peer(city)
    tell(city, "2025年3月", date(2025, 4, 20), NOW, "4", "5", "9")
    tell(city, "2026年2月", date(2026, 3, 1), NOW, "5", "6", "9")
    tell(city, "2026年3月", date(2026, 4, 18), KNOWN, "7", "6.5", "9")
    tell(city, "2026年3月", date(2026, 4, 22), LATER, "6", "6.5", "9")
    return city


def numbers(city: City, unit: Unit, known_at: datetime = KNOWN) -> list[Decimal | None]:
    found = gather_elsewhere([city.unit.pk], SOURCES, span(known_at)).get(unit.pk, {})
    return [fact.value for source in SOURCES for fact in found.get(source, [])]


def test_statistics_are_those_known_then(statistics: City) -> None:
    city = statistics
    assert numbers(city, city.east) == [Decimal(7), Decimal("0.75"), 1, 1]
    assert numbers(city, city.east, LATER) == [Decimal(6), Decimal("0.5"), 2, 0]
    assert numbers(city, city.west) == [Decimal("6.5"), Decimal("0.3"), 2, -1]
    assert numbers(city, city.east, NOW) == [Decimal(5), None, 2, None]
    assert numbers(city, city.transport) == []
    before = NOW - timedelta(days=1)
    assert gather_elsewhere([city.unit.pk], SOURCES, span(before)) == {}


def test_a_unit_without_its_number_has_a_fact_that_says_so(statistics: City) -> None:
    city = statistics
    text = f"地区,工业增速\n{city.east.name},8"
    bring(city, text, period="2026年4月", published_on=date(2026, 4, 30), at=LATER + timedelta(9))
    found = gather_elsewhere(
        [city.unit.pk], SOURCES[:1], Span(START, date(2026, 4, 30), LATER + timedelta(9))
    )
    assert found[city.west.pk][SOURCES[0]] == [Fact(SOURCES[0], None)]


def test_a_run_of_statistics_is_computed_again_to_the_byte(
    statistics: City, sign_in: SignIn
) -> None:
    city = statistics
    run = run_compute(
        version=make_scheme(city, SCHEME), lists=[], title="一季度指标",
        period_start=START, period_end=END, by=assessor(city), at=LATER, known_at=KNOWN,
    )  # fmt: skip
    points = UnitScore.objects.filter(run=run).order_by("rank")
    assert [(row.unit, row.points, row.rank) for row in points] == [
        (city.east, Decimal(82), 1), (city.west, Decimal(71), 2),
    ]  # fmt: skip
    assert recomputed(run).same
    client = sign_in(city.person("assessor"))
    page = client.get(f"/runs/{run.pk}/units/{city.east.pk}/").content.decode()
    assert "指标值（工业增速 industry）" in page
    scheme = client.get(f"/schemes/{run.version.scheme_id}/").content.decode()
    assert "指标位次（工业增速 industry）" in scheme
    assert "工业增速 2026年1-3月 7.0%（快报数，2026-04-18发布，统计月报）" in page


def test_an_indicator_that_is_not_there_is_named(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        run_compute(
            version=make_scheme(city, SCHEME), lists=[], title="一季度指标",
            period_start=START, period_end=END, by=assessor(city), at=LATER,
        )  # fmt: skip
    assert (refused.value.code, refused.value.params["source"]) == (
        "source-indicator-unknown", "industry",
    )  # fmt: skip


def test_a_figure_counts_from_its_day_until_taken_back(city: City) -> None:
    figure = enter(city)
    enter(city, name="别的")
    enter(city, day=date(2025, 12, 31))
    source = "manual:表彰奖励"

    def facts(known_at: datetime) -> Sequence[Fact]:
        found = gather_elsewhere([city.unit.pk], [source], span(known_at))
        return found.get(city.east.pk, {}).get(source, [])

    key = f"figure:{figure.pk}"
    assert facts(KNOWN) == [Fact(key, Decimal(1), refs=(key,))]
    assert facts(NOW - timedelta(1)) == []
    figure_withdraw(figure=figure, reason="重复", by=assessor(city), at=KNOWN)
    assert (list(facts(KNOWN)), len(facts(NOW))) == ([], 1)


def test_what_a_self_check_found_is_right_once_an_outsider_says_so(
    city: City, check: SelfCheck, fixes: CommitmentList
) -> None:
    say = {"i1": Said("present", "没有分解"), "i2": Said("partly", "两项"), "a1": Said("clear")}
    by = city.actor("contact", city.transport)
    answers_save(check=check, unit=city.transport, said=say, by=by, at=NOW)
    made = promise(city, check, fixes)

    def values(known_at: datetime, source: str = "self_check") -> list[Decimal | None]:
        found = gather_elsewhere([city.unit.pk], [source], span(known_at))
        return [fact.value for fact in found.get(city.transport.pk, {}).get(source, [])]

    assert values(KNOWN) == [0, 0]
    quarter = Quarter(city, fixes).open()
    quarter.verify(quarter.tell(made, None, share=Decimal(1)), "confirmed")
    assert values(LATER) == [1, 0]
    assert values(NOW) == [0, 0]
    assert values(LATER, "self_check:self_check") == [1, 0]
    assert values(LATER, "self_check:plain") == []


def test_nothing_is_asked_where_no_such_source_is_named(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert gather_elsewhere([city.unit.pk], ["commitments.completion"], span()) == {}


RATES = """\
schema: 1
title: 诉求办理考核
edition: 2026年版
source: 市考核委员会
groups:
  - {key: counties, title: 县区, unit_kinds: [county]}
nodes:
  - key: solved
    title: 解决率
    weight: 100
    source: cases.resolution
    function:
      {name: shrunk_rate, n: {source: "cases.count:resolution"}, minimum: 10, mean: 0.8,
       strength: 20}
rounding: {places: 2}
ranking: {method: competition}
"""


def test_a_rate_is_of_the_cases_of_all_months_and_says_how_many(
    city: City, sign_in: SignIn
) -> None:
    version = make_scheme(city, RATES)
    plan = {
        "version": version, "lists": [], "title": "一季度诉求", "period_start": START,
        "period_end": END, "by": assessor(city), "at": LATER,
    }  # fmt: skip
    with pytest.raises(Invalid, check=lambda told: told.params["source"] == "cases_called_back"):
        run_compute(**plan)
    counts(city, "2026年1月", (30, 24), (4, 4))
    counts(city, "2026年2月", (30, 30))
    run = run_compute(**plan)
    points = {row.unit: row.points for row in UnitScore.objects.filter(run=run)}
    assert points == {city.east: Decimal("87.5"), city.west: None}
    page = sign_in(city.person("assessor")).get(f"/runs/{run.pk}/units/{city.east.pk}/")
    told = page.content.decode()
    for words in (
        "100 × (60 × 0.9 + 20 × 0.8) ÷ (60 + 20) = 87.5", "诉求件数（解决率 resolution） 60",
        "2026年1月 24 ÷ 30 件（快报数）；2026年2月 30 ÷ 30 件（快报数）（统计月报）", "90%",
    ):  # fmt: skip
        assert words in told
    assert "没有采信的交账" not in told
    west = sign_in(city.person("assessor")).get(f"/runs/{run.pk}/units/{city.west.pk}/")
    assert "解决率：截至 2026-02-28 的一个月没有数" in west.content.decode()
    assert "件数太少，率不可靠" in west.content.decode()
    counts(city, "2026年3月", (5, 6))
    with pytest.raises(Invalid, check=lambda told: told.params["unit"] == city.east.short_name):
        run_compute(**plan)


def counts(city: City, period: str, *told: tuple[int, int]) -> None:
    """Called back and solved, of the eastern and then the western county."""
    if not Indicator.objects.exists():
        indicators_from_presets(
            jurisdiction=city.unit, keys=["cases_called_back", "cases_solved"],
            authority=city.transport, by=city.actor("supervisor"), at=NOW,
        )  # fmt: skip
    names = [city.east.name, city.west.name]
    rows = [
        f"{name},{called},{solved}" for name, (called, solved) in zip(names, told, strict=False)
    ]
    text = "\n".join(["单位,已回访诉求件数,回访已解决诉求件数", *rows])
    bring(city, text, period=period, published_on=date(2026, 4, 10), at=KNOWN)
