"""The columns that a kind of list asks for beyond the commitment itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from luoshi.web.commitments.models import ListType


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list type. ``kind``: text, number, date or choice."""

    key: str
    label: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()

    def text(self, value: object) -> str:
        """The value as people read it; empty when there is none."""
        if value in (None, ""):
            return ""
        return dict(self.choices).get(str(value), str(value))


def columns_of(list_type: ListType) -> list[Column]:
    """The columns of a list type, in its order and the reader's language."""
    tongue = "en" if get_language() == "en" else "zh"
    return [
        Column(
            key=entry["key"],
            label=entry[tongue],
            kind=entry["type"],
            required=entry["required"],
            choices=tuple((choice["key"], choice[tongue]) for choice in entry.get("choices", ())),
        )
        for entry in list_type.definition.get("columns", ())
    ]


def extra_text(columns: Sequence[Column], extra: Mapping[str, object]) -> list[tuple[str, str]]:
    """Label and value of each column that is filled."""
    pairs = ((column.label, column.text(extra.get(column.key))) for column in columns)
    return [(label, value) for label, value in pairs if value]
