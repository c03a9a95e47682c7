"""Choices and questions as lines of text: ``key: 中文 | English``, the key and English optional."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from luoshi.core.listtype import Area

LINE = re.compile(r"(?:([a-z][a-z0-9_]*)\s*[:：]\s*)?(.*)")
HEADING = "#"


def choices_text(choices: Iterable[Mapping[str, Any]]) -> str:
    """One line a choice."""
    return "\n".join(_line(choice["key"], choice["zh"], choice["en"]) for choice in choices)


def choices_of(text: str) -> list[dict[str, Any]]:
    """The choices of the lines; one without a key gets the next free one."""
    rows = [_read(line) for line in text.splitlines() if line.strip()]
    return _keyed(rows, "o", {row.get("key") for row in rows})


def areas_text(areas: Iterable[Area]) -> str:
    """Each area as a line that begins with ``#``, its questions below it."""
    lines = []
    for area in areas:
        lines.append(f"{HEADING} {_line(area.key, area.zh, area.en)}")
        lines += [_line(question.key, question.zh, question.en) for question in area.questions]
    return "\n".join(lines)


def areas_of(text: str) -> list[dict[str, Any]]:
    """The areas of the lines; questions above the first heading belong to one without a name."""
    areas: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith(HEADING):
            areas.append({**_read(line.removeprefix(HEADING).strip()), "ask": []})
            continue
        if not areas:
            areas.append({"ask": []})
        areas[-1]["ask"].append(_read(line))
    used = {question.get("key") for area in areas for question in area["ask"]}
    taken = _free("q", used)
    for area in areas:
        area["ask"] = [row if "key" in row else {**row, "key": next(taken)} for row in area["ask"]]
    return _keyed(areas, "a", {area.get("key") for area in areas})


def _keyed(rows: list[dict[str, Any]], letter: str, used: set[Any]) -> list[dict[str, Any]]:
    free = _free(letter, used)
    return [row if "key" in row else {**row, "key": next(free)} for row in rows]


def _free(letter: str, used: set[Any]) -> Iterator[str]:
    return (f"{letter}{number}" for number in count(1) if f"{letter}{number}" not in used)


def _read(line: str) -> dict[str, Any]:
    found = LINE.fullmatch(line.strip())
    key, rest = found.groups() if found else (None, line)
    zh, _bar, en = (part.strip() for part in rest.partition("|"))
    return {name: value for name, value in (("key", key), ("zh", zh), ("en", en)) if value}


def _line(key: str, zh: str, en: str) -> str:
    return f"{key}: {zh}" if en == zh else f"{key}: {zh} | {en}"
