"""What changes between two definitions, and what that does to rows."""

from collections.abc import Mapping

import pytest

from luoshi.core.listtype import Difference, differences, effects

from .documents import WHOLE, changed, kind

ROWS: list[Mapping[str, object]] = [
    {"origin": "audit", "cost": "7", "note": "短"},
    {"origin": "visit", "cost": "900"},
    {"origin": "visit", "note": "十个字以内的说明啊啊"},
    {},
]
NOTE = "  - {key: note, zh: 说明, type: text, max: 20}\n"
URGENT = "  - {key: urgent, zh: 是否紧急, en: Urgent, type: yes_no}\n"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("zh: 来源, en: Origin", "zh: 问题来源, en: Origin",
         [("columns.origin.zh", "来源", "问题来源")]),
        (NOTE, "", [("columns.note", "说明", None)]),
        (NOTE, NOTE + "  - {key: more, zh: 备注, type: text}\n", [("columns.more", None, "备注")]),
        (NOTE + URGENT, URGENT + NOTE,
         [("columns.order", "origin, cost, noticed_on, note, urgent",
           "origin, cost, noticed_on, urgent, note")]),
        ("{key: visit, zh: 走访, en: Visit}", "{key: poll, zh: 民调}",
         [("columns.origin.choices.poll", None, "民调"),
          ("columns.origin.choices.visit", "走访", None)]),
        ("required: true", "required: false", [("columns.origin.required", "true", "false")]),
        ("see: [principal, assisting]", "see: owners",
         [("see", "principal, assisting", "owners")]),
        ("failed: unused", "failed: {zh: 未成, en: Failed}",
         [("states.failed", "unused", "未成 / Failed")]),
        ("  claimed_done: {zh: 申请销号, en: Sign-off asked for}\n", "",
         [("states.claimed_done.zh", "申请销号", None),
          ("states.claimed_done.en", "Sign-off asked for", None)]),
        ("yellow: 5", "yellow: 6",
         [("light_rule", "own:p:5:12.5:0:10:-:3:-:r:7", "own:p:6:12.5:0:10:-:3:-:r:7")]),
        ("max: 20}", "}", [("columns.note.max", "20", None)]),
    ],
)  # fmt: skip
def test_differences(old: str, new: str, found: list[tuple[str, str | None, str | None]]) -> None:
    assert differences(kind(), kind(changed(old, new))) == tuple(
        Difference(*each) for each in found
    )


def test_nothing_differs_from_itself() -> None:
    assert differences(kind(), kind()) == ()
    assert effects(kind(), kind(), ROWS) == ()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (NOTE, "", [("hidden", "note", 2)]),
        (URGENT, "", []),
        ("{key: visit, zh: 走访, en: Visit}", "{key: poll, zh: 民调}", [("unfit", "origin", 2)]),
        ("max: 1000.5", "max: 800", [("unfit", "cost", 1)]),
        ("max: 20}", "max: 5}", [("unfit", "note", 1)]),
        ("key: cost, zh: 投资, en: Cost, type: number, unit: 万元, min: 0, max: 1000.5",
         "key: cost, zh: 投资, en: Cost, type: date", [("unfit", "cost", 2)]),
        ("max: 20}", "max: 5, required: true}",
         [("unfit", "note", 1), ("missing", "note", 2)]),
        (NOTE, NOTE + "  - {key: more, zh: 备注, type: text, required: true}\n",
         [("missing", "more", 4)]),
        ("zh: 来源, en: Origin", "zh: 问题来源, en: Origin", []),
        ("max: 1000.5", "max: 2000", []),
    ],
)  # fmt: skip
def test_effects_on_rows(old: str, new: str, found: list[tuple[str, str, int]]) -> None:
    told = effects(kind(), kind(changed(old, new)), ROWS)
    assert [(effect.code, effect.column.key, effect.rows) for effect in told] == found


def test_what_was_wrong_before_is_not_counted_again() -> None:
    rows: list[Mapping[str, object]] = [{"cost": "没有"}, {"cost": "900"}]
    narrow = kind(changed("max: 1000.5", "max: 800"))
    assert [(e.code, e.rows) for e in effects(kind(), narrow, rows)] == [("unfit", 1)]


def test_a_column_that_comes_back_finds_its_old_values() -> None:
    without = kind(changed(NOTE, ""))
    narrower = kind(changed("max: 20}", "max: 5}", WHOLE))
    told = effects(without, narrower, ROWS)
    assert [(e.code, e.column.key, e.rows) for e in told] == [("unfit", "note", 1)]
