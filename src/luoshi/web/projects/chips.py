"""Filter chips and sortable heads of the table of projects."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.chips import Chip, Head
from luoshi.web.projects.models import Sector, StageChoice
from luoshi.web.projects.queries.projects import Filters, Tally
from luoshi.web.projects.wording import MARKS, Label

HEADS: dict[str, Label] = {
    "name": _("项目名称"),
    "place": _("所在"),
    "owner": _("责任单位"),
    "investment": _("总投资（亿元）"),
    "said": _("说"),
    "did": _("做"),
    "achieved": _("成"),
    "planned": _("计划开工"),
}


def chips_of(filters: Filters, counts: Tally) -> list[list[Chip]]:
    """Chips for stages said, marks and sectors that occur; a chip that is on takes itself off."""
    return [
        list(_group(filters, "stage", dict(StageChoice.choices), counts.stages)),
        list(_group(filters, "mark", MARKS, counts.marks)),
        list(_group(filters, "sector", dict(Sector.choices), counts.sectors)),
    ]


def _group(
    filters: Filters, name: str, labels: Mapping[str, Label], counts: Mapping[str, int]
) -> Iterable[Chip]:
    chosen = getattr(filters, name)
    for value, label in labels.items():
        on = value == chosen
        if counts.get(value) or on:
            query = filters.query(**{name: "" if on else value})
            yield Chip(str(label), query, counts.get(value, 0), on)


def heads_of(filters: Filters) -> dict[str, Head]:
    """Heads by column: the first click sorts rising, the second falling."""
    heads = {}
    for sort, label in HEADS.items():
        on = filters.sort == sort
        order = ("descending" if filters.falling else "ascending") if on else ""
        query = filters.query(sort=sort, falling=on and not filters.falling)
        heads[sort] = Head(str(label), query, order)
    return heads
