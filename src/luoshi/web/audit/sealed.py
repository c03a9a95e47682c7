"""Entries that must not tell yet by whom they are: the chain keeps them, pages leave it out.

An app's ``seals`` module may hold ``sealed() -> Q``: which entries these are at this moment. Of
them pages and workbook show neither person nor unit, nor the hash, from which either could be
found by trying; a search for a person does not find them.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_

from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext

from luoshi.web.audit.models import Entry

UNTOLD = frozenset({"unit"})
"""The named values that tell by whom an entry is."""


@cache
def _seals() -> tuple[Callable[[], Q], ...]:
    found: list[Callable[[], Q]] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.seals"
        if app.name.startswith("luoshi.") and find_spec(name):
            found.append(import_module(name).sealed)
    return tuple(found)


def sealed() -> Q:
    """The entries that are sealed now."""
    return reduce(or_, (each() for each in _seals()), Q(pk__in=()))


def with_seals(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries, each of which knows whether it is ``sealed``."""
    return entries.annotate(sealed=ExpressionWrapper(sealed(), output_field=BooleanField()))


def shown(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of ``with_seals`` as they may be read; in memory only."""
    for entry in entries:
        yield _masked(entry) if entry.sealed else entry  # type: ignore[attr-defined]


def _masked(entry: Entry) -> Entry:
    entry.actor, entry.hash, entry.previous_hash, entry.request = None, "", "", ""
    for name in ("before", "after"):
        told = getattr(entry, name)
        if isinstance(told, dict):
            hidden = {key: gettext("开标前不显示") if key in UNTOLD else told[key] for key in told}
            setattr(entry, name, hidden)
    return entry
