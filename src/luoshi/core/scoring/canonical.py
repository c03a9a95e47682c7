"""One way to write values as bytes, so that equal results have equal digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]

LATER: Mapping[str, bool] = MappingProxyType({"later": True})
"""Metadata of a field that came after results were stored: while it has its default the canonical
form leaves it out, so that what was stored before keeps its bytes and its digest."""

_quoted = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Written:
    """A value whose canonical text is known already."""

    text: str


def canonical_json(value: object) -> bytes:
    """``value`` as UTF-8 JSON: keys sorted by code point, no blanks, text not escaped.

    Decimals become strings without trailing zeros or exponent (1.50 and 1.5 are the same bytes,
    whatever scale a database returned); dataclasses become objects of their fields; tuples and
    lists keep their order.

    Raises: TypeError for a float, a key that is not text, or any other type; ValueError for a
    Decimal that is not finite.
    Source: after RFC 8785 (JCS), with Decimals in place of binary numbers.
    """
    return canonical_text(value).encode()


def canonical_text(value: object) -> str:
    """The characters of :func:`canonical_json`."""
    return _text(value)


def members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that its canonical form writes, by name."""
    shape = _shape(value.__class__)
    held = ((name, getattr(value, name), default) for _head, name, default in shape)
    return {name: one for name, one, default in held if one != default}


def digest(data: bytes) -> str:
    """SHA-256 of ``data``, 64 lower-case hexadecimal digits (FIPS 180-4)."""
    return hashlib.sha256(data).hexdigest()


def plain(value: object) -> Plain:
    """``value`` as text, integers, booleans, null, lists and objects; as :func:`canonical_json`."""
    document: Plain = json.loads(canonical_json(value))
    return document


def decimal_text(number: Decimal) -> str:
    """``number`` in plain digits without trailing zeros; zero of either sign is "0".

    Raises: ValueError when it is not finite.
    """
    text = str(number)
    if text.isdigit():
        return text
    if not number.is_finite():
        raise ValueError("a number that is not finite has no canonical form")
    if number.is_zero():
        return "0"
    if "E" in text:
        text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: object) -> str:
    if value is None:
        return "null"
    kind = value.__class__
    if kind is str:
        return _quoted(value)  # type: ignore[arg-type]
    if kind is Decimal:
        return f'"{decimal_text(value)}"'  # type: ignore[arg-type]
    if kind is tuple or kind is list:
        return f"[{','.join(map(_text, value))}]"  # type: ignore[call-overload]
    return _rarer(value)


def _rarer(value: object) -> str:
    """What the exact classes did not name."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Decimal):
        return f'"{decimal_text(value)}"'
    if isinstance(value, tuple | list):
        return f"[{','.join(map(_text, value))}]"
    return _object(value)


def _object(value: Any) -> str:
    kind = value.__class__
    if kind is Written:
        text: str = value.text
        return text
    if fields_of := _shape(kind):
        parts = [
            head + _text(one)
            for head, name, default in fields_of
            if (one := getattr(value, name)) is not default and one != default
        ]
        return "{" + ",".join(parts) + "}"
    if isinstance(value, Mapping):
        keys = sorted(map(_key, value))
        return "{" + ",".join(f"{_quoted(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, int):
        return json.dumps(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


@cache
def _shape(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a dataclass in order of name: as its object begins them, the name, and the
    value that is left out (``MISSING``: none is)."""
    found = fields(kind) if is_dataclass(kind) else ()
    return tuple(
        (f'"{f.name}":', f.name, f.default if "later" in f.metadata else MISSING)
        for f in sorted(found, key=attrgetter("name"))
    )


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return key
