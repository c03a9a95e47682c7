"""Cells: what people and sheets write, and what is kept of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.listtype import fits, missing, read_cell, read_cells, stored

from .documents import kind

KIND = kind()
ORIGIN, COST, NOTICED, NOTE, URGENT = KIND.columns


@pytest.mark.parametrize(
    ("column", "written", "value", "kept"),
    [
        (COST, " 12.50 ", Decimal("12.5"), "12.5"),
        (COST, "1,000.5万元", Decimal("1000.5"), "1000.5"),
        (COST, "1 000", Decimal(1000), "1000"),
        (COST, "0.00", Decimal(0), "0"),
        (COST, "1e2", Decimal(100), "100"),
        (NOTICED, "2026-03-31", date(2026, 3, 31), "2026-03-31"),
        (NOTICED, "2026/3/1", date(2026, 3, 1), "2026-03-01"),
        (NOTICED, "2026.3.1", date(2026, 3, 1), "2026-03-01"),
        (NOTICED, "2026年3月1日", date(2026, 3, 1), "2026-03-01"),
        (ORIGIN, "audit", "audit", "audit"),
        (ORIGIN, "审计", "audit", "audit"),
        (ORIGIN, "Visit", "visit", "visit"),
        (URGENT, "是", True, "yes"),
        (URGENT, "No", False, "no"),
        (URGENT, "√", True, "yes"),
        (NOTE, " 二十个字以内 ", "二十个字以内", "二十个字以内"),
        (NOTE, "  ", None, None),
    ],
)
def test_what_is_written_and_what_is_kept(
    column: object, written: str, value: object, kept: str | None
) -> None:
    found = read_cell(column, written)  # type: ignore[arg-type]
    assert found == value
    assert (found if found is None else stored(found)) == kept


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        (ORIGIN, "", "cell-missing"),
        (ORIGIN, "巡视", "cell-choice"),
        (COST, "约12", "cell-number"),
        (COST, "NaN", "cell-number"),
        (COST, "1e99", "cell-number"),
        (COST, "-1", "cell-low"),
        (COST, "1000.6", "cell-high"),
        (NOTICED, "三月底", "cell-date"),
        (NOTICED, "2026-02-30", "cell-date"),
        (NOTICED, "2025-12-31", "cell-low"),
        (NOTICED, "2027-01-01", "cell-high"),
        (NOTE, "字" * 21, "cell-long"),
        (URGENT, "也许", "cell-yes-no"),
    ],
)
def test_what_a_column_does_not_take(column: object, written: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cell(column, written)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.params["field"] == column.key  # type: ignore[attr-defined]
    assert written == "" or not fits(column, written)  # type: ignore[arg-type]


def test_cells_are_kept_in_the_order_of_columns_and_empty_ones_left_out() -> None:
    cells = read_cells(KIND, {"cost": "7", "origin": "审计", "note": " "}, whole=True)
    assert list(cells.items()) == [("origin", "audit"), ("cost", "7")]


def test_a_part_may_be_given_and_the_whole_not() -> None:
    assert read_cells(KIND, {"cost": "7"}, whole=False) == {"cost": "7"}
    with pytest.raises(Invalid) as refused:
        read_cells(KIND, {"cost": "7"}, whole=True)
    assert refused.value.code == "cell-missing"


def test_a_column_there_is_not_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read_cells(KIND, {"costs": "7"}, whole=False)
    assert (refused.value.code, refused.value.params["column"]) == ("cell-unknown", "costs")


def test_required_columns_that_a_row_leaves_empty() -> None:
    assert missing(KIND, {"origin": "audit"}) == ()
    assert missing(KIND, {"cost": "7", "origin": ""}) == (ORIGIN,)


@given(st.decimals(min_value=0, max_value=1000, places=4))
def test_a_kept_number_is_read_as_the_same_number(number: Decimal) -> None:
    assert read_cell(COST, stored(number)) == number
