"""Facts that lie outside the accounts of lists: statistics, rates of cases, self-checks, documented
figures, and results of appraisal sessions.

All as they were known at a time: what came in later, or was taken back by then, does not count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from itertools import chain

from django.db.models import Q

from luoshi.core import indicators as core
from luoshi.core.errors import Invalid
from luoshi.core.scoring import Fact, split_source
from luoshi.web.appraisal.resultqueries import released_by
from luoshi.web.assessment.caserates import CASES, check_cases, gather_cases, rate_names
from luoshi.web.assessment.span import Span
from luoshi.web.delivery.figures import achieved_of
from luoshi.web.delivery.models import Verification
from luoshi.web.indicators.models import Figure, Indicator
from luoshi.web.indicators.queries.library import Table, last_periods, tables_known, units_known
from luoshi.web.selfcheck.models import OPEN, Answer
from luoshi.web.units.models import Unit

VALUE, GROWTH, STANDING, CHANGE = (
    "indicator.value", "indicator.growth", "indicator.standing", "indicator.change",
)  # fmt: skip
SELF_CHECK, MANUAL, APPRAISAL = "self_check", "manual", "appraisal"
STATISTICS = (VALUE, GROWTH, STANDING, CHANGE)
ELSEWHERE = (*STATISTICS, *CASES, SELF_CHECK, MANUAL, APPRAISAL)
DIGITS, WIDE = Decimal("1E-10"), Context(prec=60)
Facts = dict[str, list[Fact]]
Peers = Mapping[int, frozenset[int]]


def gather_elsewhere(
    areas: Collection[int], sources: Iterable[str], span: Span
) -> dict[int, Facts]:
    """By unit and source the facts of the jurisdictions ``areas``: 13 queries at most.

    Statistics are of the last period that ended inside the span and of which a number of any unit
    was known; a unit without one has a fact without a number. Growth is a share of the same period
    a year before. A standing is among the units of the same kind, and a change in ranks over the
    period before, both as known at the time, so that a revision moves nobody. What is right of a
    self-check is what an outsider found so. An appraisal is the total that was released by then of
    a session held inside the span; the name behind the source is that of the session's template.
    """
    wanted = [(source, *split_source(source)) for source in sources]
    facts: dict[int, Facts] = defaultdict(lambda: defaultdict(list))
    named = {(key, name): source for source, key, name in wanted if key in STATISTICS and name}
    counted = gather_cases(areas, [source for source, *_rest in wanted], span)
    for unit, source, fact in chain(_statistics(areas, named, span), counted):
        facts[unit][source].append(fact)
    for narrowed, gather in ((SELF_CHECK, _problems), (APPRAISAL, _appraised)):
        sources_of = {name: source for source, key, name in wanted if key == narrowed}
        for unit, kind, fact in gather(areas, span) if sources_of else ():
            for source in [sources_of[name] for name in (None, kind) if name in sources_of]:
                facts[unit][source].append(fact)
    manual = {name: source for source, key, name in wanted if key == MANUAL and name}
    if manual:
        for unit, entered, fact in _figures(areas, manual, span):
            facts[unit][manual[entered]].append(fact)
    return {unit: dict(found) for unit, found in facts.items()}


def check_indicators(sources: Iterable[str], areas: Collection[int]) -> None:
    """Raises Invalid ``source-indicator-unknown`` for an indicator that the library has not, and as
    ``check_cases``."""
    asked = list(sources)
    check_cases(asked, areas)
    named = {name or "" for key, name in map(split_source, asked) if key in STATISTICS}
    if not named:
        return
    held = Indicator.objects.filter(jurisdiction__in=areas, code__in=named)
    if left := sorted(named - set(held.values_list("code", flat=True))):
        raise Invalid("source-indicator-unknown", field="version", source=left[0])


def names_of(sources: Iterable[str], area: int) -> dict[str, str]:
    """By source the name of its indicator, or of the rate whose cases it counts: one query, none
    where no indicator is asked."""
    asked = list(sources)
    rates = rate_names(asked)
    codes = {
        source: name or ""
        for source in asked
        for key, name in (split_source(source),)
        if key in STATISTICS
    }
    if not codes:
        return rates
    rows = Indicator.objects.filter(jurisdiction=area, code__in=codes.values())
    names = dict(rows.order_by().values_list("code", "name"))
    return rates | {source: names[code] for source, code in codes.items() if code in names}


def _statistics(
    areas: Collection[int], named: Mapping[tuple[str, str], str], span: Span
) -> Iterator[tuple[int, str, Fact]]:
    if not named:
        return
    library = Indicator.objects.filter(
        jurisdiction__in=areas, code__in={name for _key, name in named}
    )
    indicators = {each.code: each for each in library}
    keys = [each.pk for each in library]
    last = last_periods(keys, span.start, span.as_of, span.known_at)
    rhythms = {each.pk: each.rhythm for each in library}
    asked = {key for key, _name in named}
    ends = {
        day for pk, end in last.items() for key in asked for day in _ends(key, end, rhythms[pk])
    }  # fmt: skip
    tables = tables_known(keys, span.known_at, ends=ends)
    ever = units_known(keys, span.known_at)
    kinds = _kinds(areas)
    for (key, name), source in named.items():
        indicator = indicators.get(name)
        if indicator is None:
            continue
        own = _own(tables.get(indicator.pk, {}))
        reader = _Reader(indicator, own, kinds, last.get(indicator.pk), ever[indicator.pk])
        for unit, fact in reader.facts(key, source):
            yield unit, source, fact


def _ends(key: str, end: date, rhythm: core.Frequency) -> tuple[date, ...]:
    """The periods that a statistic of the period that ends on ``end`` is made of."""
    if key == GROWTH:
        return (end, core.year_before(end))
    return (end, core.before(end, rhythm)) if key == CHANGE else (end,)


def _kinds(areas: Collection[int]) -> Peers:
    """By unit, the standing units of its kind in its jurisdiction, itself among them."""
    inside = Q(jurisdiction__in=areas) | Q(pk__in=areas)
    rows = Unit.objects.filter(inside, closed_on__isnull=True).without_tree_fields().order_by()
    groups: dict[tuple[int | None, str], set[int]] = defaultdict(set)
    told = list(rows.values_list("pk", "jurisdiction", "kind"))
    for pk, area, kind in told:
        groups[area, kind].add(pk)
    return {pk: frozenset(groups[area, kind]) for pk, area, kind in told}


def _own(table: Table) -> dict[tuple[int, date], core.Observation]:
    """The numbers of units; those of peers take no part in a score."""
    return {
        (int(place.removeprefix("unit:")), end): row
        for (place, end), row in table.items()
        if place.startswith("unit:")
    }


@dataclass(slots=True)
class _Reader:
    """One indicator as it was known."""

    indicator: Indicator
    table: Mapping[tuple[int, date], core.Observation]
    kinds: Peers
    last: date | None
    ever: set[int]

    def facts(self, key: str, source: str) -> Iterator[tuple[int, Fact]]:
        """One fact for each unit that ever had a number, of kinds that have one in the period."""
        end = self.last
        if end is None:
            return
        present = {unit for unit, day in self.table if day == end}
        near = {one for unit in present for one in self.kinds.get(unit, frozenset())}
        for unit in sorted(near & self.ever):
            row = self.table.get((unit, end))
            if row is None:
                yield unit, Fact(source, None)
            else:
                yield unit, self._fact(key, unit, end, row)

    def _fact(self, key: str, unit: int, end: date, row: core.Observation) -> Fact:
        if key == VALUE:
            return Fact(f"observation:{row.key}", row.value, refs=(f"observation:{row.key}",))
        if key == GROWTH:
            base = self.table.get((unit, core.year_before(end)))
            rows = [row, base] if base else [row]
            value = None if base is None or not base.value else _growth(row.value, base.value)
            return Fact(f"growth:{row.key}", value, refs=_refs(rows))
        now = self._standing(unit, end)
        if key == STANDING:
            place = Decimal(now.rank) if now else None
            return Fact(f"standing:{row.key}", place, refs=_refs([row]))
        before = self._standing(unit, core.before(end, self.indicator.rhythm))
        gained = None if before is None or now is None else Decimal(before.rank - now.rank)
        return Fact(f"change:{row.key}", gained, refs=_refs([row]))

    def _standing(self, unit: int, end: date) -> core.Standing | None:
        values = {
            str(one): self.table[one, end].value
            for one in self.kinds.get(unit, frozenset())
            if (one, end) in self.table
        }
        return core.standings(values, self.indicator.measure).get(str(unit))


def _growth(value: Decimal, base: Decimal) -> Decimal:
    return ((value - base) / abs(base)).quantize(DIGITS, context=WIDE)


def _refs(rows: Iterable[core.Observation]) -> tuple[str, ...]:
    return tuple(f"observation:{row.key}" for row in rows)


def _problems(areas: Collection[int], span: Span) -> Iterator[tuple[int, str, Fact]]:
    """Each problem that a unit says it has: 1 once an outsider found it put right, else 0."""
    rows = (
        Answer.objects.filter(
            self_check__list__jurisdiction__in=areas,
            self_check__answer_by__range=(span.start, span.as_of),
            answered_at__lte=span.known_at,
        )
        .select_related("self_check__list__list_type", "commitment")
        .order_by("pk")
    )
    last = {(row.self_check_id, row.unit_id, row.question): row for row in rows}
    found = [row for row in last.values() if row.verdict in OPEN]
    findings = _findings([row.commitment_id for row in found if row.commitment_id], span.known_at)
    for row in found:
        seen = findings.get(row.commitment_id or 0)
        refs: list[str] = []
        right = False
        if seen and row.commitment:
            _value, share = achieved_of(row.commitment, seen.sample.report, seen)
            right = share is not None and share >= 1
            refs.append(f"verification:{seen.pk}")
        kind = row.self_check.list.list_type.key
        yield row.unit_id, kind, Fact(f"answer:{row.pk}", Decimal(right), refs=tuple(refs))


def _findings(commitments: Collection[int], known_at: datetime) -> dict[int, Verification]:
    """By commitment, the last finding that was decided by then."""
    rows = Verification.objects.filter(
        sample__report__commitment__in=commitments, decided_at__lte=known_at
    ).select_related("sample__report")
    return {row.sample.report.commitment_id: row for row in rows.order_by("pk")}


def _appraised(areas: Collection[int], span: Span) -> Iterator[tuple[int, str, Fact]]:
    """The total of each contender that has one, by unit and template of the session."""
    for result in released_by(areas, span.start, span.as_of, span.known_at):
        key = f"appraisal:{result.session_id}"
        for row in result.tally["standings"]:
            if row["total"] is not None:
                unit = int(row["contender"].removeprefix("u"))
                yield unit, result.session.template, Fact(key, Decimal(row["total"]), refs=(key,))


def _figures(
    areas: Collection[int], names: Collection[str], span: Span
) -> Iterator[tuple[int, str, Fact]]:
    """Every figure of a day of the span that was entered and not taken back by then."""
    rows = Figure.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=span.known_at),
        jurisdiction__in=areas,
        name__in=names,
        day__range=(span.start, span.as_of),
        entered_at__lte=span.known_at,
    ).order_by("pk")
    for row in rows:
        key = f"figure:{row.pk}"
        yield row.unit_id, row.name, Fact(key, row.value, refs=(key,))
