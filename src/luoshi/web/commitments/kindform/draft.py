"""What stands in the form of a kind of list, as text, whether it is right or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from luoshi.core.listtype import MAX_COLUMNS, OPTIONAL_STATES, READERS, ListType, list_type_fields
from luoshi.core.workflow import COMMITMENT
from luoshi.web.commitments.kindform.lines import (
    areas_of,
    areas_text,
    choices_of,
    choices_text,
)

OWN = "own"
HEAD = ("key", "zh", "en", "source", "tag", "cadence", "light")
LATENESS = ("late", "report_late")
DAYS = {f"{name}_{colour}": (name, colour) for name in LATENESS for colour in ("yellow", "red")}
THRESHOLDS = ("measure", "yellow", "red", *DAYS, "partly", "refuted", "soon")
COLUMN = ("key", "zh", "en", "type", "required", "unit", "min", "max", "choices")
STEP = ("key", "zh", "en", "working_days")
USUAL_THRESHOLDS = {
    "measure": "points", "yellow": "10", "red": "30", "late_yellow": "0", "partly": "yellow",
    "refuted": "red",
}  # fmt: skip
MOST_STEPS = 6
STATES = tuple(COMMITMENT.states)
DO = re.compile(r"(column|step)-(up|down|drop)-(\d{1,2})")
Texts = dict[str, str]


@dataclass
class Draft:
    """The form's texts: of the whole, of each state, step and column; which readers are let in."""

    head: Texts
    thresholds: Texts
    readers: list[str]
    labels: dict[str, Texts]
    unused: list[str]
    questions: str = ""
    steps: list[Texts] = field(default_factory=list)
    columns: list[Texts] = field(default_factory=list)

    @classmethod
    def of_kind(cls, kind: ListType) -> "Draft":
        """A definition as it is written."""
        fields = list_type_fields(kind)
        rule: Any = fields["light_rule"]
        told: Any = fields.get("states", {})
        labels = {state: told[state] for state in STATES if isinstance(told.get(state), dict)}
        steps: Any = fields.get("steps", [])
        columns: Any = fields.get("columns", [])
        return cls(
            {name: _text(fields.get(name)) for name in HEAD if name != "light"}
            | {"light": OWN if isinstance(rule, dict) else rule},
            _thresholds(rule) if isinstance(rule, dict) else dict(USUAL_THRESHOLDS),
            list(kind.readers),
            {state: labels.get(state, {"zh": "", "en": ""}) for state in STATES},
            list(kind.unused),
            areas_text(kind.areas),
            [{name: _text(step.get(name)) for name in STEP} for step in steps],
            [_column_texts(column) for column in columns],
        )

    @classmethod
    def of_post(cls, data: QueryDict) -> "Draft":
        """What was sent, nothing lost."""

        def texts(prefix: str, names: tuple[str, ...]) -> Texts:
            return {name: data.get(f"{prefix}{name}", "").strip() for name in names}

        columns = range(_count(data.get("columns", ""), MAX_COLUMNS))
        steps = range(_count(data.get("steps", ""), MOST_STEPS))
        return cls(
            texts("", HEAD),
            texts("", THRESHOLDS),
            [reader for reader in READERS if reader in data.getlist("see")],
            {state: texts(f"state-{state}-", ("zh", "en")) for state in STATES},
            [state for state in OPTIONAL_STATES if state in data.getlist("unused")],
            data.get("questions", "").strip(),
            [texts(f"step-{number}-", STEP) for number in steps],
            [texts(f"column-{number}-", COLUMN) for number in columns],
        )

    def apply(self, do: str) -> None:
        """Add, drop or move a row as a button asks; anything else changes nothing."""
        if do == "column-add" and len(self.columns) < MAX_COLUMNS:
            self.columns.append(dict.fromkeys(COLUMN, "") | {"type": "text"})
        elif do == "step-add" and len(self.steps) < MOST_STEPS:
            self.steps.append(dict.fromkeys(STEP, ""))
        elif found := DO.fullmatch(do):
            rows = self.columns if found[1] == "column" else self.steps
            _moved(rows, found[2], int(found[3]))

    def fields(self) -> dict[str, Any]:
        """The mapping that the texts stand for.

        What cannot be read stays text, so that ``parse_list_type`` says what is wrong with it.
        """
        written = {
            "schema": 1,
            **{name: self.head[name] or None for name in HEAD if name != "light"},
            "light_rule": self._rule(),
            "see": self.readers or "owners",
            "states": self._states() or None,
            "steps": _numbered([_filled(row) for row in self.steps], "s"),
            "columns": _numbered([_column(row) for row in self.columns], "c"),
            "questions": areas_of(self.questions),
        }
        return {name: value for name, value in written.items() if value not in (None, [])}

    def _rule(self) -> object:
        if self.head["light"] != OWN:
            return self.head["light"] or None
        told = self.thresholds
        late: dict[str, dict[str, str]] = {name: {} for name in LATENESS}
        for name, (lateness, colour) in DAYS.items():
            if told[name]:
                late[lateness][colour] = told[name]
        plain = {name: told[name] for name in THRESHOLDS if name not in DAYS and told[name]}
        return plain | late

    def _states(self) -> dict[str, object]:
        named = {
            state: _filled(texts) for state, texts in self.labels.items() if any(texts.values())
        }
        return {**named, **dict.fromkeys(self.unused, "unused")}


def _moved(rows: list[Texts], verb: str, number: int) -> None:
    if number >= len(rows):
        return
    row = rows.pop(number)
    if verb != "drop":
        rows.insert(max(number - 1, 0) if verb == "up" else number + 1, row)


def _thresholds(rule: Mapping[str, Any]) -> Texts:
    days = {name: _text(rule.get(lateness, {}).get(c)) for name, (lateness, c) in DAYS.items()}
    plain = {name: _text(rule.get(name)) for name in THRESHOLDS if name not in DAYS}
    return {name: (plain | days)[name] for name in THRESHOLDS}


def _column_texts(column: Mapping[str, Any]) -> Texts:
    texts = {name: _text(column.get(name)) for name in COLUMN}
    return texts | {
        "required": "on" if column.get("required") else "",
        "choices": choices_text(column.get("choices", ())),
    }


def _column(row: Texts) -> dict[str, Any]:
    """Choices stay out where the type has none: they are kept in the form, not in the data."""
    written: dict[str, Any] = {name: value for name, value in row.items() if value}
    written["required"] = bool(row["required"])
    written.pop("choices", None)
    if row["type"] == "choice":
        written["choices"] = choices_of(row["choices"])
    return written


def _numbered(rows: list[dict[str, Any]], letter: str) -> list[dict[str, Any]]:
    """Rows without a key get the next free one."""
    used = {row.get("key") for row in rows}
    free = (f"{letter}{number}" for number in range(1, 1_000) if f"{letter}{number}" not in used)
    return [row if row.get("key") else {**row, "key": next(free)} for row in rows]


def _filled(row: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _count(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 4 else 0
