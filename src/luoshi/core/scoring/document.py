"""A YAML text or a mapping as values that know their path and line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from luoshi.core.errors import Invalid

MAX_CHARS = 4_000_000
MAX_DEPTH = 40
MAX_ENTRIES = 400_000
MAX_DIGITS = 30

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the document. ``line`` counts from 1; None when there was no text."""

    path: str
    line: int | None
    value: "str | Decimal | bool | tuple[Entry, ...] | dict[str, Entry] | None"


def fault(entry: Entry, reason: str, **params: object) -> Invalid:
    """The error for ``entry``: Invalid("scheme-invalid", path, line, reason, …)."""
    return Invalid("scheme-invalid", path=entry.path, line=entry.line, reason=reason, **params)


def read_document(document: str | Mapping[str, object]) -> Entry:
    """The document's values. Numbers are plain decimals; nothing is ever a float or a date.

    Raises: Invalid("scheme-invalid") for text that is not one YAML document, for anchors,
    aliases and tags, for a key that stands twice, and beyond the limits of this module.
    """
    if not isinstance(document, str):
        return _from_plain(document, "", 0)
    _check_events(document)
    node = yaml.compose(document, Loader=_LOADER)
    return Entry("", None, None) if node is None else _from_node(node, "")


def _check_events(text: str) -> None:
    top = Entry("", None, None)
    if len(text) > MAX_CHARS:
        raise fault(top, "too-large", limit=MAX_CHARS)
    depth = entries = documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            here = Entry("", _line(event.start_mark), None)
            _check_event(event, here)
            documents += isinstance(event, yaml.DocumentStartEvent)
            entries += isinstance(event, yaml.NodeEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or entries > MAX_ENTRIES:
                raise fault(here, "too-deep" if depth > MAX_DEPTH else "too-large")
    except yaml.MarkedYAMLError as error:
        raise fault(Entry("", _line(error.problem_mark), None), "not-yaml") from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise fault(top, "not-yaml") from error
    if documents != 1:
        raise fault(top, "not-yaml")


def _check_event(event: yaml.Event, here: Entry) -> None:
    if getattr(event, "anchor", None) is not None:
        raise fault(here, "anchor")
    if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
        raise fault(here, "tag")


def _from_node(node: yaml.Node, path: str) -> Entry:
    line = _line(node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        items = (_from_node(item, f"{path}[{i}]") for i, item in enumerate(node.value))
        return Entry(path, line, tuple(items))
    if isinstance(node, yaml.MappingNode):
        return Entry(path, line, _fields(node, path))
    scalar = Entry(path, line, node.value)
    if isinstance(node, yaml.ScalarNode) and node.style:
        return scalar
    return Entry(path, line, _resolved(scalar, node.value))


def _fields(node: yaml.MappingNode, path: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for key, value in node.value:
        here = Entry(path, _line(key.start_mark), None)
        if not isinstance(key, yaml.ScalarNode):
            raise fault(here, "wrong-type")
        if key.value in found:
            raise fault(here, "duplicate-key", key=key.value[:80])
        found[key.value] = _from_node(value, _below(path, key.value))
    return found


def _resolved(entry: Entry, text: str) -> str | Decimal | bool | None:
    if text in _WORDS or not text:
        return _WORDS.get(text)
    if not _NUMBER.fullmatch(text):
        return text
    if len(text) > MAX_DIGITS:
        raise fault(entry, "number-out-of-range")
    return Decimal(text)


def _from_plain(value: object, path: str, depth: int) -> Entry:
    if depth > MAX_DEPTH:
        raise fault(Entry(path[:200], None, None), "too-deep")
    if isinstance(value, list | tuple):
        items = (_from_plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value))
        return Entry(path, None, tuple(items))
    if isinstance(value, Mapping):
        found = {
            str(key): _from_plain(item, _below(path, str(key)), depth + 1)
            for key, item in value.items()
        }
        return Entry(path, None, found)
    if value is None or isinstance(value, bool | str | Decimal):
        return Entry(path, None, value)
    if isinstance(value, int):
        return Entry(path, None, Decimal(value))
    raise fault(Entry(path, None, None), "wrong-type")


def _line(mark: Any) -> int | None:
    line: int | None = None if mark is None else mark.line + 1
    return line


def _below(path: str, key: str) -> str:
    return f"{path}.{key[:80]}" if path else key[:80]
