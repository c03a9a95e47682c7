"""Values of a scheme as a person writes them into one field, and back."""

import re
from collections.abc import Mapping
from dataclasses import Field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

from luoshi.core.scoring import FUNCTIONS, SOURCES, decimal_text

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
LONGEST = 30
SEPARATORS = re.compile(r"[,，;；\n]")
PAIR = re.compile(r"\s*(.+?)\s*[:：]\s*(\S+)\s*")
TRUE, FALSE = "true", "false"


@cache
def declared(function: str) -> dict[str, Field[Any]]:
    """The parameters of a scoring function, in its order; none for an unknown one."""
    kind: Any = FUNCTIONS.get(function)
    return {entry.name: entry for entry in fields(kind)} if kind else {}


def options_of(entry: Field[Any]) -> tuple[str, ...]:
    """What may be chosen for a parameter; nothing where it is written."""
    if entry.type is bool:
        return (FALSE, TRUE)
    return get_args(entry.type) if get_origin(entry.type) is Literal else ()


def text_of(value: Any) -> str:
    """A value as it stands in a field."""
    match value:
        case None:
            return ""
        case bool():
            return TRUE if value else FALSE
        case Decimal():
            return decimal_text(value)
        case {"source": source}:
            return str(source)
        case Mapping():
            return ", ".join(f"{name}: {text_of(item)}" for name, item in value.items())
        case list() | tuple():
            return ", ".join(f"{text_of(step['at'])}: {text_of(step['points'])}" for step in value)
    return str(value)


def number_of(text: str | None) -> Decimal | str | None:
    """The number, the text as it is where it is none, None for nothing."""
    if not text:
        return None
    return Decimal(text) if NUMBER.fullmatch(text) and len(text) <= LONGEST else text


def texts_of_parameters(call: str | Mapping[str, Any]) -> dict[str, str]:
    """The row's ``function`` and its parameters, as ``p-…``."""
    if isinstance(call, str):
        return {"function": call}
    rest = {f"p-{name}": text_of(value) for name, value in call.items() if name != "name"}
    return {"function": str(call["name"]), **rest}


def parameters_of(row: Mapping[str, str]) -> Any:
    """The function's call that a row stands for; only its own parameters count."""
    known = declared(row["function"])
    given = {name: row.get(f"p-{name}", "") for name in known}
    values = {name: _value(known[name], text) for name, text in given.items() if text}
    return {"name": row["function"], **values} if values else row["function"] or None


def _value(entry: Field[Any], text: str) -> Any:
    if entry.type is bool:
        return {TRUE: True, FALSE: False}.get(text, text)
    if options_of(entry):
        return text
    if entry.type in (Decimal, Decimal | None):
        named = text.partition(":")[0] in SOURCES
        return {"source": text} if named else number_of(text)
    rows = (_pair(part) for part in SEPARATORS.split(text) if part.strip())
    return [{"at": number_of(at), "points": number_of(points)} for at, points in rows]


def _pair(part: str) -> tuple[str, str]:
    found = PAIR.fullmatch(part)
    return (found[1], found[2]) if found else (part.strip(), "")
