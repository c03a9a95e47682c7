"""The columns that a kind of list asks for, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from luoshi.core import listtype
from luoshi.core.listtype import CellType


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is read: its label, its choices in words, and what it takes (``takes``)."""

    key: str
    label: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    takes: listtype.Column

    @property
    def unit(self) -> str:
        """The unit of a number; empty where it has none."""
        return self.takes.unit

    @property
    def head(self) -> str:
        """The label with the unit, for a head over bare numbers."""
        return f"{self.label}({self.unit})" if self.unit else self.label

    def text(self, value: object) -> str:
        """The value as people read it, with its unit; empty when there is none.

        What the column would not take today stays as it was written.
        """
        if value in (None, ""):
            return ""
        words = str(value)
        if self.kind == CellType.CHOICE:
            return dict(self.choices).get(words, words)
        if self.kind == CellType.YES_NO:
            return {listtype.YES: gettext("是"), listtype.NO: gettext("否")}.get(words, words)
        return f"{words} {self.unit}" if self.unit else words


def columns_of(kind: listtype.ListType) -> list[Column]:
    """The columns of a kind of list, in its order and the reader's language."""
    return [_read(column) for column in kind.columns]


def title(thing: "Titled") -> str:
    """The name of a kind, column, choice, step, state or question in the reader's language."""
    return thing.en if get_language() == "en" else thing.zh


Titled = listtype.ListType | listtype.Column | listtype.Named | listtype.Step | listtype.Area


def _read(column: listtype.Column) -> Column:
    return Column(
        key=column.key,
        label=title(column),
        kind=column.kind.value,
        required=column.required,
        choices=tuple((choice.key, title(choice)) for choice in column.choices),
        takes=column,
    )


def extra_text(columns: Sequence[Column], extra: Mapping[str, object]) -> list[tuple[str, str]]:
    """Label and value of each column that is filled."""
    pairs = ((column.label, column.text(extra.get(column.key))) for column in columns)
    return [(label, value) for label, value in pairs if value]
