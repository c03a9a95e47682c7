"""Filter chips and sortable heads of a table: links with their words and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.ledger import ORIGINAL, SORTS, Filters, Tally
from luoshi.web.commitments.lights import COLOURS
from luoshi.web.commitments.models import CommitmentState
from luoshi.web.commitments.table import LABELS, TableColumn
from luoshi.web.commitments.wording import KINDS

HEADS = {"number": _("序号")} | {key: label for key, label in LABELS.items() if key in SORTS}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link; ``light`` names the colour of its mark, if it has one."""

    label: str
    query: str
    count: int
    on: bool
    light: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column by which the table can be sorted."""

    label: str
    query: str
    order: str


def chips_of(filters: Filters, counts: Tally) -> list[list[Chip]]:
    """Chips for lights, states and kinds that occur; a chip that is on takes itself off."""
    labels = dict(CommitmentState.choices)
    return [
        list(_group(filters, "light", COLOURS, counts.lights)),
        list(_group(filters, "state", labels, counts.states)),
        list(_group(filters, "kind", KINDS, counts.kinds)),
    ]


def _group(
    filters: Filters, name: str, labels: Mapping[str, Promise | str], counts: Mapping[str, int]
) -> Iterable[Chip]:
    chosen = getattr(filters, name)
    for value, label in labels.items():
        on = value == chosen
        if counts.get(value) or on:
            query = filters.query(**{name: "" if on else value})
            light = value if name == "light" else ""
            yield Chip(str(label), query, counts.get(value, 0), on, light)


def against_links(filters: Filters) -> list[Chip]:
    """The switch between lights against the amended and against the original targets."""
    choices = (("", _("按调整后")), (ORIGINAL, _("按原目标")))
    return [
        Chip(str(label), filters.query(against=value), 0, value == filters.against)
        for value, label in choices
    ]


def heads_of(filters: Filters, own: Iterable[TableColumn] = ()) -> dict[str, Head]:
    """Heads by column, the list's ``own`` among them: the first click sorts rising, the second
    falling."""
    heads = {}
    for sort, label in {**HEADS, **{each.key: each.label for each in own}}.items():
        on = filters.sort == sort
        order = ("descending" if filters.falling else "ascending") if on else ""
        query = filters.query(sort=sort, falling=on and not filters.falling)
        heads[sort] = Head(str(label), query, order)
    return heads
