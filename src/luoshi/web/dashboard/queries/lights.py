"""What is red or yellow, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.ledger import SEVERITY
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import OWNING, WHOLE, visible_to
from luoshi.web.commitments.remembered import MANY, remembered
from luoshi.web.commitments.rows import Claims, Shown, claims_of, shown_of
from luoshi.web.commitments.wording import target_text
from luoshi.web.prepared import prepared

WARNING = ("red", "yellow")
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with the three claims about it and its light."""

    commitment: Commitment
    target: str
    claims: Claims
    shown: Shown


def line_of(commitment: Commitment) -> Line:
    """The line of a commitment that was read with lead unit and progress."""
    return Line(commitment, target_text(commitment), claims_of(commitment), shown_of(commitment))


@dataclass(frozen=True, slots=True)
class Warned:
    """The worst few with their rule and numbers, and how many red and yellow there are."""

    rows: Sequence[Line]
    counts: Mapping[str, int]

    @property
    def red(self) -> int:
        """How many are red."""
        return self.counts.get("red", 0)

    @property
    def yellow(self) -> int:
        """How many are yellow."""
        return self.counts.get("yellow", 0)

    @property
    def more(self) -> int:
        """How many are not among the rows."""
        return self.red + self.yellow - len(self.rows)


def warned(actor: Actor) -> Warned:
    """Over everything the person answers for, or oversees: two queries."""
    counts: Counter[str] = Counter()
    for *_unit, light, n in _counted(actor):
        counts[light] += n
    return Warned([line_of(row) for row in _first(actor, counts.total())], counts)


def _first(actor: Actor, total: int) -> list[Commitment]:
    """Of very many only the keys are sorted, and these are remembered."""
    if total < MANY:
        return _worst(actor)
    keys = remembered(actor, "worst", lambda: tuple(_worst_keys(actor)), lambda _keys: total)
    return _rows(keys)


@prepared
def _worst(actor: Actor) -> QuerySet[Commitment]:
    return worst(_concerning(actor))[:SHOWN]


@prepared
def _worst_keys(actor: Actor) -> QuerySet[Commitment, int]:
    return worst(_concerning(actor)).values_list("pk", flat=True)[:SHOWN]


@prepared
def _rows(keys: tuple[int, ...]) -> QuerySet[Commitment]:
    return worst(Commitment.objects.filter(pk__in=keys))


def _counted(actor: Actor) -> list[tuple[Any, ...]]:
    """Position, code, key and name of a lead unit, warning light, how many; in their order."""
    count = partial(_by_unit, actor)
    return remembered(actor, "warned", count, lambda rows: sum(n for *_, n in rows))


@prepared
def _by_unit(actor: Actor) -> QuerySet[Commitment, tuple[Any, ...]]:
    found = _concerning(actor).filter(progress__light__in=WARNING).exclude(state="withdrawn")
    unit = ("lead_unit__position", "lead_unit__code", "lead_unit", "lead_unit__short_name")
    grouped = found.order_by(*unit[:2]).values_list(*unit, "progress__light")
    return grouped.annotate(n=Count("pk"))


def _concerning(actor: Actor) -> QuerySet[Commitment]:
    """What the person's units lead (not what they only assist); all for an overseer."""
    seen = visible_to(actor)
    if actor.holds(*WHOLE):
        return seen
    return seen.filter(lead_unit__in=actor.units(*OWNING))


def worst(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """The red ones, then the yellow ones, each by the day they are or were due."""
    return (
        commitments.filter(progress__light__in=WARNING)
        .exclude(state="withdrawn")
        .select_related("lead_unit", "progress")
        .defer("standard", "measures")
        .order_by(SEVERITY, "due_on", "pk")
    )


def lights_of(commitments: QuerySet[Commitment]) -> dict[str, int]:
    """How many have each warning light: one query."""
    found = commitments.filter(progress__light__in=WARNING).exclude(state="withdrawn").order_by()
    return dict(found.values_list("progress__light").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class UnitLights:
    """A unit with how many of what it leads are red and yellow."""

    pk: int
    unit: str
    red: int
    yellow: int


def warned_units(actor: Actor) -> list[UnitLights]:
    """The units that lead something red or yellow, those with most red first: one query."""
    counts: dict[tuple[int, str], Counter[str]] = {}
    for _place, _code, pk, name, light, n in _counted(actor):
        if pk is not None:
            counts.setdefault((pk, name), Counter())[light] += n
    rows = [UnitLights(*unit, found["red"], found["yellow"]) for unit, found in counts.items()]
    return sorted(rows, key=lambda row: (-row.red, -row.yellow))
