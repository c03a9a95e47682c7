"""A sheet that comes back: every way in which three rows can differ."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.exchange import Field, Kept, Merge, Written, merge
from luoshi.core.exchange.merge import judged
from luoshi.core.listtype import CellType, Column, Named

UNITS = (Named("3", "交通局", "Transport"), Named("12", "卫健委", "Health"))
FIELDS = (
    Field(Column("text", "事项", "Item", CellType.TEXT, required=True)),
    Field(Column("target", "目标值", "Target", CellType.NUMBER, unit="公里", low=Decimal(0))),
    Field(Column("due_on", "时限", "Due", CellType.DATE, required=True)),
    Field(Column("lead", "牵头单位", "Lead", CellType.CHOICE, choices=UNITS)),
    Field(Column("assist", "配合单位", "Assist", CellType.CHOICE, choices=UNITS), many=True),
)
ROW = {"text": "修路", "target": "60", "due_on": "2026-12-31", "lead": "3", "assist": ""}
SHEET = {
    "text": "修路", "target": "60", "due_on": "2026年12月31日", "lead": "交通局", "assist": "",
}  # fmt: skip


def kept(number: int = 1, **cells: str | None) -> Kept:
    return Kept("1", number, ROW | cells)


def row(at: int = 2, id_: str | None = "a", number: str = "1", **cells: str) -> Written:
    return Written(at, id_, SHEET | cells, number=number)


def merged(*rows: Written, theirs: Kept | None = None, gone: bool = False) -> Merge:
    base = {"a": kept(), "b": kept(2, text="修桥")}
    now = base | ({"a": theirs} if theirs else {})
    if gone:
        del now["a"]
    return merge(FIELDS, base, rows, now)


def told(found: Merge) -> list[tuple[str, str, str, str]]:
    return [(c.key, c.verdict.value, c.mine, c.theirs) for c in found.changes]


def faults(found: Merge) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.key, fault.code) for fault in found.faults]


def test_a_sheet_that_nobody_touched_changes_nothing() -> None:
    found = merged(row(), row(3, "b", "2", text="修桥"))
    assert (found.changes, found.added, found.missing, found.faults) == ([], [], [], [])
    assert found.rows == 2


def test_each_cell_has_its_own_verdict() -> None:
    written = row(text="修公路", target="７０公里", lead="Health", due_on="2027/1/31")
    now = kept(target="70", lead="", due_on="2027-02-28", assist="12")
    assert told(merged(written, theirs=now)) == [
        ("text", "mine", "修公路", "修路"),
        ("target", "same", "70", "70"),
        ("due_on", "conflict", "2027-01-31", "2027-02-28"),
        ("lead", "conflict", "12", ""),
        ("assist", "theirs", "", "12"),
    ]


def test_several_units_stand_in_one_cell_in_any_order() -> None:
    assert told(merged(row(assist="卫健委，交通局"))) == [("assist", "mine", "3,12", "")]
    assert faults(merged(row(assist="卫健委、水务局"))) == [(2, "assist", "cell-choice")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"target": "六十"}, "cell-number"),
        ({"target": "-1"}, "cell-low"),
        ({"target": "#REF!"}, "cell-mistake"),
        ({"due_on": "2026-02-30"}, "cell-date"),
        ({"due_on": ""}, "cell-missing"),
        ({"lead": "水务局"}, "cell-choice"),
        ({"text": "字" * 301}, "cell-long"),
    ],
)
def test_a_value_that_does_not_parse_is_told_with_its_cell_and_left(
    cells: dict[str, str], code: str
) -> None:
    found = merged(row(7, **cells, assist="卫健委"))
    assert faults(found) == [(7, next(iter(cells)), code)]
    assert [change.key for change in found.changes] == ["assist"]


def test_a_formula_asks_before_its_value_is_taken() -> None:
    written = Written(2, "a", SHEET | {"target": "61"}, frozenset({"target", "text"}), "1")
    (change,) = merged(written).changes
    assert (change.formula, change.asks, change.place) == (True, True, "a:target")


def test_a_formula_without_a_stored_value_is_named() -> None:
    """Over an empty cell it changes nothing: without a word it would be lost."""
    formulas = frozenset({"assist", "lead"})
    found = merged(Written(2, "a", SHEET | {"lead": ""}, formulas, "1"))
    assert faults(found) == [(2, "assist", "formula-empty")]
    assert [(change.key, change.asks) for change in found.changes] == [("lead", True)]
    found = merged(Written(9, "", SHEET, frozenset({"assist"}), ""))
    assert (faults(found), len(found.added)) == ([(9, "assist", "formula-empty")], 1)


def test_ids_that_changed_are_never_guessed() -> None:
    assert faults(merged(row(id_="zz"), row(3, None))) == [
        (2, "", "row-unknown"),
        (3, "", "row-unknown"),
    ]
    twice = merged(row(2, text="甲"), row(3, text="乙"))
    assert faults(twice) == [(2, "", "row-duplicate"), (3, "", "row-duplicate")]
    assert twice.changes == []
    assert told(merged(row(2, text="甲"), row(3, text="甲"))) == [("text", "mine", "甲", "修路")]
    sorted_apart = merged(row(2, "a", "2", text="修桥"), row(3, "b", "1"))
    assert faults(sorted_apart) == [(2, "", "row-shifted"), (3, "", "row-shifted")]


def test_deleted_rows_are_named_and_nothing_is_deleted() -> None:
    found = merged(row())
    assert (found.missing, found.changes) == (["b"], [])


def test_a_row_taken_out_of_the_list_meanwhile_is_told_if_it_was_changed() -> None:
    assert faults(merged(row(), gone=True)) == []
    assert faults(merged(row(text="甲"), gone=True)) == [(2, "", "row-gone")]


def test_rows_without_id_are_new_and_blank_ones_nothing() -> None:
    blank = dict.fromkeys(SHEET, " ")
    found = merged(
        row(9, "", "", text="新事项"), Written(10, "", blank), row(11, "", "", target="x")
    )
    assert [(a.row, a.cells["text"], a.cells["due_on"]) for a in found.added] == [
        (9, "新事项", "2026-12-31")
    ]
    assert faults(found) == [(11, "target", "cell-number")]


def test_a_column_taken_out_and_a_cell_too_long_for_a_sheet_change_nothing() -> None:
    base = {"a": kept(text=None)}
    found = merge(FIELDS, base, [Written(2, "a", {"text": "", "target": "60"})], base)
    assert found.changes == []


def test_line_ends_and_signs_of_a_sheet_are_no_change() -> None:
    base = {"a": kept(text="修路\r\n修桥 ")}
    assert merge(FIELDS, base, [row(text="修路\n修桥_x000D_")], base).changes == []


@given(st.text("ab", max_size=2), st.text("ab", max_size=2), st.text("ab", max_size=2))
def test_merge_is_fair(base: str, mine: str, theirs: str) -> None:
    """Both sides are alike: seen from the other side, mine is theirs and theirs is mine."""
    swapped = {"mine": "theirs", "theirs": "mine", None: None, "same": "same"}
    here, there = judged(base, mine, theirs), judged(base, theirs, mine)
    assert there == (swapped | {"conflict": "conflict"})[here and here.value]


def test_a_new_row_that_lacks_what_it_needs_is_left_and_told() -> None:
    needed = [replace(each, needed=each.key == "lead") for each in FIELDS]
    rows = [row(9, "", "", lead=""), row(10, "", ""), Written(11, "", {"text": "修桥"})]
    found = merge(needed, {}, rows, {})
    assert [each.row for each in found.added] == [10]
    assert [each.row for each in found.left] == [9, 11]
    assert faults(found) == [(9, "lead", "cell-missing"), (11, "lead", "cell-missing")]


def test_a_day_may_be_part_of_a_year_where_the_year_is_known() -> None:
    known = [replace(each, year=2027) for each in FIELDS]
    base = {"a": kept()}
    (change,) = merge(known, base, [row(due_on="6月上旬")], base).changes
    assert (change.mine, change.said) == ("2027-06-10", "6月上旬")
    found = merge(FIELDS, base, [row(due_on="6月上旬")], base)
    assert faults(found) == [(2, "due_on", "cell-date")]
