"""What is different between two definitions, and what that does to the rows there are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.core.listtype.cells import fits
from luoshi.core.listtype.definition import Column, ListType
from luoshi.core.listtype.writing import list_type_fields

CODES = ("hidden", "unfit", "missing")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. ``path`` is written as ``columns.stage.choices.signed.zh``.

    ``old`` is None for what is new, ``new`` is None for what is gone.
    """

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to ``rows`` existing rows in one column.

    ``code``: ``hidden`` (the column goes, its values are kept but shown no more), ``unfit`` (the
    value stays as it is written and has to be corrected at the next edit), ``missing`` (the column
    is required now and empty there).
    """

    code: str
    column: Column
    rows: int


@dataclass(frozen=True, slots=True)
class _Check:
    """A column before and after a change; one of the two may be missing."""

    before: Column | None
    after: Column | None
    column: Column

    def effect(self, kept: str) -> str:
        """What the change does to one stored value; empty for nothing."""
        if self.after is None:
            return "hidden" if kept else ""
        if not kept:
            newly = self.after.required and not (self.before and self.before.required)
            return "missing" if newly else ""
        if fits(self.after, kept) or (self.before and not fits(self.before, kept)):
            return ""
        return "unfit"


def differences(old: ListType, new: ListType) -> tuple[Difference, ...]:
    """Every value that differs, in the order of the new definition, what is gone at the end.

    Columns, choices, steps and questions are told apart by key: a new or gone one is one
    difference with its Chinese name; ``….order`` where those that stay change places.
    """
    return tuple(_mapping("", _fields(old), _fields(new)))


def effects(
    old: ListType, new: ListType, rows: Iterable[Mapping[str, object]]
) -> tuple[Effect, ...]:
    """What the new definition does to the rows of lists that follow it, in the order of columns.

    ``rows`` are the stored cells of each row. What was unfit or missing before is not counted
    again. Effects on no row at all are left out.
    """
    checks = tuple(_checks(old, new))
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for check in checks:
            key = check.column.key
            if code := check.effect(str(row.get(key) or "")):
                counts[code, key] += 1
    return tuple(
        Effect(code, check.column, counts[code, check.column.key])
        for check in checks
        for code in CODES
        if counts[code, check.column.key]
    )


def _checks(old: ListType, new: ListType) -> Iterator[_Check]:
    for column in new.columns:
        before = old.column(column.key)
        if before != column:
            yield _Check(before, column, column)
    for column in old.columns:
        if new.column(column.key) is None:
            yield _Check(column, None, column)


def _fields(kind: ListType) -> dict[str, object]:
    return list_type_fields(kind) | {"light_rule": kind.light_key}


def _compared(path: str, old: object, new: object) -> Iterator[Difference]:
    sides = (old, new)
    if any(isinstance(side, dict) for side in sides) and not any(
        isinstance(side, str) for side in sides
    ):
        yield from _mapping(path, old or {}, new or {})
    elif _is_keyed(old) or _is_keyed(new):
        yield from _listed(path, old or [], new or [])
    elif old != new:
        yield Difference(path, _word(old), _word(new))


def _mapping(path: str, old: Any, new: Any) -> Iterator[Difference]:
    for name in (*new, *(name for name in old if name not in new)):
        yield from _compared(f"{path}.{name}" if path else name, old.get(name), new.get(name))


def _listed(path: str, old: Any, new: Any) -> Iterator[Difference]:
    before, after = ({item["key"]: item for item in side} for side in (old, new))
    for key, item in after.items():
        if key in before:
            yield from _mapping(f"{path}.{key}", before[key], item)
        else:
            yield Difference(f"{path}.{key}", None, item["zh"])
    stays = [key for key in before if key in after]
    now = [key for key in after if key in before]
    if stays != now:
        yield Difference(f"{path}.order", ", ".join(stays), ", ".join(now))
    for key, item in before.items():
        if key not in after:
            yield Difference(f"{path}.{key}", item["zh"], None)


def _is_keyed(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _word(value: object) -> str | None:
    if isinstance(value, dict):
        return f"{value.get('zh', '')} / {value.get('en', '')}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
