"""From a YAML document to a kind of list, with the line of every fault."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from luoshi.core.document import Entry, fault, read_document
from luoshi.core.fields import Fields, one_of, text, written_number
from luoshi.core.listtype.definition import (
    CADENCES,
    LONGEST_CELL,
    LONGEST_KEY,
    LONGEST_QUESTION,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    LONGEST_UNIT,
    MAX_CHARS,
    MAX_CHOICES,
    MAX_COLUMNS,
    MAX_QUESTIONS,
    MAX_STEPS,
    OPTIONAL_STATES,
    READERS,
    RESERVED,
    SCHEMA,
    TAGS,
    USUAL_READERS,
    Area,
    CellType,
    Column,
    ListType,
    Named,
    Step,
)
from luoshi.core.listtype.thresholds import read_thresholds
from luoshi.core.pace import Thresholds
from luoshi.core.workflow import COMMITMENT

INVALID = "list-type-invalid"
"""The code of every refusal of a definition."""
OWNERS = "owners"
UNUSED = "unused"
MOST_WORKING_DAYS = 60
BOUNDED = (CellType.NUMBER, CellType.DATE)
CAPPED = (*BOUNDED, CellType.TEXT)
_KEY = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}")


Bound = Decimal | date | None


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=_Keyed)


def parse_list_type(document: str | Mapping[str, object], *, lights: Collection[str]) -> ListType:
    """The kind of list that a YAML text (or the mapping it stands for) describes.

    ``lights`` are the keys of the light rules there are. Raises: Invalid("list-type-invalid",
    path, line, reason, …): ``path`` is written as ``columns[2].choices[0].key``, ``line`` counts
    from 1 (None for a mapping) and ``reason`` is a key of ``REASONS``.
    """
    given = Fields(read_document(document, INVALID, longest=MAX_CHARS))
    _check_schema(given.take("schema"))
    key, zh, en = _named(given, LONGEST_TITLE)
    source, tag = given.take("source"), given.take("tag")
    labels, unused = _states(given.take("states"))
    found = ListType(
        key=key,
        zh=zh,
        en=en,
        source="" if source is None else text(source, LONGEST_SOURCE),
        tag="" if tag is None else one_of(tag, TAGS),
        cadence=given.word("cadence", CADENCES, "monthly"),
        light_rule=_light(given.take("light_rule"), lights),
        readers=_readers(given.take("see")),
        labels=labels,
        unused=unused,
        steps=_things(given, "steps", _step, MAX_STEPS),
        columns=_things(given, "columns", _column, MAX_COLUMNS),
        areas=_areas(given),
    )
    if found.steps and "signed_off" in unused:
        raise fault(given.entry, "steps-without-sign-off")
    given.close()
    return found


def _check_schema(entry: Entry | None) -> None:
    if entry is not None and entry.value != SCHEMA:
        raise fault(entry, "schema-unknown", known=SCHEMA)


def _named(given: Fields, longest: int) -> tuple[str, str, str]:
    """Key and both names; the English one is the Chinese one where it is not given."""
    name = key_of(given.need("key"))
    zh = text(given.need("zh"), longest)
    en = given.take("en")
    return name, zh, zh if en is None else text(en, longest)


def key_of(entry: Entry) -> str:
    """A small Latin letter, then letters, digits and ``_``, 40 at most; not a reserved word."""
    value = entry.value
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise fault(entry, "key-unusable")
    if value in RESERVED:
        raise fault(entry, "key-reserved", key=value)
    return value


def _light(entry: Entry | None, lights: Collection[str]) -> str | Thresholds:
    if entry is None:
        return "default"
    if isinstance(entry.value, dict):
        return read_thresholds(Fields(entry))
    if not isinstance(entry.value, str) or entry.value not in lights:
        raise fault(entry, "light-unknown", allowed=", ".join(lights))
    return entry.value


def _readers(entry: Entry | None) -> tuple[str, ...]:
    """In the order of ``READERS``; the word ``owners`` and an empty list both mean nobody more."""
    if entry is None:
        return USUAL_READERS
    if entry.value == OWNERS:
        return ()
    if not isinstance(entry.value, tuple):
        raise fault(entry, "wrong-type", expected="list")
    chosen = {one_of(item, READERS) for item in entry.value}
    return tuple(reader for reader in READERS if reader in chosen)


def _states(entry: Entry | None) -> tuple[Mapping[str, Named], tuple[str, ...]]:
    if entry is None:
        return {}, ()
    given = Fields(entry)
    labels, unused = {}, []
    for state in COMMITMENT.states:
        told = given.take(state)
        if told is None:
            continue
        if told.value == UNUSED:
            _check_optional(told, state)
            unused.append(state)
        else:
            labels[state] = _label(told, state)
    given.close()
    return labels, tuple(unused)


def _check_optional(entry: Entry, state: str) -> None:
    if state not in OPTIONAL_STATES:
        raise fault(entry, "state-needed", state=state)


def _label(entry: Entry, state: str) -> Named:
    given = Fields(entry)
    zh = text(given.need("zh"), LONGEST_TITLE)
    en = given.take("en")
    given.close()
    return Named(state, zh, zh if en is None else text(en, LONGEST_TITLE))


def _step(entry: Entry) -> Step:
    given = Fields(entry)
    key, zh, en = _named(given, LONGEST_TITLE)
    days = given.take("working_days")
    given.close()
    return Step(key, zh, en, 0 if days is None else _whole(days, MOST_WORKING_DAYS))


def _whole(entry: Entry, most: int) -> int:
    value = written_number(entry)
    if value != value.to_integral_value() or not 0 <= value <= most:
        raise fault(entry, "whole-number", limit=most)
    return int(value)


def _column(entry: Entry) -> Column:
    given = Fields(entry)
    key, zh, en = _named(given, LONGEST_TITLE)
    kind = CellType(one_of(given.need("type"), [kind.value for kind in CellType]))
    unit = given.take("unit")
    if unit is not None and kind is not CellType.NUMBER:
        raise fault(unit, "unit-unused")
    low, high = _bounds(given, kind)
    column = Column(
        key=key,
        zh=zh,
        en=en,
        kind=kind,
        required=given.flag("required"),
        unit="" if unit is None else text(unit, LONGEST_UNIT),
        choices=_choices(given, kind),
        low=low,
        high=high,
    )
    given.close()
    return column


def _choices(given: Fields, kind: CellType) -> tuple[Named, ...]:
    entry = given.entry
    choices = _things(given, "choices", _choice, MAX_CHOICES)
    if kind is CellType.CHOICE and not choices:
        raise fault(entry, "field-missing", field="choices")
    if choices and kind is not CellType.CHOICE:
        raise fault(entry, "choices-unused")
    titles = [choice.zh for choice in choices]
    if twice := next((title for title in titles if titles.count(title) > 1), ""):
        raise fault(entry, "duplicate-key", key=twice)
    return choices


def _choice(entry: Entry) -> Named:
    given = Fields(entry)
    choice = Named(*_named(given, LONGEST_TITLE))
    given.close()
    return choice


def _bounds(given: Fields, kind: CellType) -> tuple[Bound, Bound]:
    low, high = given.take("min"), given.take("max")
    if (low is not None and kind not in BOUNDED) or (high is not None and kind not in CAPPED):
        raise fault(low or high or given.entry, "bound-unused")
    least = None if low is None else _bound(low, kind)
    most = None if high is None else _bound(high, kind)
    if high is not None and _above(least, most):
        raise fault(high, "bounds-crossed")
    return least, most


def _bound(entry: Entry, kind: CellType) -> Decimal | date:
    if kind is CellType.NUMBER:
        return written_number(entry)
    return _day(entry) if kind is CellType.DATE else _length(entry)


def _above(least: Bound, most: Bound) -> bool:
    if isinstance(least, Decimal) and isinstance(most, Decimal):
        return least > most
    return isinstance(least, date) and isinstance(most, date) and least > most


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(text(entry))
    except ValueError:
        raise fault(entry, "date-unusable") from None


def _length(entry: Entry) -> Decimal:
    most = _whole(entry, LONGEST_CELL)
    if not most:
        raise fault(entry, "whole-number", limit=LONGEST_CELL)
    return Decimal(most)


def _areas(given: Fields) -> tuple[Area, ...]:
    areas = _things(given, "questions", _area, MAX_QUESTIONS)
    questions = [question for area in areas for question in area.questions]
    if len(questions) > MAX_QUESTIONS:
        raise fault(given.entry, "too-many", limit=MAX_QUESTIONS)
    return areas


def _area(entry: Entry) -> Area:
    given = Fields(entry)
    key, zh, en = _named(given, LONGEST_TITLE)
    asks = _things(given, "ask", _question, MAX_QUESTIONS)
    if not asks:
        raise fault(entry, "field-missing", field="ask")
    given.close()
    return Area(key, zh, en, asks)


def _question(entry: Entry) -> Named:
    given = Fields(entry)
    question = Named(*_named(given, LONGEST_QUESTION))
    given.close()
    return question


def _things(
    given: Fields, name: str, read: Callable[[Entry], Thing], most: int
) -> tuple[Thing, ...]:
    items: Sequence[Entry] = given.items(name)
    if len(items) > most:
        raise fault(items[most], "too-many", limit=most)
    things, seen = [], set()
    for item in items:
        thing = read(item)
        if thing.key in seen:
            raise fault(item, "duplicate-key", key=thing.key)
        seen.add(thing.key)
        things.append(thing)
    return tuple(things)
