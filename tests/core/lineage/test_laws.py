"""Laws: whatever happens to units, totals stay and the past is not touched."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luoshi import presets
from luoshi.core.lineage import (
    Event,
    Heir,
    History,
    Kind,
    Measure,
    Nature,
    Place,
    Version,
    after,
    carried,
    carry_rules_from,
)

RULES = carry_rules_from(presets.load("lineage"))
FIRST = date(2025, 1, 1)
TOP = "顶"
amounts = st.decimals(
    min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False
)


def parts(draw: st.DrawFn, count: int) -> list[Decimal]:
    """Shares over 0 with four places that make the whole."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=count - 1, max_size=count - 1)))
    edges = [0, *cuts, 10000]
    return [Decimal(b - a) / 10000 for a, b in pairwise(edges)]


def happening(draw: st.DrawFn, units: list[str], number: int, on: date) -> Event | None:
    kind = draw(st.sampled_from(Kind))
    one = draw(st.sampled_from(units))
    place = Place(f"名{number}", f"名{number}", TOP)
    if kind in (Kind.RENAME, Kind.MOVE):
        return Event(kind, on, (one,), (Heir(one, place=place),))
    if kind is Kind.SPLIT:
        count = draw(st.integers(2, 3))
        names = [one if draw(st.booleans()) else f"新{number}-0"]
        names += [f"新{number}-{index}" for index in range(1, count)]
        return Event(
            kind,
            on,
            (one,),
            tuple(
                Heir(name, share, None if name == one else place)
                for name, share in zip(names, parts(draw, count), strict=True)
            ),
        )
    others = [unit for unit in units if unit != one]
    if not others:
        return None
    gone = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        return Event(kind, on, tuple(gone), (Heir(one, Decimal(1)),))
    return Event(kind, on, (one, *gone), (Heir(f"新{number}", Decimal(1), place),))


@st.composite
def stories(draw: st.DrawFn) -> tuple[History, list[Event], History]:
    """A flat tree, what happens to it day after day, and the tree that comes of it."""
    units = [f"单位{number}" for number in range(draw(st.integers(1, 5)))]
    begun = FIRST - timedelta(days=400)
    first = History.of(
        [Version(TOP, TOP, TOP, None, begun), *(Version(u, u, u, TOP, begun) for u in units)]
    )
    history, events = first, []
    for number in range(draw(st.integers(0, 6))):
        on = FIRST + timedelta(days=number + 1)
        standing = sorted(set(history.as_of(on)) - {TOP})
        event = happening(draw, standing, number, on)
        if event:
            history = after(history, event)
            events.append(event)
    return first, events, history


@given(stories(), st.data())
def test_amounts_keep_their_total_and_stand_under_living_units(
    story: tuple[History, list[Event], History], data: st.DataObject
) -> None:
    first, events, last = story
    units = sorted(set(first.as_of(FIRST)) - {TOP})
    measures = {unit: Measure(data.draw(amounts)) for unit in units if data.draw(st.booleans())}
    end = FIRST + timedelta(days=100)
    found = carried(
        measures, events, nature=Nature.ADDITIVE, rules=RULES, measured_on=FIRST, until=end
    )
    assert all(each.value is not None for each in found.values())
    total = sum((each.value or Decimal(0) for each in found.values()), Decimal(0))
    assert total == sum((each.value for each in measures.values()), Decimal(0))
    assert set(found) <= set(last.as_of(end))
    for each in found.values():
        given_by = sum((value for _, value in each.sources), Decimal(0))
        assert given_by == each.value


@given(stories())
def test_nothing_before_an_event_changes_with_it(
    story: tuple[History, list[Event], History],
) -> None:
    first, events, last = story
    assert last.as_of(FIRST) == {
        unit: each for unit, each in last.as_of(FIRST).items() if unit in first.as_of(FIRST)
    }
    history = first
    for event in events:
        grown = after(history, event)
        before = event.on - timedelta(days=1)
        told = {u: (v.name, v.parent) for u, v in grown.as_of(before).items()}
        assert told == {u: (v.name, v.parent) for u, v in history.as_of(before).items()}
        history = grown
    assert history == last


@given(stories())
def test_every_unit_stands_below_a_unit_of_the_same_day(
    story: tuple[History, list[Event], History],
) -> None:
    _first, events, last = story
    for day in [FIRST, *(event.on for event in events)]:
        tree = last.as_of(day)
        assert all(each.parent in tree for each in tree.values() if each.parent)
        assert all(last.line(unit, day)[-1] == TOP for unit in tree)


@given(
    st.decimals(0, 100, places=2), st.decimals(0, 100, places=2),
    st.integers(1, 10**6), st.integers(1, 10**6),
)  # fmt: skip
def test_a_merged_rate_lies_between_the_rates_of_its_parts(
    one: Decimal, other: Decimal, base: int, base_other: int
) -> None:
    event = Event(Kind.MERGE, FIRST + timedelta(days=1), ("甲",), (Heir("乙", Decimal(1)),))
    found = carried(
        {"甲": Measure(one, Decimal(base)), "乙": Measure(other, Decimal(base_other))},
        [event],
        nature=Nature.RATE,
        rules=RULES,
        measured_on=FIRST,
        until=FIRST + timedelta(days=2),
    )["乙"].value
    assert found is not None
    assert min(one, other) <= found <= max(one, other)
