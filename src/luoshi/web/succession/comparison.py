"""Last year and this year side by side, by the units of today.

Last year's figures were given by the units of then; they pass over mergers and splits by the
rules of ``presets/lineage.yaml``, and every one names its rule. What was said and what was
achieved are compared apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from luoshi import presets
from luoshi.core.lineage import (
    Carried,
    Event,
    Measure,
    Nature,
    carried,
    carry_rules_from,
)
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.queries import visible_to
from luoshi.web.commitments.wording import plain
from luoshi.web.delivery.said import RATES
from luoshi.web.succession.preview import rule_words
from luoshi.web.units.models import Unit
from luoshi.web.units.past import Names, events_in_effect, names_of

SAID, ACHIEVED = "said", "achieved"
CLAIMS: Mapping[str, Promise] = {
    SAID: gettext_lazy("说：自报"),
    ACHIEVED: gettext_lazy("成：核实"),
}
COLUMNS = {
    SAID: ("progress__said_value", "progress__report__unit_id"),
    ACHIEVED: ("progress__achieved_value", "progress__verification__sample__report__unit_id"),
}
"""The figure, and the unit that gave it."""
UNTOLD = ("draft", "withdrawn")


@dataclass(frozen=True, slots=True)
class Metric:
    """What is counted, in which measure, and how it behaves when units change."""

    name: str
    measure: str
    nature: Nature

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.nature.value}|{self.measure}|{self.name}"

    @property
    def label(self) -> str:
        """Name with measure."""
        return f"{self.name}（{self.measure}）" if self.measure else self.name


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of today. ``last`` is None where it is not comparable or nothing was counted;
    ``sources``: of a carried figure, who gave what under which name; ``rules``: by what rule."""

    unit: Unit
    metric: Metric
    last: Decimal | None
    this: Decimal | None
    carried: bool
    sources: Sequence[tuple[str, Decimal]]
    rules: Sequence[str]

    @property
    def change(self) -> Decimal | None:
        """This year less last year; None without both, and for ranks."""
        if self.last is None or self.this is None or self.metric.nature is Nature.RANK:
            return None
        return self.this - self.last

    @property
    def last_text(self) -> str:
        """Last year's figure as shown."""
        if self.is_incomparable:
            return gettext("不可比")
        return _shown(self.last)

    @property
    def this_text(self) -> str:
        """This year's figure as shown."""
        return _shown(self.this)

    @property
    def change_text(self) -> str:
        """The change with its sign; empty without one."""
        if self.change is None:
            return ""
        return f"+{plain(self.change)}" if self.change > 0 else plain(self.change)

    @property
    def source_text(self) -> str:
        """Who gave what."""
        return gettext("、").join(f"{name} {plain(value)}" for name, value in self.sources)

    @property
    def is_incomparable(self) -> bool:
        """Whether something was counted last year that cannot stand beside this year."""
        return self.last is None and bool(self.sources)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric over all units. Totals of amounts only: ``before`` under the units of then,
    ``after`` under those of today, and what could not pass."""

    metric: Metric
    rows: Sequence[Row]
    before: Decimal | None
    after: Decimal | None
    this: Decimal | None

    @property
    def totals(self) -> tuple[str, str, str]:
        """Before, after and this year as shown."""
        return _shown(self.before), _shown(self.after), _shown(self.this)

    @property
    def adds_up(self) -> bool:
        """Whether last year is the same under both trees."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of one commitment."""

    unit_id: int
    metric: Metric
    year: int
    value: Decimal


def nature_of(comparator: str, measure: str) -> Nature:
    """By the comparator and the measure: a place, a rate, else an amount."""
    if comparator.startswith("rank"):
        return Nature.RANK
    rate = comparator.startswith(("growth", "share", "times")) or measure in RATES
    return Nature.RATE if rate else Nature.ADDITIVE


def figures(actor: Actor, jurisdiction_id: int, year: int, claim: str) -> list[Told]:
    """What the person may see of this year and the one before: one query.

    Last year's are of the unit that gave them, this year's of the one that leads now. A part
    led by the unit of the whole is in the whole already.
    """
    value, unit = COLUMNS[claim]
    rows = (
        visible_to(actor)
        .filter(jurisdiction=jurisdiction_id, due_on__year__in=(year - 1, year))
        .exclude(Q(state__in=UNTOLD) | Q(parent__lead_unit=F("lead_unit")))
        .exclude(Q(metric="") | Q(**{f"{value}__isnull": True}))
        .order_by("metric", "pk")
    )
    told = rows.values_list(
        "metric", "unit_of_measure", "comparator", "due_on__year", value, unit, "lead_unit"
    )
    return [
        Told(
            gave if when < year else leads or gave,
            Metric(name, measure, nature_of(comparator, measure)),
            when,
            found,
        )
        for name, measure, comparator, when, found, gave, leads in told
    ]


def metrics_in(told: Iterable[Told]) -> list[Metric]:
    """Those with figures of both years first, then by name."""
    years: dict[Metric, set[int]] = defaultdict(set)
    for each in told:
        years[each.metric].add(each.year)
    return sorted(years, key=lambda metric: (len(years[metric]) < 2, metric.name, metric.key))


@dataclass(frozen=True, slots=True)
class Carrier:
    """Carries figures to the units of a day. ``units`` are those of a jurisdiction, by code."""

    units: Mapping[str, Unit]
    events: Sequence[Event]
    names: Names
    year: int
    today: date

    @classmethod
    def of(cls, units: Iterable[Unit], jurisdiction_id: int, year: int, today: date) -> "Carrier":
        """Three queries."""
        by_code = {unit.code: unit for unit in units}
        names = names_of(unit.pk for unit in by_code.values())
        return cls(by_code, events_in_effect(jurisdiction_id), names, year, today)

    def compare(
        self, metric: Metric, told: Iterable[Told], bases: Mapping[int, Decimal] | None = None
    ) -> Comparison:
        """Every unit with a figure of the metric, in the order of the tree."""
        mine = [each for each in told if each.metric == metric]
        ended = date(self.year - 1, 12, 31)
        last = self._carried(metric, mine, self.year - 1, min(ended, self.today), bases or {})
        this = self._carried(metric, mine, self.year, self.today, {})
        rows = [
            self._row(metric, unit, last.get(code), this.get(code))
            for code, unit in self.units.items()
            if code in last or code in this
        ]
        adds = metric.nature is Nature.ADDITIVE
        before = [each.value for each in mine if each.year == self.year - 1]
        return Comparison(
            metric=metric,
            rows=rows,
            before=_total(before) if adds else None,
            after=_total([*(row.last for row in rows), *_stuck(rows)]) if adds else None,
            this=_total(row.this for row in rows) if adds else None,
        )

    def _carried(
        self,
        metric: Metric,
        told: Iterable[Told],
        year: int,
        measured_on: date,
        bases: Mapping[int, Decimal],
    ) -> dict[str, Carried]:
        codes = {unit.pk: code for code, unit in self.units.items()}
        values: dict[int, list[Decimal]] = defaultdict(list)
        for each in told:
            if each.year == year and each.unit_id in codes:
                values[each.unit_id].append(each.value)
        single = metric.nature is not Nature.ADDITIVE
        measures = {
            codes[pk]: Measure(sum(found, Decimal(0)), bases.get(pk))
            for pk, found in values.items()
            if not (single and len(found) > 1)
        }
        several = {
            codes[pk]: Carried(None, (), tuple((codes[pk], value) for value in found))
            for pk, found in values.items()
            if codes[pk] not in measures
        }
        rules = carry_rules_from(presets.load("lineage"))
        return several | carried(
            measures,
            self.events,
            nature=metric.nature,
            rules=rules,
            measured_on=measured_on,
            until=self.today,
        )

    def _row(self, metric: Metric, unit: Unit, last: Carried | None, this: Carried | None) -> Row:
        changed = last is not None and (bool(last.rules) or last.value is None)
        return Row(
            unit=unit,
            metric=metric,
            last=last.value if last else None,
            this=this.value if this else None,
            carried=changed,
            sources=self._sources(last) if last and changed else (),
            rules=[rule_words(key) for key in last.rules] if last else (),
        )

    def _sources(self, last: Carried) -> list[tuple[str, Decimal]]:
        """Under the names of the end of last year."""
        ended = date(self.year - 1, 12, 31)
        return [(self.names.told(self.units[code], ended), value) for code, value in last.sources]


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def _stuck(rows: Iterable[Row]) -> list[Decimal]:
    """What could not pass, once: a split without shares shows it under each part."""
    found = {source for row in rows if row.is_incomparable for source in row.sources}
    return [value for _, value in found]


def _total(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def bases_of(metric: Metric, told: Iterable[Told], year: int) -> dict[int, Decimal]:
    """Last year's amounts of a metric by the unit that gave them: what a rate is weighted by."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for each in told:
        if each.metric == metric and each.year == year - 1:
            found[each.unit_id] += each.value
    return dict(found)
