"""Kinds of meeting from the presets, in the reader's language."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from luoshi import presets
from luoshi.core.cadence import Criterion, Kind, kind_from


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by key, in the order of the preset."""
    rows = presets.load("cadences").items()
    return {key: kind_from(key, row, f"cadences.{key}") for key, row in rows}


def named(thing: Kind | Criterion) -> str:
    """Its name."""
    return thing.en if get_language() == "en" else thing.zh


def kind_choices() -> list[tuple[str, str]]:
    """Key and name of each kind."""
    return [(key, named(kind)) for key, kind in kinds().items()]


def sheet_of_kind(key: str) -> str:
    """What the paper of that kind holds; that of a subject where the preset has it no more."""
    return kinds()[key].sheet if key in kinds() else "subject"


def criteria_of(key: str) -> tuple[Criterion, ...]:
    """What judges give points for."""
    return kinds()[key].criteria if key in kinds() else ()
