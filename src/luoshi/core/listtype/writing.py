"""From a kind of list to its canonical YAML."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from luoshi.core.listtype.definition import SCHEMA, Area, Column, ListType, Named, Step
from luoshi.core.listtype.reading import OWNERS, UNUSED
from luoshi.core.listtype.thresholds import thresholds_fields
from luoshi.core.pace import Thresholds
from luoshi.core.workflow import COMMITMENT

Plain = dict[str, object]


class _Dumper(yaml.SafeDumper):
    """Writes a Decimal as a plain number, a day as text, and never an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number, "f"))


_Dumper.add_representer(Decimal, _number)


def dump_list_type(kind: ListType) -> str:
    """``kind`` as YAML in the one order of fields; ``parse_list_type`` gives the same kind back."""
    return yaml.dump(
        _fields(kind), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000
    )


def list_type_fields(kind: ListType) -> Plain:
    """``kind`` as the mapping its YAML stands for, fit for JSON: a fraction is text in it.

    ``parse_list_type`` reads a number either way.
    """
    fields: Plain = _jsonable(_fields(kind))
    return fields


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _jsonable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return format(value, "f") if isinstance(value, Decimal) else value


def _fields(kind: ListType) -> Plain:
    rule = kind.light_rule
    written: Plain = {
        "schema": SCHEMA,
        **_named(kind),
        "source": kind.source or None,
        "tag": kind.tag or None,
        "cadence": kind.cadence,
        "light_rule": _plain(thresholds_fields(rule)) if isinstance(rule, Thresholds) else rule,
        "see": list(kind.readers) or OWNERS,
        "states": _states(kind) or None,
        "steps": [_step(step) for step in kind.steps] or None,
        "columns": [_column(column) for column in kind.columns] or None,
        "questions": [_area(area) for area in kind.areas] or None,
    }
    return _filled(written)


def _states(kind: ListType) -> Plain:
    told: Plain = {}
    for state in COMMITMENT.states:
        if state in kind.unused:
            told[state] = UNUSED
        elif label := kind.labels.get(state):
            told[state] = {"zh": label.zh, "en": label.en}
    return told


def _named(thing: ListType | Column | Step | Area | Named) -> Plain:
    return {"key": thing.key, "zh": thing.zh, "en": thing.en}


def _step(step: Step) -> Plain:
    return {**_named(step), "working_days": step.working_days}


def _column(column: Column) -> Plain:
    return _filled(
        {
            **_named(column),
            "type": column.kind.value,
            "unit": column.unit or None,
            "required": column.required,
            "min": _value(column.low),
            "max": _value(column.high),
            "choices": [_named(choice) for choice in column.choices] or None,
        }
    )


def _area(area: Area) -> Plain:
    return {**_named(area), "ask": [_named(question) for question in area.questions]}


def _plain(fields: Mapping[str, object]) -> Plain:
    return {name: _value(value) for name, value in fields.items()}


def _value(value: object) -> object:
    """A whole number as such, another one without trailing zeros, a day as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value.isoformat() if isinstance(value, date) else value


def _filled(written: Plain) -> Plain:
    return {name: value for name, value in written.items() if value is not None}
