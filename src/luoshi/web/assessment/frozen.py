"""Dataclasses as JSON text and back: numbers keep their digits, and the types say what they are."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def frozen(value: Any) -> str:
    """A dataclass of text, numbers, tuples and other dataclasses as JSON."""
    return json.dumps(asdict(value), default=str, ensure_ascii=False)


def thawed(kind: Any, text: str) -> Any:
    """The dataclass of type ``kind`` that :func:`frozen` wrote."""
    return _thawed(kind, json.loads(text))


def _thawed(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (kind,) = (one for one in inner if one is not NoneType)
        return None if value is None else _thawed(kind, value)
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: _thawed(hint, value[name]) for name, hint in _hints(made).items()})
    if origin is tuple and inner[-1] is not Ellipsis:
        return tuple(_thawed(one, each) for one, each in zip(inner, value, strict=True))
    if origin in (tuple, Sequence):
        return tuple(_thawed(inner[0], each) for each in value)
    return kind(value) if kind in (Decimal, Fraction) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
