"""The form of a kind of list as its template reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from luoshi.core.listtype import MAX_COLUMNS, READERS, CellType
from luoshi.web.commitments.kindform import words
from luoshi.web.commitments.kindform.draft import MOST_STEPS, OWN, STATES, Draft, Texts
from luoshi.web.commitments.kinds import light_keys
from luoshi.web.commitments.lights import rule_name, rule_text

Choices = Iterable[tuple[str, object]]
NUMERIC = ("yellow", "red", "working_days", "min", "max", "soon")
REQUIRED = ("zh",)
BY_TYPE = {
    "unit": (CellType.NUMBER,),
    "min": (CellType.NUMBER, CellType.DATE),
    "max": (CellType.NUMBER, CellType.DATE, CellType.TEXT),
    "choices": (CellType.CHOICE,),
}
"""Inputs that a column has by its type; an input with a text or a fault is shown anyway."""


@dataclass(frozen=True, slots=True)
class Input:
    """One field: ``options`` where it is chosen, ``lines`` where it is a text of several lines."""

    name: str
    label: object
    value: str
    fault: str
    options: tuple[tuple[str, object, bool], ...] = ()
    numeric: bool = False
    required: bool = False
    lines: int = 0
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A column or a step. ``first`` and ``last`` say which way it cannot move."""

    number: int
    main: tuple[Input, ...]
    more: tuple[Input, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class State:
    """A state with its usual word and the names it may have here."""

    key: str
    usual: str
    names: tuple[Input, ...]
    optional: bool
    unused: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form."""

    head: tuple[Input, ...]
    light: tuple[Input, ...]
    thresholds: tuple[Input, ...]
    own: bool
    rules: tuple[tuple[str, str], ...]
    readers: tuple[tuple[str, object, bool], ...]
    states: tuple[State, ...]
    states_open: bool
    steps: tuple[Row, ...]
    columns: tuple[Row, ...]
    questions: Input
    fault: str
    full: bool
    steps_full: bool


def sheet_of(draft: Draft, faults: Mapping[str, str], *, fixed: bool) -> Sheet:
    """The draft with what is wrong beside each field; a ``fixed`` key cannot be changed."""
    told = {"tag": words.TAGS, "cadence": words.RHYTHMS}
    hidden = ("light", "key") if fixed else ("light",)
    shown = {name: label for name, label in words.HEAD.items() if name not in hidden}
    lights = {**{key: rule_name(key) for key in light_keys()}, OWN: gettext("自己的界限")}
    choices = {
        "measure": words.MEASURES, "partly": words.COLOURS, "refuted": words.COLOURS,
    }  # fmt: skip
    columns = range(len(draft.columns))
    steps = range(len(draft.steps))
    return Sheet(
        head=_inputs("", draft.head, shown, faults, told),
        light=_inputs("", draft.head, {"light": words.HEAD["light"]}, faults, {"light": lights}),
        thresholds=_inputs("", draft.thresholds, words.THRESHOLDS, faults, choices),
        own=draft.head["light"] == OWN,
        rules=tuple((rule_name(key), rule_text(key)) for key in light_keys()),
        readers=tuple((key, words.WHO[key], key in draft.readers) for key in READERS),
        states=tuple(_state(draft, state, faults) for state in STATES),
        states_open=any(name.startswith("state-") for name in faults),
        steps=tuple(_step(draft.steps, number, faults) for number in steps),
        columns=tuple(_column(draft.columns, number, faults) for number in columns),
        questions=Input(
            "questions", words.PARTS["questions"], draft.questions, faults.get("questions", ""),
            lines=6,
        ),
        fault=faults.get("form", ""),
        full=len(draft.columns) >= MAX_COLUMNS,
        steps_full=len(draft.steps) >= MOST_STEPS,
    )  # fmt: skip


def _inputs(
    prefix: str,
    texts: Texts,
    labels: Mapping[str, object],
    faults: Mapping[str, str],
    choices: Mapping[str, Mapping[str, object]],
) -> tuple[Input, ...]:
    return tuple(
        Input(
            prefix + name,
            label,
            texts.get(name, ""),
            faults.get(prefix + name, ""),
            _options(choices.get(name, {}), texts.get(name, "")),
            numeric=name in NUMERIC or name.endswith(("_yellow", "_red")),
            required=name in REQUIRED,
            lines=4 if name == "choices" else 0,
            flag=name == "required",
        )
        for name, label in labels.items()
    )


def _options(choices: Mapping[str, object], value: str) -> tuple[tuple[str, object, bool], ...]:
    return tuple((key, label, key == value) for key, label in choices.items())


def _column(rows: list[Texts], number: int, faults: Mapping[str, str]) -> Row:
    prefix, row = f"column-{number}-", rows[number]
    inputs = {
        one.name.removeprefix(prefix): one
        for one in _inputs(prefix, row, words.COLUMN, faults, {"type": words.TYPES})
    }
    by_type = [
        inputs[name]
        for name, types in BY_TYPE.items()
        if row["type"] in types or inputs[name].fault
    ]
    return Row(
        number,
        tuple(inputs[name] for name in ("zh", "en", "type", "required")),
        (*by_type, inputs["key"]),
        number == 0,
        number == len(rows) - 1,
    )


def _step(rows: list[Texts], number: int, faults: Mapping[str, str]) -> Row:
    inputs = _inputs(f"step-{number}-", rows[number], words.STEP, faults, {})
    key, *main = inputs
    return Row(number, tuple(main), (key,), number == 0, number == len(rows) - 1)


def _state(draft: Draft, state: str, faults: Mapping[str, str]) -> State:
    labels = {"zh": words.HEAD["zh"], "en": words.HEAD["en"]}
    names = _inputs(f"state-{state}-", draft.labels[state], labels, faults, {})
    return State(
        state,
        words.STATES[state],
        names,
        state in ("signed_off", "failed"),
        state in draft.unused,
    )
