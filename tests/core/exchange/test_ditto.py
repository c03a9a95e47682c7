"""Cells that say "the same as above" mean the value that stands there."""

from luoshi.core.exchange import Kept, Written, filled_down, written_down
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


def test_a_sheet_that_came_back_is_filled_but_for_what_went_out_so() -> None:
    base = {"a": Kept("1", 1, {"leader": "同上"}), "b": Kept("1", 2, {"leader": "李"})}
    rows = [
        Written(1, "b", {"leader": "张"}),
        Written(2, "a", {"leader": "同上"}),
        Written(3, "b", {"leader": "张"}),
        Written(4, "b", {"leader": " 同 上"}),
        Written(5, "", {"leader": "〃"}),
    ]
    found = written_down(rows, base, WORDS)
    assert [row.cells["leader"] for row in found] == ["张", "同上", "张", "张", "张"]
    assert [dict(row.said) for row in found] == [{}, {}, {}, {"leader": "同 上"}, {"leader": "〃"}]
