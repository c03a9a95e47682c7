"""A YAML text or a mapping as values that know their path and line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import yaml

from luoshi.core.errors import Invalid

MAX_CHARS = 4_000_000
MAX_DEPTH = 40
MAX_ENTRIES = 400_000
MAX_DIGITS = 30

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Plain data only; in C, a tenth of the time, where the library is there."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the document, ``value`` at ``path``.

    ``line`` counts from 1; None when there was no text. ``code`` is that of the refusal when
    something is wrong with it: it says which kind of document this is.
    """

    path: str
    line: int | None
    value: "str | Decimal | bool | tuple[Entry, ...] | dict[str, Entry] | None"
    code: str

    def holding(self, value: "str | Decimal | bool | dict[str, Entry] | None") -> "Entry":
        """Another value at the same place."""
        return replace(self, value=value)


def fault(entry: Entry, reason: str, **params: object) -> Invalid:
    """The error for ``entry``: Invalid(its code, path, line, reason, …)."""
    return Invalid(entry.code, path=entry.path, line=entry.line, reason=reason, **params)


def read_document(
    document: str | Mapping[str, object], code: str, *, longest: int = MAX_CHARS
) -> Entry:
    """The document's values. Numbers are plain decimals; nothing is ever a float or a date.

    ``longest`` is the limit of a text in characters. Raises: Invalid(``code``) for text that is
    not one YAML document, for anchors, aliases and tags, for a key that stands twice, and beyond
    the limits of this module.
    """
    if not isinstance(document, str):
        return _from_plain(document, Entry("", None, None, code), 0)
    top = Entry("", None, None, code)
    if len(document) > longest:
        raise fault(top, "too-large", limit=longest)
    _check_events(document, top)
    node = yaml.compose(document, Loader=LOADER)
    return top if node is None else _from_node(node, top)


def _check_events(text: str, top: Entry) -> None:
    depth = entries = documents = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            here = replace(top, line=_line(event.start_mark))
            _check_event(event, here)
            documents += isinstance(event, yaml.DocumentStartEvent)
            entries += isinstance(event, yaml.NodeEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or entries > MAX_ENTRIES:
                raise fault(here, "too-deep" if depth > MAX_DEPTH else "too-large")
    except yaml.MarkedYAMLError as error:
        raise fault(replace(top, line=_line(error.problem_mark)), "not-yaml") from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise fault(top, "not-yaml") from error
    if documents != 1:
        raise fault(top, "not-yaml")


def _check_event(event: yaml.Event, here: Entry) -> None:
    if getattr(event, "anchor", None) is not None:
        raise fault(here, "anchor")
    if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
        raise fault(here, "tag")


def _from_node(node: yaml.Node, here: Entry) -> Entry:
    here = replace(here, line=_line(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        items = (_from_node(item, _item(here, i)) for i, item in enumerate(node.value))
        return replace(here, value=tuple(items))
    if isinstance(node, yaml.MappingNode):
        return here.holding(_fields(node, here))
    scalar = here.holding(node.value)
    if isinstance(node, yaml.ScalarNode) and node.style:
        return scalar
    return here.holding(_resolved(scalar, node.value))


def _fields(node: yaml.MappingNode, here: Entry) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for key, value in node.value:
        there = replace(here, line=_line(key.start_mark))
        if not isinstance(key, yaml.ScalarNode):
            raise fault(there, "wrong-type")
        if key.value in found:
            raise fault(there, "duplicate-key", key=key.value[:80])
        found[key.value] = _from_node(value, _below(here, key.value))
    return found


def _resolved(entry: Entry, text: str) -> str | Decimal | bool | None:
    if text in _WORDS or not text:
        return _WORDS.get(text)
    if not _NUMBER.fullmatch(text):
        return text
    if len(text) > MAX_DIGITS:
        raise fault(entry, "number-out-of-range")
    return Decimal(text)


def _from_plain(value: object, here: Entry, depth: int) -> Entry:
    if depth > MAX_DEPTH:
        raise fault(replace(here, path=here.path[:200]), "too-deep")
    if isinstance(value, list | tuple):
        items = (_from_plain(item, _item(here, i), depth + 1) for i, item in enumerate(value))
        return replace(here, value=tuple(items))
    if isinstance(value, Mapping):
        found = {
            str(key): _from_plain(item, _below(here, str(key)), depth + 1)
            for key, item in value.items()
        }
        return here.holding(found)
    if value is None or isinstance(value, bool | str | Decimal):
        return here.holding(value)
    if isinstance(value, int):
        return here.holding(Decimal(value))
    raise fault(here, "wrong-type")


def _line(mark: Any) -> int | None:
    line: int | None = None if mark is None else mark.line + 1
    return line


def _item(here: Entry, number: int) -> Entry:
    return replace(here, path=f"{here.path}[{number}]")


def _below(here: Entry, key: str) -> Entry:
    return replace(here, path=f"{here.path}.{key[:80]}" if here.path else key[:80])
