"""Only what stands in an app's table can be run."""

from luoshi.web.jobs.kinds import daily_tasks, long_acts
from luoshi.web.jobs.tasks import queue_prune
from tests.web.jobs.build import ACTS


def test_daily_tasks_have_their_dotted_names() -> None:
    assert ("luoshi.web.jobs.tasks.queue_prune", queue_prune) in daily_tasks()


def test_long_acts_are_found_in_the_apps() -> None:
    found = {kind: act for kind, act in long_acts().items() if kind not in ACTS}
    assert "document-extract" in found
    for act in found.values():
        assert act.__module__.startswith("luoshi.web.")
        assert act.__module__.endswith(".tasks")
