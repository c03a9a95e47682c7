"""Cells that say "the same as above" mean the value that stands there."""

from luoshi.core.exchange import filled_down
from luoshi.presets import load

WORDS = load("sheets")["same"]["words"]


def test_the_value_above_is_taken_through_several_rows() -> None:
    rows = [
        ["修路", "交通局"],
        ["修桥", "同 上"],
        ["修站", "〃"],
        ["修港", "Ditto"],
        ["修厂", "工信局"],
    ]
    found = filled_down(rows, WORDS)
    assert [cells[1] for cells, _ in found] == ["交通局"] * 4 + ["工信局"]
    assert [sorted(same) for _, same in found] == [[], [1], [1], [1], []]


def test_with_nothing_above_the_cell_stays() -> None:
    rows = [["同上", ""], ["修路", "同上"], ["同上意见"]]
    assert filled_down(rows, WORDS) == [(tuple(row), frozenset()) for row in rows]
