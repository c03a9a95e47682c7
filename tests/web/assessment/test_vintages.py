"""Vintages that come in or are taken back around a run."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from luoshi.web.assessment.actions import run_compute
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.indicators.models import StatisticsFile
from tests.factories import City, make_list
from tests.web.assessment.build import END, KNOWN, LATER, START, assessor, make_scheme
from tests.web.assessment.test_elsewhere import SCHEME, numbers, statistics, tell

__all__ = ["statistics"]


def test_vintage_that_arrives_after_the_run_changes_nothing_of_it(statistics: City) -> None:
    """Known as then it gives the same bytes again; known as now it gives another result."""
    city, lst = statistics, make_list(statistics)
    version = make_scheme(city, SCHEME)

    def score(at: datetime, known_at: datetime) -> ScoreRun:
        return run_compute(
            version=version, lists=[lst], title="一季度指标", period_start=START, period_end=END,
            by=assessor(city), at=at, known_at=known_at,
        )  # fmt: skip

    run = score(LATER, LATER)
    after = LATER + timedelta(days=3)
    tell(city, "2026年3月", date(2026, 4, 27), after, "1", "2", "9")
    assert recomputed(run).same
    assert score(after, LATER).result_digest == run.result_digest
    assert score(after, after).result_digest != run.result_digest


def test_period_whose_numbers_were_all_taken_back_is_not_the_last(statistics: City) -> None:
    city = statistics
    StatisticsFile.objects.filter(observations__period_end=date(2026, 3, 31)).update(
        withdrawn_at=LATER, withdrawn_by=city.person("supervisor"), reason="口径有误"
    )
    assert numbers(city, city.east, KNOWN)[0] == Decimal(7)
    assert numbers(city, city.east, LATER)[0] == Decimal(5)
