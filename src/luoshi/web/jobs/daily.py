"""Daily tasks: each runs once a local day, by whichever worker comes first after midnight."""

from datetime import datetime

from django.utils import timezone

from luoshi.web.jobs.kinds import daily_tasks, frequent_tasks
from luoshi.web.jobs.models import DailyRun
from luoshi.web.jobs.runs import Contained


def run_due(at: datetime) -> list[str]:
    """Run every daily task that has not yet come to its end today; the names of those that did.

    A day is marked after the run: one that broke is tried again at the next asking, and two
    workers may run one task at once, which its being safe to repeat allows.
    """
    today = timezone.localdate(at)
    ran = set(DailyRun.objects.filter(last_on__gte=today).values_list("name", flat=True))
    ended = []
    for name, task in daily_tasks():
        if name in ran:
            continue
        with Contained(f"daily task {name}") as run:
            task(at)
        if not run.error:
            DailyRun.objects.update_or_create(name=name, defaults={"last_on": today})
            ended.append(name)
    return ended


def run_often(at: datetime) -> None:
    """Run what is asked for again and again; what breaks keeps nothing else back."""
    for name, task in frequent_tasks():
        with Contained(f"task {name}"):
            task(at)
