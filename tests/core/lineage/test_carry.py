"""Last year's figures under today's units."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi import presets
from luoshi.core.errors import Invalid
from luoshi.core.lineage import (
    Carried,
    Event,
    Kind,
    Measure,
    Nature,
    carried,
    carry_rules_from,
)
from tests.core.lineage.trees import DAY, LATER, merge, move, rename, split

RULES = carry_rules_from(presets.load("lineage"))
TAKEN = date(2024, 12, 31)
UNTIL = date(2026, 3, 1)
LAST = {"文化": Measure(Decimal(30)), "旅游": Measure(Decimal(12)), "东县": Measure(Decimal(5))}
RATES = {
    "文化": Measure(Decimal(90), Decimal(300)),
    "旅游": Measure(Decimal(80), Decimal(100)),
}


def carry(
    *events: Event,
    measures: dict[str, Measure] = LAST,
    nature: Nature = Nature.ADDITIVE,
    measured_on: date = TAKEN,
    until: date = UNTIL,
) -> dict[str, Carried]:
    return carried(
        measures, events, nature=nature, rules=RULES, measured_on=measured_on, until=until
    )


def values(found: dict[str, Carried]) -> dict[str, Decimal | None]:
    return {unit: each.value for unit, each in found.items()}


def test_without_events_figures_stay() -> None:
    assert carry()["文化"] == Carried(Decimal(30), (), (("文化", Decimal(30)),))


@pytest.mark.parametrize("event", [rename("文化", "文旅"), move("文化", "东县")])
@pytest.mark.parametrize("nature", Nature)
def test_renaming_and_moving_change_no_figure(event: Event, nature: Nature) -> None:
    assert carry(event, nature=nature) == carry(nature=nature)


def test_merged_amounts_add_up_and_name_their_rule_and_sources() -> None:
    found = carry(merge("旅游", into="文化"))
    assert values(found) == {"东县": 5, "文化": 42}
    assert found["文化"].rules == ("additive-merge",)
    assert found["文化"].sources == (("文化", Decimal(30)), ("旅游", Decimal(12)))
    assert found["东县"].rules == ()


def test_what_only_the_closed_unit_counted_passes_whole() -> None:
    alone = {"旅游": Measure(Decimal(12))}
    assert values(carry(merge("旅游", into="文化"), measures=alone)) == {"文化": 12}


def test_split_amounts_are_shared_out_to_the_last_digit() -> None:
    found = carry(split("文化", 出版="0.3333", 广电="0.6667"))
    assert values(found) == {
        "东县": 5, "旅游": 12, "出版": Decimal("9.999"), "广电": Decimal("20.001"),
    }  # fmt: skip
    assert found["出版"].sources == (("文化", Decimal("9.999")),)
    assert found["出版"].rules == ("additive-split",)


def test_what_a_split_gives_a_standing_unit_is_added_to_its_own() -> None:
    found = carry(split("文化", founding=False, 旅游="0.5", 东县="0.5"))
    assert values(found) == {"东县": 20, "旅游": 27}
    assert found["旅游"].sources == (("文化", Decimal(15)), ("旅游", Decimal(12)))


def test_without_stated_shares_a_split_is_not_comparable() -> None:
    found = carry(split("文化", 出版=None, 广电=None))
    assert values(found) == {"东县": 5, "旅游": 12, "出版": None, "广电": None}
    assert found["出版"].sources == (("文化", Decimal(30)),)


def test_what_is_not_comparable_stays_so() -> None:
    found = carry(split("文化", 出版=None, 广电=None), merge("旅游", into="广电", on=LATER))
    assert found["广电"] == Carried(
        None,
        ("additive-split", "additive-merge"),
        (("文化", Decimal(30)), ("旅游", Decimal(12))),
    )


def test_events_apply_in_their_order_whatever_order_they_are_told_in() -> None:
    first = merge("旅游", "文化", into="文旅", founding=True)
    then = split("文旅", 文旅="0.5", 文物="0.5", on=LATER)
    assert carry(first, then) == carry(then, first)
    assert values(carry(first, then)) == {"东县": 5, "文旅": 21, "文物": 21}
    assert carry(first, then)["文物"].rules == ("additive-merge", "additive-split")


def test_events_after_the_day_in_question_do_not_apply() -> None:
    assert carry(merge("旅游", into="文化"), until=date(2025, 6, 30)) == carry()


def test_figures_taken_after_the_event_are_of_the_new_units() -> None:
    """Only a unit that had already closed when it still reported gives what it has."""
    whole = {"文化": Measure(Decimal(30)), "旅游": Measure(Decimal(2))}
    late = carry(merge("旅游", into="文化"), measures=whole, measured_on=LATER)
    assert values(late) == {"文化": 32}
    parted = split("文化", 文化="0.5", 文物="0.5")
    assert values(carry(parted, measures=whole, measured_on=DAY)) == {"文化": 30, "旅游": 2}


def test_merged_rates_are_weighted_by_their_base() -> None:
    found = carry(merge("旅游", into="文化"), measures=RATES, nature=Nature.RATE)
    assert found["文化"] == Carried(
        Decimal("87.5000"),
        ("rate-merge",),
        (("文化", Decimal(90)), ("旅游", Decimal(80))),
        Decimal(400),
    )


def test_rates_are_rounded_half_up_to_four_places() -> None:
    thirds = {"文化": Measure(Decimal(1), Decimal(1)), "旅游": Measure(Decimal(0), Decimal(2))}
    found = carry(merge("旅游", into="文化"), measures=thirds, nature=Nature.RATE)
    assert str(found["文化"].value) == "0.3333"


@pytest.mark.parametrize(
    "measures",
    [
        {"文化": Measure(Decimal(90), Decimal(300)), "旅游": Measure(Decimal(80))},
        {"旅游": Measure(Decimal(80), Decimal(100))},
        {unit: Measure(each.value, Decimal(0)) for unit, each in RATES.items()},
    ],
    ids=["no base", "one side only", "empty base"],
)
def test_rates_without_both_sides_are_not_comparable(measures: dict[str, Measure]) -> None:
    found = carry(merge("旅游", into="文化"), measures=measures, nature=Nature.RATE)
    assert values(found) == {"文化": None}


def test_rates_of_units_that_become_a_new_one_need_no_rate_of_it() -> None:
    event = merge("旅游", "文化", into="文旅", founding=True)
    assert values(carry(event, measures=RATES, nature=Nature.RATE)) == {"文旅": Decimal("87.5")}


def test_a_rate_of_the_whole_says_nothing_of_its_parts() -> None:
    found = carry(split("文化", 出版="0.5", 广电="0.5"), measures=RATES, nature=Nature.RATE)
    assert (found["出版"].value, found["出版"].rules) == (None, ("rate-split",))


@pytest.mark.parametrize("event", [merge("旅游", into="文化"), split("旅游", 甲="0.5", 乙="0.5")])
def test_ranks_do_not_pass(event: Event) -> None:
    found = carry(event, nature=Nature.RANK)
    assert [each.value for unit, each in found.items() if unit in {"文化", "甲", "乙"}][-1] is None
    assert found["东县"].value == 5


def changed(key: str, **fields: Any) -> dict[str, Any]:
    data = presets.load("lineage")
    data[key] |= fields
    return data


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        (changed("rate-merge", method="sum"), "carry-method", "lineage.rate-merge.method"),
        (changed("rank-split", method="shares"), "carry-method", "lineage.rank-split.method"),
        (changed("additive-move", method="none"), "carry-method", "lineage.additive-move.method"),
        (changed("rank-split", event="merge"), "carry-rule-twice", "lineage.rank-split"),
        (changed("rank-split", nature="colour"), "rule-choice", "lineage.rank-split.nature"),
        (changed("rank-split", text=" "), "rule-text", "lineage.rank-split.text"),
        ({}, "carry-rule-missing", "lineage.additive-rename"),
    ],
)
def test_rules_that_make_no_sense_are_refused(data: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        carry_rules_from(data)
    assert (refused.value.code, refused.value.params["path"]) == (code, path)


def test_an_office_may_call_merged_amounts_not_comparable() -> None:
    rules = carry_rules_from(changed("additive-merge", method="none"))
    found = carried(
        LAST, [merge("旅游", into="文化")], nature=Nature.ADDITIVE, rules=rules,
        measured_on=TAKEN, until=UNTIL,
    )  # fmt: skip
    assert found["文化"].value is None
    assert rules[Nature.ADDITIVE, Kind.MERGE].key == "additive-merge"
