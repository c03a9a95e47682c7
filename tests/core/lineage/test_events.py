"""What may happen to a tree, and what the tree is after it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.lineage import Event, Heir, History, Kind, after, check_event
from tests.core.lineage.trees import (
    BEGUN,
    DAY,
    LATER,
    TREE,
    merge,
    move,
    place,
    rename,
    shape,
    split,
    version,
)

BEFORE = DAY - timedelta(1)
ROUND = History.of([*TREE.versions, version("数据", "市", start=DAY)])
ENDED = History.of([version("市", None), version("文化", "市", end=DAY)])
RENAMED = after(TREE, rename("文化", "文旅"))

REFUSALS: list[tuple[str, History, Event, dict[str, Any]]] = [
    ("unit-not-yet", ROUND, merge("数据", into="文化", on=BEFORE), {"opened_on": "2025-07-01"}),
    ("unit-not-yet", ROUND, merge("数据", into="文化", on=DAY), {"opened_on": "2025-07-01"}),
    ("unit-not-yet", ROUND, merge("文化", into="数据", on=BEFORE), {"unit": "数据"}),
    ("unit-not-yet", TREE, rename("文化", "文旅", on=date(2019, 12, 31)), {"unit": "文化"}),
    ("unit-not-yet", ROUND, move("文化", "数据", on=BEFORE), {"unit": "数据"}),
    ("unit-closed", ENDED, rename("文化", "文旅"), {"closed_on": "2025-07-01"}),
    ("unit-changed-later", ENDED, rename("文化", "文旅", on=BEFORE), {"latest": "2025-07-01"}),
    ("unit-changed-later", RENAMED, move("文化", "东县", on=BEFORE), {"latest": "2025-07-01"}),
    ("unit-changed-later", RENAMED, merge("文化", into="旅游"), {"latest": "2025-07-01"}),
    ("unit-unknown", TREE, merge("没有", into="文化"), {"unit": "没有"}),
    ("unit-unknown", TREE, merge("旅游", into="没有"), {"unit": "没有"}),
    ("unit-unknown", TREE, move("文化", "没有"), {"unit": "没有"}),
    ("unit-known", TREE, merge("旅游", into="文化", founding=True), {"unit": "文化"}),
    ("unit-below-itself", TREE, move("东县", "东县"), {"unit": "东县"}),
    ("unit-below-itself", TREE, move("东县", "甲镇"), {"unit": "东县"}),
    ("unit-below-itself", TREE, merge("东县", into="甲镇"), {"unit": "甲镇"}),
    ("heir-twice", TREE, merge("文化", "文化", into="旅游"), {}),
    ("event-shape", TREE, merge("文化", into="文化"), {"kind": "merge"}),
    ("event-shape", TREE, Event(Kind.MERGE, DAY, ("文化",), (Heir("旅游"), Heir("市"))), {}),
    ("event-shape", TREE, Event(Kind.SPLIT, DAY, ("文化",), (Heir("旅游"),)), {}),
    ("event-shape", TREE, Event(Kind.RENAME, DAY, ("文化",), (Heir("旅游"),)), {}),
    ("shares-whole", TREE, split("文化", 出版="0.5", 广电="0.4"), {"total": "0.9"}),
    ("shares-whole", TREE, split("文化", 出版="1", 广电="0"), {}),
    ("shares-whole", TREE, split("文化", 出版="1", 广电=None), {}),
]


@pytest.mark.parametrize(("code", "history", "event", "params"), REFUSALS)
def test_what_cannot_happen_is_refused(
    code: str, history: History, event: Event, params: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        check_event(history, event)
    assert (refused.value.code, {**refused.value.params, **params}) == (code, refused.value.params)
    with pytest.raises(Invalid, match=code):
        after(history, event)


def test_a_deeper_unit_cannot_take_over_what_stands_above_it() -> None:
    deep = History.of([*TREE.versions, version("子村", "甲镇")])
    with pytest.raises(Invalid, match="unit-below-itself"):
        check_event(deep, merge("东县", into="子村"))


@pytest.mark.parametrize(
    ("event", "other"),
    [
        (rename("文化", "文旅"), merge("文化", into="旅游", on=LATER)),
        (merge("旅游", into="文化"), rename("文化", "文旅", on=LATER)),
        (move("文化", "旅游"), merge("旅游", into="市", on=LATER)),
        (merge("旅游", into="市"), move("文化", "旅游", on=LATER)),
        (merge("旅游", into="新", founding=True), merge("文化", into="新", founding=True)),
    ],
)
def test_events_do_not_overlap_what_is_decided(event: Event, other: Event) -> None:
    check_event(TREE, event)
    with pytest.raises(Invalid, match="event-pending"):
        check_event(TREE, event, [other])


def test_events_of_other_units_do_not_stand_in_the_way() -> None:
    check_event(TREE, rename("文化", "文旅"), [merge("甲镇", into="乙镇", on=LATER)])
    check_event(TREE, move("文化", "东县"), [move("旅游", "东县", on=LATER)])


def test_rename_changes_the_name_from_the_day_on() -> None:
    assert shape(RENAMED, BEFORE) == shape(TREE, BEFORE)
    assert shape(RENAMED, DAY) == shape(TREE, DAY) | {"文化": ("文旅", "市")}


def test_two_changes_on_one_day_leave_the_last() -> None:
    twice = after(RENAMED, rename("文化", "广旅"))
    assert shape(twice, DAY)["文化"] == ("广旅", "市")
    assert len(twice.of_unit("文化")) == 2


def test_move_changes_the_place_from_the_day_on() -> None:
    moved = after(TREE, move("甲镇", "市"))
    assert (shape(moved, BEFORE)["甲镇"][1], shape(moved, DAY)["甲镇"][1]) == ("东县", "市")


def test_merge_into_a_standing_unit_ends_the_other() -> None:
    merged = after(TREE, merge("旅游", into="文化"))
    assert shape(merged, BEFORE) == shape(TREE, BEFORE)
    assert set(shape(TREE, DAY)) - set(shape(merged, DAY)) == {"旅游"}
    assert merged.closed_on("旅游") == DAY
    assert merged.of_unit("文化") == TREE.of_unit("文化")


def test_merge_into_a_new_unit_ends_both_and_founds_it() -> None:
    event = merge("旅游", "文化", into="文旅", founding=True)
    assert (event.closing, [heir.unit for heir in event.founded]) == (("旅游", "文化"), ["文旅"])
    merged = after(TREE, event)
    assert merged.opened_on("文旅") == DAY
    assert set(shape(merged, DAY)) == {"市", "文旅", "东县", "甲镇", "乙镇"}


def test_units_below_a_closed_one_stand_below_its_heir() -> None:
    grown = History.of([*TREE.versions, version("丙镇", "东县", start=LATER)])
    merged = after(grown, merge("东县", into="旅游"))
    assert shape(merged, BEFORE)["甲镇"] == ("甲镇", "东县")
    assert shape(merged, DAY)["甲镇"] == ("甲镇", "旅游")
    assert merged.of_unit("丙镇") == (version("丙镇", "旅游", start=LATER),)


def test_split_founds_the_parts_and_the_largest_takes_what_stands_below() -> None:
    parted = after(TREE, split("东县", 南区="0.4", 北区="0.6"))
    assert parted.closed_on("东县") == DAY
    assert shape(parted, DAY)["乙镇"] == ("乙镇", "北区")


def test_split_may_leave_the_old_unit_standing() -> None:
    event = split("文化", 文化="0.7", 文物="0.3")
    assert event.closing == ()
    assert event.main == Heir("文化", Decimal("0.7"))
    assert shape(after(TREE, event), DAY)["文化"] == ("文化", "市")


def test_a_founded_unit_stands_where_it_is_put() -> None:
    heir = Heir("新镇", Decimal(1), place("新镇", "东县"))
    merged = after(TREE, Event(Kind.MERGE, DAY, ("甲镇", "乙镇"), (heir,)))
    assert shape(merged, DAY)["新镇"] == ("新镇", "东县")


def test_without_shares_the_first_named_is_the_main_heir() -> None:
    assert split("文化", 甲=None, 乙=None).main.unit == "甲"


def test_nothing_before_the_first_day_changes() -> None:
    assert shape(after(TREE, merge("旅游", into="文化")), BEGUN) == shape(TREE, BEGUN)
