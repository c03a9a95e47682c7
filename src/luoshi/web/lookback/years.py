"""Two years side by side: last year's list by the units of today, and this year's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.ledger import scope
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.lookback.facts import Facts, facts_of
from luoshi.web.lookback.models import LookBack
from luoshi.web.lookback.queries import known_at
from luoshi.web.succession.comparison import Carrier, Metric, Row, Told, metrics_in, nature_of
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_ever

CLAIMS = ("target", "said", "achieved")


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit of today in one metric: target, said and achieved of both years.

    A side is None where nothing is known, or last year's cannot stand beside this year's.
    """

    unit: Unit
    target: Row | None
    said: Row | None
    achieved: Row | None

    @property
    def sides(self) -> list[Row | None]:
        """The three claims in their order."""
        return [self.target, self.said, self.achieved]

    @property
    def rules(self) -> list[str]:
        """By which rules last year's figures were carried over, each once."""
        told = (rule for row in self.sides if row for rule in row.rules)
        return list(dict.fromkeys(told))

    @property
    def sources(self) -> str:
        """Who gave last year's figures under which name, where they were carried over."""
        return next((row.source_text for row in self.sides if row and row.sources), "")


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric with its units."""

    metric: Metric
    pairs: list[Pair]


def compared_on(look_back: LookBack, at: datetime) -> date:
    """The day up to which both years are told: that of its figures, or the last one known."""
    known = timezone.localdate(known_at(look_back, at))
    return max(date(look_back.as_of.year, 1, 1), min(look_back.as_of, known))


def two_years(
    actor: Actor, look_back: LookBack, before: CommitmentList, at: datetime
) -> list[Compared]:
    """What both lists count in the same metric and measure, as of the same day of each year.

    Units are matched through mergers and splits by the rules of ``presets/lineage.yaml``.
    """
    on = compared_on(look_back, at)
    year = on.year
    moment = known_at(look_back, at)
    told: dict[str, list[Told]] = {claim: [] for claim in CLAIMS}
    sides = ((before, _year_before(on)), (look_back.list, on))
    for lst, as_of in sides:
        _tell(told, _facts(actor, lst, as_of, moment), as_of.year)
    units = units_ever(look_back.list.jurisdiction_id)
    carrier = Carrier.of(units, look_back.list.jurisdiction_id, year, on)
    shared = [m for m in metrics_in(told["target"]) if _both(m, told["target"])]
    return [_compared(carrier, metric, told) for metric in shared]


def _facts(actor: Actor, lst: CommitmentList, as_of: date, moment: datetime) -> Mapping[int, Facts]:
    seen = scope(actor, lst).exclude(state__in=("draft", "withdrawn")).exclude(metric="")
    return facts_of(list(seen.order_by("pk").values_list("pk", flat=True)), as_of, moment)


def _tell(told: Mapping[str, list[Told]], facts: Mapping[int, Facts], year: int) -> None:
    for each in facts.values():
        commitment = each.commitment
        metric = _metric(commitment)
        unit = each.told_by or commitment.lead_unit_id or 0
        values = (commitment.target, each.said_value, each.achieved_value)
        for claim, value in zip(CLAIMS, values, strict=True):
            if value is not None:
                told[claim].append(Told(unit, metric, year, value))


def _metric(commitment: Commitment) -> Metric:
    measure = commitment.unit_of_measure
    return Metric(commitment.metric, measure, nature_of(commitment.comparator, measure))


def _both(metric: Metric, told: Iterable[Told]) -> bool:
    return len({each.year for each in told if each.metric == metric}) == 2


def _compared(carrier: Carrier, metric: Metric, told: Mapping[str, list[Told]]) -> Compared:
    rows = {claim: carrier.compare(metric, told[claim]).rows for claim in CLAIMS}
    found = {claim: {row.unit.pk: row for row in rows[claim]} for claim in CLAIMS}
    units = {row.unit.pk: row.unit for claim in CLAIMS for row in rows[claim]}
    order = [pk for unit in carrier.units.values() if (pk := unit.pk) in units]
    return Compared(
        metric,
        [Pair(units[pk], *(found[claim].get(pk) for claim in CLAIMS)) for pk in order],
    )


def _year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - 1, day.month, last)
