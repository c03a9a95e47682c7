"""Reading the call of a scoring function, driven by the fields the function declares."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

from luoshi.core.document import Entry, fault
from luoshi.core.fields import Fields, boolean, number, one_of, text
from luoshi.core.scoring.functions import FUNCTIONS, Direction, Function, Step
from luoshi.core.scoring.scheme import FunctionCall, ParamValue, SourceRef
from luoshi.core.scoring.sources import Source, split_source


def read_call(
    entry: Entry | None, direction: Direction, sources: Mapping[str, Source]
) -> FunctionCall:
    """The function a node names, as ``name`` alone or a mapping with its parameters.

    Raises: Invalid("scheme-invalid") naming the parameter.
    """
    if entry is None:
        return FunctionCall("identity")
    given = None if isinstance(entry.value, str) else Fields(entry)
    name = entry if given is None else given.need("name")
    kind = FUNCTIONS.get(name.value) if isinstance(name.value, str) else None
    if kind is None:
        raise fault(name, "function-unknown", function=str(name.value)[:80])
    params = _params(kind, given or Fields(entry.holding({})), sources)
    call = FunctionCall(kind.name, params)
    reason = bound(call, {}).fault(direction) if is_constant(call) else None
    if reason is not None:
        raise fault(entry, reason)
    return call


def is_constant(call: FunctionCall) -> bool:
    """Whether no parameter comes from a source."""
    return not any(isinstance(value, SourceRef) for value in call.params.values())


def bound(call: FunctionCall, numbers: Mapping[str, Decimal]) -> Function:
    """The function with its parameters, those from sources replaced by ``numbers``."""
    build: Any = FUNCTIONS[call.name]
    function: Function = build(**{**call.params, **numbers})
    return function


def read_source(entry: Entry, sources: Mapping[str, Source]) -> str:
    """A source as written, when the registry knows it.

    Raises: Invalid("scheme-invalid") with source-unknown or source-name.
    """
    written = text(entry)
    key, name = split_source(written)
    source = sources.get(key)
    if source is None:
        raise fault(entry, "source-unknown", source=key[:80])
    named = name is not None
    if (named and (source.named == "never" or not name)) or (
        not named and source.named == "always"
    ):
        raise fault(entry, "source-name", source=key)
    return written


@cache
def _declared(kind: type[Function]) -> tuple[Field[Any], ...]:
    declared: Any = kind
    return fields(declared)


def _params(
    kind: type[Function], given: Fields, sources: Mapping[str, Source]
) -> dict[str, ParamValue]:
    params: dict[str, ParamValue] = {}
    for field in _declared(kind):
        entry = given.need(field.name) if field.default is MISSING else given.take(field.name)
        default: Any = field.default
        value = default if entry is None else _value(field, entry, sources)
        if value is not None:
            params[field.name] = value
    given.close()
    return params


def _value(field: Field[Any], entry: Entry, sources: Mapping[str, Source]) -> ParamValue:
    if field.type is bool:
        return boolean(entry)
    if get_origin(field.type) is Literal:
        return one_of(entry, get_args(field.type))
    if field.type in (Decimal, Decimal | None):
        return _number(entry, sources)
    return _table(entry)


def _number(entry: Entry, sources: Mapping[str, Source]) -> Decimal | SourceRef:
    if not isinstance(entry.value, dict):
        return number(entry)
    given = Fields(entry)
    source = read_source(given.need("source"), sources)
    given.close()
    return SourceRef(source)


def _table(entry: Entry) -> tuple[Step, ...]:
    if not isinstance(entry.value, tuple):
        raise fault(entry, "wrong-type", expected="list")
    return tuple(_row(row) for row in entry.value)


def _row(entry: Entry) -> Step:
    given = Fields(entry)
    row = Step(number(given.need("at")), number(given.need("points")))
    given.close()
    return row
