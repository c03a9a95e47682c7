"""What holds a run back before its result is taken on or published: a tie at the edge of a quota
that nobody decided, and what higher apps say.

An app's ``holds`` module may hold ``holds(run, on) -> Iterator[Refused]``.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from luoshi.core.errors import Refused
from luoshi.web.assessment.awards import awards_of
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.queries import unit_names

Holding = Callable[[ScoreRun, date], Iterator[Refused]]


@cache
def _holdings() -> tuple[Holding, ...]:
    names = (f"{app.name}.holds" for app in apps.get_app_configs())
    found = (name for name in names if name.startswith("luoshi.") and name != __name__)
    return tuple(import_module(name).holds for name in found if find_spec(name))


def holds(run: ScoreRun, _on: date) -> Iterator[Refused]:
    """Ties at the edge of a quota that wait for a person: one query, three more where one does."""
    waiting = [award for award in awards_of(run, {}) if award.waits]
    names = unit_names(run) if waiting else {}
    for award in waiting:
        yield Refused(
            "edge-undecided",
            group=rules_of(run.version).group(award.group).title,
            quota=award.title,
            units="、".join(names[code] for code in award.edge),
        )


def hold_of(run: ScoreRun, on: date) -> Refused | None:
    """The first thing that holds the run back; the ties are asked about last."""
    for holding in (*_holdings(), holds):
        for refusal in holding(run, on):
            return refusal
    return None


def require_free(run: ScoreRun, on: date) -> None:
    """Raises what holds the run back."""
    if refusal := hold_of(run, on):
        raise refusal
