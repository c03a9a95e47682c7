"""What a table reads of each commitment: these values, and nothing else of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import ListItem
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.prepared import prepared


class Line(NamedTuple):
    """One commitment in a table, on screen and in Excel; in one list also its place there.

    Its names are those of ``Commitment`` and of its projection. A tuple, because fifty rows of
    three models cost more than the query that finds them.
    """

    pk: int
    text: str
    modality: str
    comparator: str
    target: Decimal | None
    unit_of_measure: str
    due_on: date
    leader: str
    state: str
    original: Mapping[str, str]
    lead_unit: str | None
    light: str
    light_code: str
    light_params: Mapping[str, str]
    light_rule: str
    reason_by: str
    reason_until: date | None
    planned_share: Decimal | None
    as_of: date | None
    said_value: Decimal | None
    said_share: Decimal | None
    evidence_count: int
    finding: str
    achieved_on: date | None
    achieved_value: Decimal | None
    achieved_share: Decimal | None
    original_light: str
    against_original: Mapping[str, Any]
    number: int | None = None
    weight: Decimal | None = None
    extra: Mapping[str, object] = {}

    @property
    def progress(self) -> Self | None:
        """Where it stands; None where nothing was projected yet."""
        return None if self.as_of is None else self

    def as_frozen(self) -> "Line":
        """The same line with light and shares against what was frozen."""
        if not self.original_light:
            return self
        told = self.against_original
        values: dict[str, Any] = {name: told[name] and Decimal(told[name]) for name in SHARES} | {
            name: told[name] for name in ("light_code", "light_params")
        }
        return self._replace(light=self.original_light, **values)


SHARES = ("planned_share", "said_share", "achieved_share")


PROGRESS = Line._fields[Line._fields.index("light") : Line._fields.index("number")]
OWN = Line._fields[: Line._fields.index("lead_unit")]
PLACE = ("number", "weight", "extra")
NAMED = {"against_original": "original"}
COLUMNS = (
    *OWN,
    "lead_unit__short_name",
    *(f"progress__{NAMED.get(name, name)}" for name in PROGRESS),
)
"""The columns of a line, in its order; ``PLACE`` follows in one list."""


def lines_of(values: Iterable[Sequence[Any]], *, frozen: bool = False) -> Iterator[Line]:
    """The lines of rows read by ``ledger.list_rows``; ``frozen``: lights against the original."""
    lines = (Line(*row) for row in values)
    return (line.as_frozen() for line in lines) if frozen else lines


def places_of(actor: Actor, lines: Iterable[Line]) -> Mapping[int, list[str]]:
    """By commitment, in which lists the person sees it, with its numbers there: one query."""
    places: defaultdict[int, list[str]] = defaultdict(list)
    for pk, title, number in _places(actor, tuple(line.pk for line in lines)):
        places[pk].append(f"{title} {number}")
    return places


@prepared
def _places(actor: Actor, commitments: tuple[int, ...]) -> QuerySet[ListItem, tuple[Any, ...]]:
    seen = lists_visible_to(actor).order_by().values("pk")
    rows = ListItem.objects.filter(commitment__in=commitments, list__in=seen).order_by("list_id")
    return rows.values_list("commitment_id", "list__title", "number")
