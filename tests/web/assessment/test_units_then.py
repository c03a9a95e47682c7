"""Runs rank the units of their own day: before a merger both, after it the heir."""

from datetime import UTC, date, datetime

from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.succession.actions import unit_merge
from luoshi.web.units.drafts import HeirDraft
from tests.factories import City
from tests.web.assessment.build import KNOWN, LATER, compute, make_quarter, make_scheme

MERGED = date(2026, 4, 15)
DECIDED = datetime(2026, 4, 22, 2, 0, tzinfo=UTC)
"""After ``KNOWN``, before ``LATER``: the merger is told a week late."""
SUMMER = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)


def story(city: City) -> ScoreRun:
    """Both counties have told of the quarter; then the west is merged into the east."""
    quarter = make_quarter(city)
    east, west = quarter.commit(city.east), quarter.commit(city.west)
    settled = quarter.commit(city.west)
    quarter.open()
    for commitment, value in ((east, "100"), (west, "50"), (settled, "50")):
        quarter.tell(commitment, value)
    settled.state = "signed_off"
    settled.save()
    run = compute(make_scheme(city), quarter.list, city=city)
    unit_merge(
        units=[city.west], into=HeirDraft(unit=city.east), on=MERGED, reason="区划调整",
        by=city.actor("admin"), at=DECIDED,
    )  # fmt: skip
    return run


def ranked(run: ScoreRun) -> dict[str, str]:
    rows = run.scores.select_related("unit").order_by("unit__position")
    return {score.unit.short_name: f"{score.points:.2f}" for score in rows}


def again(city: City, run: ScoreRun, **fields: object) -> dict[str, str]:
    return ranked(compute(run.version, run.lists.get(), city=city, **fields))


def test_the_old_run_stays_as_it_was(city: City) -> None:
    run = story(city)
    before = ranked(run)
    assert set(before) == {"东区YC", "西县YC"}
    assert recomputed(run).same
    assert ranked(ScoreRun.objects.get()) == before


def test_a_run_as_known_then_ranks_what_was_known_then(city: City) -> None:
    run = story(city)
    assert again(city, run, known_at=KNOWN, at=SUMMER) == ranked(run)


def test_a_run_of_a_time_before_the_merger_ranks_both(city: City) -> None:
    """Told later, but of the quarter that ended before."""
    run = story(city)
    assert again(city, run, known_at=LATER, at=SUMMER) == ranked(run)


def test_a_run_after_the_merger_ranks_the_heir_with_all_that_both_led(city: City) -> None:
    run = story(city)
    found = again(
        city, run, period_end=date(2026, 6, 30), known_at=SUMMER, at=SUMMER, title="上半年考核"
    )
    assert ranked(run) == {"东区YC": "100.00", "西县YC": "50.00"}
    assert found == {"东区YC": "66.67"}
