"""The own thresholds of a light rule, from and to plain data."""

from decimal import Decimal

from luoshi.core.document import Entry, fault
from luoshi.core.fields import Fields, one_of, written_number
from luoshi.core.pace import Colour, Days, Measure, Thresholds

MOST_DAYS = 99
PLACES = 2
NO_COLOUR = "none"
COLOURS = (Colour.YELLOW.value, Colour.RED.value, NO_COLOUR)
MEASURES = tuple(measure.value for measure in Measure)
DAYS = ("yellow", "red")


def read_thresholds(given: Fields) -> Thresholds:
    """The thresholds of a mapping: measure, yellow, red, late, report_late, partly, refuted, soon.

    Shares for a ratio are 0 … 1, points 0 … 100, at most two decimals; days 0 … 99. Raises
    Invalid with path, line and reason, as ``parse_list_type`` does.
    """
    measure = Measure(given.word("measure", MEASURES, Measure.POINTS.value))
    yellow = _pace(given.need("yellow"), measure)
    red = given.take("red")
    found = Thresholds(
        measure,
        yellow,
        None if red is None else _beyond(red, yellow, measure),
        _days(given.take("late"), Days(0)),
        _days(given.take("report_late"), Days()),
        _colour(given, "partly", Colour.YELLOW),
        _colour(given, "refuted", Colour.RED),
        _whole(given.take("soon")),
    )
    given.close()
    return found


def thresholds_fields(rule: Thresholds) -> dict[str, object]:
    """The mapping that ``read_thresholds`` reads; every value written out."""
    written: dict[str, object] = {
        "measure": rule.measure.value,
        "yellow": rule.yellow,
        "red": rule.red,
        "late": _written(rule.late),
        "report_late": _written(rule.report_late),
        "partly": rule.partly.value if rule.partly else NO_COLOUR,
        "refuted": rule.refuted.value if rule.refuted else NO_COLOUR,
        "soon": rule.soon,
    }
    return {name: value for name, value in written.items() if value is not None}


def _written(days: Days) -> dict[str, int]:
    pairs = zip(DAYS, (days.yellow, days.red), strict=True)
    return {name: number for name, number in pairs if number is not None}


def _pace(entry: Entry, measure: Measure) -> Decimal:
    value, highest = written_number(entry), 100 if measure is Measure.POINTS else 1
    if not 0 <= value <= highest or value != round(value, PLACES):
        raise fault(entry, "threshold-range", limit=highest)
    return value


def _beyond(entry: Entry, yellow: Decimal, measure: Measure) -> Decimal:
    red = _pace(entry, measure)
    if (red < yellow) if measure is Measure.POINTS else (red > yellow):
        raise fault(entry, "thresholds-crossed")
    return red


def _days(entry: Entry | None, absent: Days) -> Days:
    if entry is None:
        return absent
    given = Fields(entry)
    yellow, red = (_whole(given.take(name)) for name in DAYS)
    given.close()
    if yellow is not None and red is not None and red < yellow:
        raise fault(entry, "thresholds-crossed")
    return Days(yellow, red)


def _whole(entry: Entry | None) -> int | None:
    if entry is None:
        return None
    value = written_number(entry)
    if value != value.to_integral_value() or not 0 <= value <= MOST_DAYS:
        raise fault(entry, "whole-number", limit=MOST_DAYS)
    return int(value)


def _colour(given: Fields, name: str, absent: Colour) -> Colour | None:
    entry = given.take(name)
    if entry is None:
        return absent
    word = one_of(entry, COLOURS)
    return None if word == NO_COLOUR else Colour(word)
