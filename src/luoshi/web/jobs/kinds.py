"""What a worker may run: the long acts and daily tasks that the apps name in their ``tasks``.

An app's ``tasks`` module may hold two tables:

``JOBS``   kind → function ``(job, report) -> result_url``. ``job.params`` are ids,
           ``job.asked_by`` is the person, ``report(step, done, total)`` moves the bar. A job whose
           worker died is run again, so the function must be safe to repeat.
``DAILY``  functions ``(at) -> None``, run once a local day and safe to repeat.

``OFTEN``  functions ``(at) -> None``, run every few minutes and safe to repeat: they look at the
           clock themselves.

Only what stands in such a table can be run, whatever a database row says.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from luoshi.web.jobs.models import Job

Report = Callable[[str, int, int], None]
LongAct = Callable[[Job, Report], str]
DailyTask = Callable[[datetime], None]


@cache
def long_acts() -> dict[str, LongAct]:
    """Every kind of job with the function that does it."""
    found: dict[str, LongAct] = {}
    for module in _task_modules():
        found.update(getattr(module, "JOBS", {}))
    return found


@cache
def daily_tasks() -> Sequence[tuple[str, DailyTask]]:
    """Every daily task with its dotted name, in the order of the apps."""
    return [
        (f"{task.__module__}.{task.__qualname__}", task)
        for module in _task_modules()
        for task in getattr(module, "DAILY", ())
    ]


@cache
def frequent_tasks() -> Sequence[tuple[str, DailyTask]]:
    """Every task that is asked for again and again, with its dotted name."""
    return [
        (f"{task.__module__}.{task.__qualname__}", task)
        for module in _task_modules()
        for task in getattr(module, "OFTEN", ())
    ]


def _task_modules() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        name = f"{app.name}.tasks"
        if app.name.startswith("luoshi.") and find_spec(name):
            yield import_module(name)
