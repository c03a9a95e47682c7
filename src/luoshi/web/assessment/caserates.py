"""Rates of cases as facts, out of the counts that the library of indicators keeps by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.indicators import Observation, Rate, rates
from luoshi.core.scoring import Fact, split_source
from luoshi.web.assessment.span import Span
from luoshi.web.delivery.wording import words
from luoshi.web.indicators.models import Indicator
from luoshi.web.indicators.models import Observation as Row
from luoshi.web.indicators.periods import number_text, period_text
from luoshi.web.indicators.queries.library import Table, tables_known, units_known
from luoshi.web.indicators.reading import vintages
from luoshi.web.units.models import Unit

PREFIX, COUNT = "cases.", "cases.count"
CASES = (
    "cases.response", "cases.closing", "cases.resolution", "cases.satisfaction", COUNT,
)  # fmt: skip
WIDE = Context(prec=28)
Counts = dict[int, dict[date, Observation]]
NONE: Table = {}


@cache
def case_rates() -> Mapping[str, Mapping[str, Any]]:
    """Rate → its names and the indicators it is made of."""
    found: Mapping[str, Mapping[str, Any]] = presets.load("case_rates")
    return found


def rate_names(sources: Iterable[str]) -> dict[str, str]:
    """By source that counts cases, the name of the rate that they are of."""
    asked = {source: split_source(source) for source in sources}
    return {
        source: words(case_rates()[name])
        for source, (key, name) in asked.items()
        if key == COUNT and name and name in case_rates()
    }


def check_cases(sources: Iterable[str], areas: Collection[int]) -> None:
    """Raises Invalid ``source-cases-unknown``, ``source-indicator-unknown`` and, for counts that
    are added up from January, ``source-cases-cumulative``."""
    asked = _asked(sources)
    for rate in asked.values():
        if rate not in case_rates():
            raise Invalid("source-cases-unknown", field="version", source=rate)
    held = _library(areas, asked.values()) if asked else {}
    for code in _codes(asked.values()):
        if code not in held:
            raise Invalid("source-indicator-unknown", field="version", source=code)
        if held[code].cumulative:
            raise Invalid("source-cases-cumulative", field="version", source=held[code].name)


def gather_cases(
    areas: Collection[int], sources: Iterable[str], span: Span
) -> Iterator[tuple[int, str, Fact]]:
    """Unit, source and fact: three queries, none where no rate is asked.

    A rate is one fact: the parts over the wholes of all months that ended inside the span, with
    the number of cases as its weight. A month of which a unit told no counts, though another did,
    is a fact without a number that weighs as much as a month of that unit on average.
    Raises Invalid ``rate-counts-of`` where more was done than there was to do.
    """
    asked = _asked(sources)
    if not asked:
        return
    library = _library(areas, asked.values())
    keys = [each.pk for each in library.values()]
    tables = tables_known(keys, span.known_at, since=span.start)
    ever = units_known(keys, span.known_at)
    for source, rate in asked.items():
        made_of = case_rates().get(rate)
        part, whole = (
            library.get(made_of[name]) if made_of else None for name in ("part", "whole")
        )
        if part and whole:
            parts, wholes = (_counts(tables.get(each.pk, NONE), span) for each in (part, whole))
            months = dict.fromkeys(day for days in wholes.values() for day in days)
            for unit in sorted(ever[whole.pk]):
                found = _rates(rate, unit, parts, wholes, months)
                for fact in _facts(source, rate, found):
                    yield unit, source, fact


def told_of_cases(facts: Iterable[Mapping[str, Any]], rows: Mapping[int, Row]) -> dict[str, str]:
    """By key of a fact its counts month by month, with their vintages and whence they came."""
    return {fact["key"]: _told(fact, rows) for fact in facts if fact["key"].startswith("cases:")}


def _asked(sources: Iterable[str]) -> dict[str, str]:
    """Source → rate."""
    split = {source: split_source(source) for source in sources}
    return {
        source: name or "" if key == COUNT else key.removeprefix(PREFIX)
        for source, (key, name) in split.items()
        if key in CASES
    }


def _codes(asked: Iterable[str]) -> list[str]:
    known = [case_rates()[rate] for rate in asked if rate in case_rates()]
    return sorted({row[name] for row in known for name in ("part", "whole")})


def _library(areas: Collection[int], asked: Iterable[str]) -> dict[str, Indicator]:
    rows = Indicator.objects.filter(jurisdiction__in=areas, code__in=_codes(asked))
    return {each.code: each for each in rows}


def _counts(table: Table, span: Span) -> Counts:
    found: Counts = defaultdict(dict)
    for (place, end), row in table.items():
        if place.startswith("unit:") and end <= span.as_of:
            found[int(place.removeprefix("unit:"))][end] = row
    return found


def _rates(
    rate: str, unit: int, parts: Counts, wholes: Counts, months: Mapping[date, object]
) -> list[Rate]:
    try:
        return rates(parts.get(unit, {}), wholes.get(unit, {}), months)
    except Invalid as error:
        name = Unit.objects.without_tree_fields().get(pk=unit).short_name
        told = {"unit": name, "rate": words(case_rates()[rate])}
        raise Invalid("rate-counts-of", field="version", **told, **error.params) from error


def _facts(source: str, rate: str, found: Sequence[Rate]) -> Iterator[Fact]:
    told = [one for one in found if one.part and one.whole]
    parts = sum((one.part.value for one in told if one.part), Decimal(0))
    cases = sum((one.whole.value for one in told if one.whole), Decimal(0))
    refs = [f"observation:{row.key}" for one in told for row in (one.part, one.whole) if row]
    if cases:
        counted = source.startswith(COUNT)
        value = cases if counted else WIDE.divide(parts, cases)
        yield Fact(f"cases:{rate}", value, Decimal(1) if counted else cases, tuple(refs))
    usual = WIDE.divide_int(cases, Decimal(len(told))) if told else Decimal(1)
    for one in found:
        if one not in told and not source.startswith(COUNT):
            yield Fact(f"cases:{rate}:{one.period.isoformat()}", None, usual)


def _told(fact: Mapping[str, Any], rows: Mapping[int, Row]) -> str:
    _cases, rate, *period = fact["key"].split(":")
    if period:
        return _("%(rate)s：截至 %(period)s 的一个月没有数") % {
            "rate": words(case_rates()[rate]), "period": period[0],
        }  # fmt: skip
    mine = [rows[int(ref.partition(":")[2])] for ref in fact["refs"]]
    months: dict[date, dict[str, Row]] = defaultdict(dict)
    for row in mine:
        months[row.period_end][row.indicator.code] = row
    lines = [_month(case_rates()[rate], months[end]) for end in sorted(months)]
    whence = _("、").join(sorted({row.file.source for row in mine}))
    return _("%(months)s（%(source)s）") % {"months": _("；").join(lines), "source": whence}


def _month(rate: Mapping[str, Any], rows: Mapping[str, Row]) -> str:
    part, whole = rows[rate["part"]], rows[rate["whole"]]
    return _("%(period)s %(part)s ÷ %(whole)s 件（%(vintage)s）") % {
        "period": period_text(whole.period_end, whole.indicator),
        "part": number_text(part.value, part.indicator),
        "whole": number_text(whole.value, whole.indicator),
        "vintage": words(vintages()[whole.vintage]),
    }
