"""What holds a run back before its result is taken on or published: higher apps say it.

An app's ``holds`` module may hold ``holds(run, on) -> Iterator[Refused]``.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from luoshi.core.errors import Refused
from luoshi.web.assessment.models import ScoreRun

Holding = Callable[[ScoreRun, date], Iterator[Refused]]


@cache
def _holdings() -> tuple[Holding, ...]:
    names = (f"{app.name}.holds" for app in apps.get_app_configs())
    found = (name for name in names if name.startswith("luoshi.") and name != __name__)
    return tuple(import_module(name).holds for name in found if find_spec(name))


def require_free(run: ScoreRun, on: date) -> None:
    """Raises the first Refused that holds the run back."""
    for holding in _holdings():
        for refusal in holding(run, on):
            raise refusal
