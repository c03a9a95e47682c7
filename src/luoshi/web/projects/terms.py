"""The rules of the field for projects, read from the presets in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import get_language

from luoshi import presets
from luoshi.core.projects import Season, Threshold, season_from, targets_from, threshold_from

DEFAULT_SEASON = "season-building"


@cache
def _rules() -> Mapping[str, Any]:
    rules: dict[str, Any] = presets.load("projects")
    return rules


def _tongue() -> str:
    return "en" if get_language() == "en" else "zh"


def name_of(key: str) -> str:
    """The name of one rule, empty where there is none."""
    return str(_rules().get(key, {}).get(_tongue(), ""))


def source_of(key: str) -> str:
    """Where one rule comes from."""
    return str(_rules()[key]["source"])


@cache
def seasons() -> Mapping[str, Season]:
    """Every way in which a year's investment may be spread, by key."""
    return {
        key: season_from(key, row, f"projects.{key}")
        for key, row in _rules().items()
        if key.startswith("season-")
    }


def season_choices() -> list[tuple[str, str]]:
    """Key and name of each of them."""
    return [(key, name_of(key)) for key in seasons()]


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Every set of thresholds by key; the first is the one that counts where none is chosen."""
    return {
        key: threshold_from(key, row, f"projects.{key}")
        for key, row in _rules().items()
        if key.startswith("threshold-")
    }


def threshold_of(key: str) -> Threshold:
    """The set of that key; the first one where the key is empty or not known any more."""
    known = thresholds()
    return known.get(key) or next(iter(known.values()))


def threshold_choices() -> list[tuple[str, str]]:
    """Key and name of each set."""
    return [(key, name_of(key)) for key in thresholds()]


@cache
def start_targets() -> Mapping[int, Decimal]:
    """Quarter → least start rate."""
    return targets_from(_rules()["start_rate"], "projects.start_rate")


def reserve_rule() -> Mapping[str, Any]:
    """The two goals of the reserve."""
    rule: Mapping[str, Any] = _rules()["reserve"]
    return rule


def causes() -> dict[str, str]:
    """The objective causes of moving out, by key."""
    return {row["key"]: row[_tongue()] for row in _rules()["drop_outs"]["entries"]}


def standards() -> dict[str, str]:
    """What counts as each stage, by its key."""
    words = "counts_en" if _tongue() == "en" else "counts"
    return {row["key"]: row[words] for row in _rules()["stages"]["entries"]}


def sheet_columns() -> Mapping[str, list[str]]:
    """Field → the labels under which sheets have it, the first that is there counts."""
    columns: Mapping[str, list[str]] = _rules()["sheet"]["columns"]
    return columns


def sector_words() -> dict[str, str]:
    """What sheets write → sector."""
    table: Mapping[str, list[str]] = _rules()["sheet"]["sectors"]
    return {word: sector for sector, words in table.items() for word in words}


def most_rows() -> int:
    """How many projects one sheet may bring."""
    return presets.limit("project_rows")


def most_evidence() -> int:
    """How many files one account of a stage may carry."""
    return presets.limit("project_evidence")
