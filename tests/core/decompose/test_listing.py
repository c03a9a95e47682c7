"""What is flagged before a list is frozen, each flag once, and what stays quiet."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi import presets
from luoshi.core.decompose import (
    CODES,
    Aggregation,
    Entry,
    Part,
    Span,
    Whole,
    flag_rule_from,
    list_flags,
)
from luoshi.core.pace import Milestone, Trajectory

D = Decimal

RULE = flag_rule_from(presets.load("decompose")["default"], "decompose.default")
START, END = date(2026, 1, 1), date(2026, 12, 31)
YEAR = Span(START, END)
ROADS = Whole(D(100), ">=", Aggregation.SUM, START, END)
MARCH = date(2026, 3, 31)
Found = list[tuple[str, tuple[str, ...], dict[str, str]]]


def entry(key: str = "1", **fields: object) -> Entry:
    plain = Entry(
        key=key, unit="u", metric="道路", comparator=">=", target=D(100), span=YEAR, has_parent=True
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def flags(*entries: Entry) -> Found:
    return [(f.code, f.keys, dict(f.params)) for f in list_flags(entries, RULE)]


def codes(*entries: Entry) -> list[str]:
    return [code for code, _, _ in flags(*entries)]


def test_plain_entry_is_quiet() -> None:
    assert flags(entry()) == []


def test_what_nobody_leads_is_flagged() -> None:
    assert flags(entry(unit="")) == [("unled", ("1",), {})]


def test_undivided_is_flagged_until_there_are_parts() -> None:
    must = entry(must_divide=True, whole=ROADS)
    assert flags(must) == [("undivided", ("1",), {})]
    assert flags(replace(must, parts=[Part("a", D(100), START, END)])) == []


def test_flags_of_the_parts_name_part_and_whole() -> None:
    late = Part("a", D(90), START, date(2027, 1, 1))
    assert [(code, keys) for code, keys, _ in flags(entry(whole=ROADS, parts=[late]))] == [
        ("parts-under", ("1",)),
        ("part-due-after", ("a", "1")),
    ]


def test_stage_fault_is_told_once() -> None:
    stages = {MARCH: D(60), date(2026, 6, 30): D(50)}
    whole = entry(whole=ROADS, parts=[Part("2", D(100), START, END, stages=stages)])
    part = entry("2", metric="别的", stages=stages)
    assert [(code, keys) for code, keys, _ in flags(whole, part)] == [("stage-falls", ("2",))]
    assert [(code, keys) for code, keys, _ in flags(whole)] == [("stage-falls", ("2", "1"))]
    assert codes(replace(part, rises=False)) == []


def test_orphan_is_a_goal_that_should_come_from_above() -> None:
    alone = entry(has_parent=False)
    assert codes(alone) == []
    assert flags(replace(alone, comes_from_above=True)) == [("orphan", ("1",), {})]
    assert codes(replace(alone, comes_from_above=True, target=None)) == []


def test_dates_beyond_a_parent_elsewhere() -> None:
    parent = Span(date(2026, 2, 1), date(2026, 11, 30))
    assert flags(entry(parent=parent)) == [
        ("due-after-parent", ("1",), {"due": "2026-12-31", "parent": "2026-11-30"}),
        ("starts-before-parent", ("1",), {"start": "2026-01-01", "parent": "2026-02-01"}),
    ]
    assert codes(entry(parent=YEAR)) == []


CURVES = [
    # milestones (day, share), flagged percent
    ([("2026-11-30", "0.65")], "35"),
    ([("2026-11-30", "0.7")], ""),
    ([("2026-06-30", "0.1")], ""),
    ([], ""),
]


@pytest.mark.parametrize(("steps", "percent"), CURVES)
def test_too_much_in_the_last_month(steps: list[tuple[str, str]], percent: str) -> None:
    milestones = [Milestone(date.fromisoformat(on), D(share)) for on, share in steps]
    curve = Trajectory.by_milestones(START, END, milestones)
    expected = [("back-loaded", ("1",), {"percent": percent})] if percent else []
    assert flags(entry(trajectory=curve)) == expected


def test_short_task_may_end_steeply() -> None:
    span = Span(date(2026, 7, 6), END)
    curve = Trajectory.by_milestones(*_both(span), [Milestone(date(2026, 11, 30), D("0.1"))])
    assert codes(entry(span=span, trajectory=curve)) == []
    longer = Span(date(2026, 7, 4), END)
    curve = Trajectory.by_milestones(*_both(longer), [Milestone(date(2026, 11, 30), D("0.1"))])
    assert codes(entry(span=longer, trajectory=curve)) == ["back-loaded"]


def _both(span: Span) -> tuple[date, date]:
    return span.starts_on, span.due_on


@pytest.mark.parametrize(
    ("target", "comparator", "last", "flagged"),
    [
        ("100", ">=", "99.9", False),
        ("100", ">=", "100", True),
        ("100", ">=", "120", True),
        ("100", "<=", "99", True),
        ("100", "<=", "101", False),
        ("7.5", "growth>=", "9", False),
        ("90", "share>=", "91", True),
        ("3", "rank<=", "2", False),
    ],
)
def test_target_not_above_last_year(target: str, comparator: str, last: str, flagged: bool) -> None:
    asked = entry(target=D(target), comparator=comparator, results={2025: D(last)})
    expected = [("not-above-last-year", ("1",), {"target": target, "last": last})]
    assert flags(asked) == (expected if flagged else [])


def test_target_below_the_trend() -> None:
    past = {2023: D(70), 2024: D(80), 2025: D(90)}
    assert flags(entry(target=D(95), results=past)) == [
        ("below-trend", ("1",), {"target": "95", "trend": "100"})
    ]
    assert codes(entry(target=D(100), results=past)) == []
    assert codes(entry(target=D(95), results={2024: D(80), 2025: D(90)})) == []


def test_one_unit_two_days_for_the_same() -> None:
    june = Span(START, date(2026, 6, 30))
    early, late = entry("1", span=june), entry("2", metric="道 路")
    values = {"early": "2026-06-30", "late": "2026-12-31", "one": "100", "other": "100"}
    assert flags(late, early) == [("conflicting-dates", ("1", "2"), values)]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ({}, {"span": Span(START, MARCH), "target": D(90)}, ""),
        ({"target": D(90)}, {"span": Span(START, MARCH)}, "conflicting-dates"),
        ({"target": D(90)}, {}, "conflicting-targets"),
        ({}, {}, ""),
        ({"target": None}, {"target": None, "span": Span(START, MARCH)}, "conflicting-dates"),
        ({"unit": "v"}, {"span": Span(START, MARCH)}, ""),
        ({"metric": ""}, {"metric": "", "span": Span(START, MARCH)}, ""),
        (
            {"comparator": "rank<=", "target": D(3)},
            {"comparator": "rank<=", "target": D(5), "span": Span(START, MARCH)},
            "",
        ),
        (
            {"comparator": "rank<=", "target": D(5)},
            {"comparator": "rank<=", "target": D(3), "span": Span(START, MARCH)},
            "conflicting-dates",
        ),
    ],
)
def test_two_deadlines_agree_or_contradict(
    one: dict[str, object], other: dict[str, object], code: str
) -> None:
    assert codes(entry("1", **one), entry("2", **other)) == ([code] if code else [])


def test_every_code_is_known() -> None:
    assert len(set(CODES)) == len(CODES)
