"""Kinds of lists as the core knows them: of a row, of a list, of the presets."""

from collections.abc import Mapping
from functools import cache

from luoshi import presets
from luoshi.core import listtype
from luoshi.web.commitments.models import CommitmentList, ListType


@cache
def light_keys() -> tuple[str, ...]:
    """The light rules of the presets, by key."""
    return tuple(presets.load("lights"))


def read_kind(document: str | Mapping[str, object]) -> listtype.ListType:
    """The kind of list that a YAML text or a stored definition describes.

    Raises Invalid ``list-type-invalid`` with path, line and reason.
    """
    return listtype.parse_list_type(document, lights=light_keys())


def kind_of(row: ListType) -> listtype.ListType:
    """The present definition."""
    return _kept(row, row.definition)


def kind_of_list(lst: CommitmentList) -> listtype.ListType:
    """The definition that a list follows: the one it was frozen with, else the present one."""
    version = lst.frozen_version
    return _kept(lst.list_type, version.definition if version else lst.list_type.definition)


def version_kind(row: ListType, definition: Mapping[str, object]) -> listtype.ListType:
    """An earlier definition of the row."""
    return _kept(row, definition)


@cache
def preset_kinds() -> Mapping[str, listtype.ListType]:
    """The kinds of lists of the presets, by key in their order."""
    rows = presets.load("list_types")
    return {key: read_kind({"key": key, **row}) for key, row in rows.items()}


def _kept(row: ListType, definition: Mapping[str, object]) -> listtype.ListType:
    return read_kind({"key": row.key, "zh": row.title, **definition})
