"""What the pages of kinds of lists show."""

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.core import listtype
from luoshi.core.listtype import ListType
from luoshi.web.commitments.columns import Column, columns_of, title
from luoshi.web.commitments.effects import effects_on, effects_seen
from luoshi.web.commitments.forms import ItemForm
from luoshi.web.commitments.kindform import words
from luoshi.web.commitments.kinds import kind_of
from luoshi.web.commitments.lights import rule_name, rule_text
from luoshi.web.commitments.models import ListType as Row


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of list in the table of kinds; ``version`` is the newest one's number."""

    row: Row
    title: str
    columns: int
    rhythm: object
    light: str
    readers: str
    lists: int
    version: int


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column in words."""

    key: str
    title: str
    kind: object
    required: bool
    unit: str
    bounds: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindShown:
    """A definition in words."""

    kind: ListType
    title: str
    rhythm: object
    light: str
    light_text: str
    readers: str
    tag: object
    columns: tuple[ColumnLine, ...]
    states: tuple[tuple[str, str, bool], ...]
    steps: tuple[tuple[str, int], ...]
    areas: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two definitions in words; empty ``old`` or ``new`` for none."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Check:
    """What would be saved, what it does to rows, and the digest that says this was seen."""

    changes: tuple[Change, ...]
    effects: tuple[str, ...]
    seen: str
    lists: int


def line_of(row: Row) -> KindLine:
    """One line; ``row`` comes with ``list_count`` and ``newest``."""
    kind = kind_of(row)
    return KindLine(
        row,
        title(kind),
        len(kind.columns),
        words.RHYTHMS[kind.cadence],
        rule_name(kind.light_key),
        words.readers_words(kind),
        row.list_count,  # type: ignore[attr-defined]
        row.newest or 0,  # type: ignore[attr-defined]
    )


def shown_of(kind: ListType) -> KindShown:
    """The definition in the reader's language."""
    return KindShown(
        kind,
        title(kind),
        words.RHYTHMS[kind.cadence],
        rule_name(kind.light_key),
        rule_text(kind.light_key),
        words.readers_words(kind),
        words.TAGS[kind.tag],
        tuple(_column(column) for column in columns_of(kind)),
        tuple(_state(kind, state) for state in words.STATES.now()),
        tuple((title(step), step.working_days) for step in kind.steps),
        tuple((title(area), tuple(map(title, area.questions))) for area in kind.areas),
    )


def _state(kind: ListType, state: str) -> tuple[str, str, bool]:
    return words.STATES[state], words.state_word(kind, state), state in kind.unused


def _column(column: Column) -> ColumnLine:
    return ColumnLine(
        column.key,
        column.label,
        words.TYPES[column.kind],
        column.required,
        column.unit,
        words.bounds_words(column.takes),
        tuple(label for _key, label in column.choices),
    )


def preview_of(kind: ListType) -> dict[str, object]:
    """The form of a row and the heads of the table as a clerk will see them."""
    columns = columns_of(kind)
    return {"form": ItemForm(columns=columns, prefix="preview"), "heads": columns}


def check_of(row: Row | None, kind: ListType) -> Check:
    """What saving ``kind`` would change; for a new kind there is nothing to compare with."""
    if row is None:
        return Check((), (), "", 0)
    effects = effects_on(row, kind)
    told = tuple(words.effect_words(effect) for effect in effects)
    following = row.lists.filter(frozen_at__isnull=True).count()
    return Check(changes_of(kind_of(row), kind), told, effects_seen(effects), following)


def changes_of(old: ListType, new: ListType) -> tuple[Change, ...]:
    """The differences in words."""
    found: Iterable[listtype.Difference] = listtype.differences(old, new)
    return tuple(
        Change(
            words.where_words(each, old, new),
            words.value_words(each, each.old),
            words.value_words(each, each.new),
        )
        for each in found
    )
