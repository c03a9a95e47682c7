"""Versions of a tree, day by day."""

from datetime import date, timedelta

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.lineage import History
from tests.core.lineage.trees import BEGUN, DAY, TREE, version


def test_a_version_holds_from_its_start_to_before_its_end() -> None:
    one = version("文化", "市", end=DAY)
    days = [BEGUN - timedelta(1), BEGUN, DAY - timedelta(1), DAY]
    assert [one.holds(day) for day in days] == [False, True, True, False]


def test_the_tree_of_a_day_has_the_units_there_were() -> None:
    history = History.of([version("市", None), version("文化", "市", end=DAY)])
    assert set(history.as_of(DAY - timedelta(1))) == {"市", "文化"}
    assert set(history.as_of(DAY)) == {"市"}
    assert history.as_of(date(2019, 12, 31)) == {}


def test_versions_are_put_in_order() -> None:
    early, late = version("文化", "市", end=DAY), version("文化", "市", start=DAY, name="文旅")
    assert History.of([late, early]).of_unit("文化") == (early, late)
    assert History.of([late, early]).lives() == {"文化": (early, late)}


@pytest.mark.parametrize("end", [None, DAY + timedelta(1)])
def test_a_unit_has_one_version_at_a_time(end: date | None) -> None:
    with pytest.raises(Invalid, match="versions-overlap") as refused:
        History.of([version("文化", "市", end=end), version("文化", "市", start=DAY)])
    assert refused.value.params == {"unit": "文化", "on": "2025-07-01"}


def test_life_of_a_unit() -> None:
    history = History.of([version("文化", "市", end=DAY), version("市", None)])
    assert (history.opened_on("文化"), history.closed_on("文化")) == (BEGUN, DAY)
    assert (history.opened_on("市"), history.closed_on("市")) == (BEGUN, None)
    assert (history.opened_on("没有"), history.closed_on("没有")) == (None, None)


def test_line_goes_up_to_the_top() -> None:
    assert TREE.line("甲镇", DAY) == ["甲镇", "东县", "市"]
    assert TREE.line("没有", DAY) == ["没有"]
