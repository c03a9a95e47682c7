"""The sum check: cover altogether and by stage, and each flag with its numbers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi import presets
from luoshi.core.decompose import (
    Aggregation,
    Flag,
    FlagRule,
    Part,
    Whole,
    flag_rule_from,
    sum_check,
)
from luoshi.core.errors import Invalid

D = Decimal

RULE = flag_rule_from(presets.load("decompose")["default"], "decompose.default")
START, END = date(2026, 1, 1), date(2026, 12, 31)
MARCH, JUNE, SEPTEMBER = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
ROADS = Whole(D(100), ">=", Aggregation.SUM, START, END)
GROWTH = Whole(D("7.5"), "growth>=", Aggregation.EACH, START, END)
CEILING = Whole(D(100), "<=", Aggregation.SUM, START, END)


def part(key: str, value: str | None, **fields: object) -> Part:
    number = None if value is None else D(value)
    return replace(Part(key, number, START, END), **fields)  # type: ignore[arg-type]


def flags(whole: Whole, *parts: Part) -> list[tuple[str, tuple[str, ...], dict[str, str]]]:
    found = sum_check(whole, parts, RULE).flags
    return [(flag.code, flag.keys, dict(flag.params)) for flag in found]


def codes(whole: Whole, *parts: Part) -> list[str]:
    return [code for code, _, _ in flags(whole, *parts)]


def test_what_adds_up_is_quiet() -> None:
    assert flags(ROADS, part("a", "60"), part("b", "40")) == []
    assert flags(ROADS, part("a", "60"), part("b", "60")) == []


def test_under_and_over_with_their_numbers() -> None:
    assert flags(ROADS, part("a", "60"), part("b", "25.5")) == [
        ("parts-under", (), {"target": "100", "total": "85.5", "cover": "85.5", "gap": "14.5"})
    ]
    assert flags(ROADS, part("a", "60"), part("b", "60.5")) == [
        ("parts-over", (), {"target": "100", "total": "120.5", "cover": "120.5", "slack": "20.5"})
    ]


def test_ceiling_is_exceeded_or_kept() -> None:
    assert codes(CEILING, part("a", "60"), part("b", "41")) == ["ceiling-over"]
    assert codes(CEILING, part("a", "10")) == []


def test_one_part_beyond_the_whole() -> None:
    assert flags(ROADS, part("a", "101")) == [
        ("part-over-whole", ("a",), {"value": "101", "target": "100"})
    ]


def test_level_is_held_by_every_part_and_not_summed() -> None:
    assert flags(GROWTH, part("a", "8"), part("b", "7.4")) == [
        ("part-below-whole", ("b",), {"value": "7.4", "target": "7.5"})
    ]
    ranks = Whole(D(3), "rank<=", Aggregation.EACH, START, END)
    assert codes(ranks, part("a", "2"), part("b", "4")) == ["part-below-whole"]


def test_weighted_mean_may_have_weak_parts() -> None:
    whole = replace(GROWTH, aggregation=Aggregation.WEIGHTED)
    strong, weak = part("a", "9", weight=D(1)), part("b", "6", weight=D(1))
    assert codes(whole, strong, weak) == []
    assert codes(whole, strong, replace(weak, weight=D(2))) == ["parts-under"]


def test_parts_without_figure_are_counted() -> None:
    assert flags(ROADS, part("a", "100"), part("b", None), part("c", None)) == [
        ("unnumbered-parts", ("b", "c"), {"count": "2"})
    ]
    assert codes(ROADS, part("b", None)) == ["unnumbered-parts"]


def test_dates_beyond_the_whole() -> None:
    late, early = date(2027, 1, 1), date(2025, 12, 31)
    assert flags(ROADS, part("a", "100", due_on=late, starts_on=early)) == [
        ("part-due-after", ("a",), {"due": "2027-01-01", "parent": "2026-12-31"}),
        ("part-starts-before", ("a",), {"start": "2025-12-31", "parent": "2026-01-01"}),
    ]


STAGED = replace(ROADS, stages={MARCH: D(20), JUNE: D(50)})


def test_stages_are_covered_by_the_stages_of_the_parts() -> None:
    a = part("a", "60", stages={MARCH: D(15), JUNE: D(30)})
    b = part("b", "40", stages={JUNE: D(20)})
    found = sum_check(STAGED, [a, b], RULE)
    assert [(on, cover.total, cover.gap) for on, cover in found.stages] == [
        (MARCH, D(15), D(5)),
        (JUNE, D(50), D(0)),
    ]
    assert found.flags == (
        Flag("stage-under", (), {"on": "2026-03-31", "gap": "5", "target": "20", "total": "15"}),
    )


def test_part_without_stages_is_missing_until_it_is_due() -> None:
    early = part("b", "50", due_on=JUNE)
    found = sum_check(STAGED, [part("a", "50"), early], RULE)
    assert [(cover.total, cover.missing) for _, cover in found.stages] == [(None, 2), (D(50), 1)]


def test_stage_holds_until_the_next() -> None:
    whole = replace(ROADS, stages={JUNE: D(10)})
    found = sum_check(whole, [part("a", "100", stages={MARCH: D(10), SEPTEMBER: D(90)})], RULE)
    assert found.stages[0][1].is_met


def test_level_has_no_stage_before_its_first() -> None:
    whole = replace(GROWTH, stages={MARCH: D(5)})
    found = sum_check(whole, [part("a", "8", stages={JUNE: D(6)})], RULE)
    assert (found.stages[0][1].total, found.flags) == (None, ())


def test_stages_that_fall_or_pass_the_target() -> None:
    falling = part("a", "100", stages={MARCH: D(50), JUNE: D(40), SEPTEMBER: D(101)})
    assert flags(ROADS, falling) == [
        ("stage-falls", ("a",), {"on": "2026-06-30", "value": "40"}),
        ("stage-not-whole", ("a",), {"value": "101", "target": "100"}),
    ]


def test_rank_may_fall_stage_by_stage() -> None:
    ranks = Whole(D(3), "rank<=", Aggregation.EACH, START, END)
    assert codes(ranks, part("a", "3", stages={MARCH: D(6), JUNE: D(4)})) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"over_share": "-1"}, "rule-range"),
        ({"last_month_share": "1.1"}, "rule-range"),
        ({"trend_years": 1}, "rule-range"),
        ({"other": 1}, "rule-unknown-key"),
    ],
)
def test_rule_data_is_read_strictly(change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        flag_rule_from(presets.load("decompose")["default"] | change, "x")
    assert refused.value.code == code


def test_rule_of_the_presets() -> None:
    source = presets.load("decompose")["default"]["source"]
    assert FlagRule(D("0.20"), D("0.30"), 3, source) == RULE
