"""Daily tasks run once a local day; one that broke is tried again."""

from datetime import UTC, datetime

import pytest

from luoshi.web.jobs import daily
from luoshi.web.jobs.models import DailyRun

EVENING = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """One daily task that notes when it ran."""
    noted: list[datetime] = []
    monkeypatch.setattr(daily, "daily_tasks", lambda: [("note", noted.append)])
    return noted


def test_task_runs_once_a_local_day(db: None, runs: list[datetime]) -> None:
    assert daily.run_due(EVENING) == ["note"]
    assert daily.run_due(EVENING) == []
    assert daily.run_due(MIDNIGHT) == ["note"]
    assert runs == [EVENING, MIDNIGHT]


def test_broken_task_leaves_others_alone_and_is_tried_again(
    db: None, monkeypatch: pytest.MonkeyPatch, runs: list[datetime]
) -> None:
    def broken(at: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(daily, "daily_tasks", lambda: [("broken", broken), ("note", runs.append)])
    assert daily.run_due(EVENING) == ["note"]
    assert list(DailyRun.objects.values_list("name", flat=True)) == ["note"]
    monkeypatch.setattr(daily, "daily_tasks", lambda: [("broken", runs.append)])
    assert daily.run_due(EVENING) == ["broken"]
