"""What is red or yellow, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.ledger import SEVERITY
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import OWNING, WHOLE, visible_to
from luoshi.web.commitments.rows import Claims, Shown, claims_of, shown_of
from luoshi.web.commitments.wording import target_text
from luoshi.web.units.models import Unit

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
    counts = lights_of(_concerning(actor))
    rows = worst(_concerning(actor))[:SHOWN]
    return Warned([line_of(row) for row in rows], counts)


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

    unit: Unit
    red: int
    yellow: int


def warned_units(actor: Actor) -> list[UnitLights]:
    """The units that lead something red or yellow, those with most red first: two queries."""
    found = visible_to(actor).filter(progress__light__in=WARNING).exclude(state="withdrawn")
    counts: Counter[tuple[int, str]] = Counter()
    grouped = found.order_by().values_list("lead_unit", "progress__light")
    for unit, light, n in grouped.annotate(n=Count("pk")):
        counts[(unit or 0, light)] = n
    units = Unit.objects.without_tree_fields().filter(pk__in={unit for unit, _ in counts})
    rows = [UnitLights(u, counts[(u.pk, "red")], counts[(u.pk, "yellow")]) for u in units]
    return sorted(rows, key=lambda row: (-row.red, -row.yellow))
