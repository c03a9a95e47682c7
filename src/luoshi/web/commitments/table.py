"""The columns of a table of commitments: which there are, which are shown, in which order.

Every table begins with the number in its list and the commitment itself; the rest is chosen. The
columns that a kind of list asks for are chosen by ``own_`` and their key.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.columns import Column
from luoshi.web.commitments.lines import Line

OWN = "own_"
LABELS: dict[str, Promise | str] = {
    "lead": _("牵头单位"),
    "target": _("目标"),
    "due": _("时限"),
    "planned": _("计划"),
    "said": _("说"),
    "did": _("做"),
    "achieved": _("成"),
    "light": _("亮灯"),
    "state": _("状态"),
    "leader": _("责任领导"),
    "weight": _("权重"),
}
USUAL = tuple(LABELS)[: list(LABELS).index("leader")]
"""What is shown where nobody chose."""
IN_LIST = ("weight",)
"""Columns that only a place in one list has."""
CLASSES = {
    "planned": "num",
    "said": "num claim-head",
    "did": "num claim-head",
    "achieved": "num claim-head",
    "weight": "num",
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column by its key in an address, with its head; ``own``: asked for by the list type."""

    key: str
    label: str
    own: bool = False

    @property
    def classes(self) -> str:
        """How its head stands."""
        return CLASSES.get(self.key, "")

    @property
    def pattern_label(self) -> str:
        """The head for a pattern that is filled afterwards, where braces would be places."""
        return self.label.replace("{", "{{").replace("}", "}}")


def offered(columns: Sequence[Column], *, listed: bool) -> list[TableColumn]:
    """Every column that a table may show, the usual ones first, in the reader's language."""
    found = [*_standard(get_language(), listed)]
    return found + [TableColumn(OWN + each.key, each.label, own=True) for each in columns]


def shown(keys: Sequence[str], columns: Sequence[Column], *, listed: bool) -> list[TableColumn]:
    """The chosen columns in their order; the usual ones where none of the chosen is there."""
    if keys:
        known = {each.key: each for each in offered(columns, listed=listed)}
        if found := [known[key] for key in dict.fromkeys(keys) if key in known]:
            return found
    return [each for each in _standard(get_language(), listed) if each.key in USUAL]


@cache
def _standard(language: str | None, listed: bool) -> tuple[TableColumn, ...]:
    del language  # the labels ask for it themselves
    keys = (key for key in LABELS if listed or key not in IN_LIST)
    return tuple(TableColumn(key, str(LABELS[key])) for key in keys)


def apart(columns: Sequence[Column], chosen: Iterable[TableColumn]) -> list[Column]:
    """The list type's columns that stand in no cell of their own: below the commitment then."""
    keys = {each.key for each in chosen}
    return [column for column in columns if OWN + column.key not in keys]


def more_cells(
    line: Line, columns: Sequence[Column], chosen: Iterable[TableColumn]
) -> Mapping[str, str]:
    """The cells beyond those of ``rows.Row``, by key, as they are written."""
    words = {OWN + column.key: column for column in columns}
    cells: dict[str, str] = {}
    for each in chosen:
        if each.own:
            cells[each.key] = words[each.key].text(line.extra.get(words[each.key].key)) or "—"
        elif each.key == "leader":
            cells["leader"] = line.leader or "—"
        elif each.key == "weight" and line.weight is not None:
            cells["weight"] = f"{line.weight.normalize():f}"
    return cells
