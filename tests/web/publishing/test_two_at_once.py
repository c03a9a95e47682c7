"""Two people make bulletins at the same moment: one number each, one draft a run."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from luoshi.core.chain import GENESIS
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.audit.models import Head
from luoshi.web.publishing.actions import bulletin_make
from luoshi.web.publishing.models import Bulletin
from tests.factories import make_city
from tests.web.assessment.build import compute
from tests.web.publishing.build import MADE, make_run, supervisor


@pytest.fixture(autouse=True)
def writers(committed: None) -> None:
    """Real commits. An in-memory SQLite is one table lock for all threads, so it cannot queue."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("two writers need PostgreSQL or a SQLite file")
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})


def made_at_once(runs: list[ScoreRun], city: object) -> list[int]:
    by = supervisor(city)  # type: ignore[arg-type]

    def make(run: ScoreRun) -> int:
        try:
            return bulletin_make(run=run, by=by, at=MADE).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(make, runs))


def test_two_runs_get_two_numbers() -> None:
    city = make_city()
    run = make_run(city)
    other = compute(run.version, *run.lists.all(), city=city, title="再算")
    assert made_at_once([run, other], city) == [1, 2]


def test_one_run_gets_one_draft() -> None:
    city = make_city()
    run = make_run(city)
    assert made_at_once([run, run], city) == [1, 1]
    assert Bulletin.objects.count() == 1
