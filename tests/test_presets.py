"""The presets: every entry has its names and its source, and fits what reads it."""

from decimal import Decimal
from typing import Any

import pytest

from luoshi import presets
from luoshi.core.cadence import kind_from as cadence_from
from luoshi.core.cadence import step_from
from luoshi.core.calendar import clock_from
from luoshi.core.errors import Invalid
from luoshi.core.listtype import ListType, parse_list_type
from luoshi.core.pace import curve_from, light_rule_from
from luoshi.core.projects import Stage, meter, season_from, targets_from, threshold_from
from luoshi.core.projects.threshold import SECTORS
from luoshi.core.sampling import sampling_rule_from
from luoshi.core.tally import Trim, Validity, tally_rules_from

NAMES = [
    "amendment_causes",
    "ballots",
    "behind_causes",
    "blocker_kinds",
    "bulletins",
    "burden",
    "cadences",
    "case_rates",
    "challenges",
    "clocks",
    "curves",
    "decompose",
    "forecast",
    "indicator_sheets",
    "indicators",
    "lights",
    "limits",
    "lineage",
    "list_types",
    "projects",
    "reject_reasons",
    "reminders",
    "return_reasons",
    "robustness",
    "rulelab",
    "sampling",
    "sheets",
    "vintages",
    "visits",
]
ENTRIES = [(name, key) for name in NAMES for key in presets.load(name)]


def entry(name: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = presets.load(name)[key]
    return found


def is_chinese(text: str) -> bool:
    return any("一" <= mark <= "鿿" for mark in text)


def is_named(row: dict[str, Any]) -> bool:
    return is_chinese(row["zh"]) and row["en"].isascii() and bool(row["en"].strip())


def test_the_presets_there_are() -> None:
    assert presets.names() == tuple(NAMES)


@pytest.mark.parametrize(("name", "key"), ENTRIES)
def test_each_entry_has_names_a_source_and_a_tag(name: str, key: str) -> None:
    row = entry(name, key)
    assert is_named(row)
    assert row["tag"] in {"S", "L", "M", "O"}
    assert is_chinese(row["source"])


@pytest.mark.parametrize("key", presets.load("lights"))
def test_light_rules_are_read(key: str) -> None:
    row = entry("lights", key)
    assert light_rule_from(key, row, f"lights.{key}").source == row["source"]
    assert is_chinese(row["text"])
    assert row["text_en"].isascii()


@pytest.mark.parametrize("key", presets.load("curves"))
def test_curves_are_read(key: str) -> None:
    row = entry("curves", key)
    assert curve_from(key, row, f"curves.{key}").key == key
    assert is_chinese(row["text"])
    assert row["text_en"].isascii()


@pytest.mark.parametrize("key", presets.load("clocks"))
def test_clocks_are_read(key: str) -> None:
    row = entry("clocks", key)
    assert clock_from(key, row, f"clocks.{key}").length == row["length"]
    assert is_chinese(row["starts"])


@pytest.mark.parametrize("key", presets.load("sampling"))
def test_sampling_rules_are_read(key: str) -> None:
    row = entry("sampling", key)
    assert sampling_rule_from(key, row, f"sampling.{key}").share == Decimal(row["share"])
    assert is_chinese(row["text"])
    assert row["text_en"].isascii()


def test_the_default_sampling_rule_is_a_tenth_and_five_at_least() -> None:
    row = entry("sampling", "default")
    assert (row["minimum"], row["share"]) == (5, "0.10")


@pytest.mark.parametrize(
    ("key", "span", "length"),
    [
        ("inspection-review-apply", "day", 30),
        ("petition-register", "day", 15),
        ("petition-return", "working-day", 5),
        ("petition-finish", "day", 60),
        ("hotline-handle", "working-day", 5),
        ("notice-reply", "working-day", 10),
        ("score-objection", "working-day", 15),
        ("disclosure-reply", "working-day", 20),
        ("order-minutes", "day", 20),
    ],
)
def test_periods_of_law(key: str, span: str, length: int) -> None:
    row = entry("clocks", key)
    assert (row["span"], row["length"]) == (span, length)


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("return_reasons", "needs_note"),
        ("reject_reasons", "needs_note"),
        ("blocker_kinds", "names_unit"),
    ],
)
def test_reasons_have_their_flag_and_end_in_other(name: str, flag: str) -> None:
    rows = presets.load(name)
    assert {tuple(row) for row in rows.values()} == {("zh", "en", flag, "tag", "source")}
    assert {type(row[flag]) for row in rows.values()} == {bool}
    assert list(rows)[-1] == "other"


def test_limits_have_a_value_and_a_unit() -> None:
    rows = presets.load("limits")
    assert {key: (row["value"], row["unit"]) for key, row in rows.items()} == {
        "document_bytes": (20 * 1024 * 1024, "byte"),
        "evidence_bytes": (20 * 1024 * 1024, "byte"),
        "text_bytes": (2 * 1024 * 1024, "byte"),
        "expanded_bytes": (200 * 1024 * 1024, "byte"),
        "page_rows": (50, "row"),
        "digests_per_day": (1, "message"),
        "digest_at": ("09:00", "time"),
        "digest_until": ("17:30", "time"),
        "rating_link_days": (30, "day"),
        "scores_shown_from": (5, "sheet"),
        "look_back_days": (10, "working-day"),
        "log_months": (6, "month"),
        "escalation_share": ("0.10", "share"),
        "exchange_rows": (20_000, "row"),
        "exchange_at_once": (300, "row"),
        "division_parts": (100, "row"),
        "project_rows": (2000, "row"),
        "project_evidence": (10, "file"),
        "views_per_person": (20, "view"),
        "view_name": (30, "character"),
        "unit_search_from": (15, "unit"),
        "statistics_numbers": (20_000, "number"),
    }


def kind_of(key: str) -> ListType:
    return parse_list_type({"key": key, **entry("list_types", key)}, lights=presets.load("lights"))


@pytest.mark.parametrize("key", presets.load("list_types"))
def test_list_types_are_read(key: str) -> None:
    kind = kind_of(key)
    assert kind.columns
    named = [*kind.columns, *kind.steps, *kind.labels.values(), *kind.areas]
    named += [choice for column in kind.columns for choice in column.choices]
    named += [question for _area, question in kind.questions()]
    for thing in named:
        assert is_chinese(thing.zh), thing
        assert thing.en.isascii(), thing
        assert thing.en != thing.zh


def test_the_kinds_of_lists_there_are() -> None:
    assert list(presets.load("list_types")) == [
        *("growth", "challenge", "strive", "key_tasks", "rectification", "projects"),
        *("monthly_theme", "monthly_place", "self_check"),
    ]


def test_the_self_check_asks_seven_questions_in_each_of_three_areas() -> None:
    kind = kind_of("self_check")
    assert [len(area.questions) for area in kind.areas] == [7, 7, 7]
    assert len({question.key for _area, question in kind.questions()}) == 21
    assert "自拟" in kind.source


def test_rhythms_of_meetings_and_steps_of_reminders_are_read() -> None:
    rows = presets.load("cadences")
    kinds = [cadence_from(key, row, f"cadences.{key}") for key, row in rows.items()]
    assert [(kind.zh, kind.rhythm.every, kind.sheet) for kind in kinds] == [
        ("周交办点评", "week", "comment"), ("月打擂", "month", "arena"),
        ("季观摩", "quarter", "tour"),
        ("每月一题", "month", "subject"), ("每月一地", "month", "subject"),
    ]  # fmt: skip
    assert [sum(each.most for each in kind.criteria) for kind in kinds] == [0, 0, 100, 0, 0]
    rows = presets.load("reminders")
    steps = [step_from(key, row, f"reminders.{key}") for key, row in rows.items()]
    assert [(step.days, step.to) for step in steps] == [(-3, "owner"), (0, "owner"), (1, "leader")]


def test_projects_are_read() -> None:
    rows = presets.load("projects")
    assert targets_from(rows["start_rate"], "projects.start_rate") == {1: Decimal("0.9"), 2: 1}
    assert meter([], rows["reserve"], "projects.reserve").wanted_projects == 100
    for key, row in rows.items():
        if key.startswith("threshold-"):
            assert threshold_from(key, row, key).source == row["source"]
            assert set(row["least"]) == set(SECTORS)
        if key.startswith("season-"):
            assert season_from(key, row, key).still == tuple(row["still"])
    assert [stage["key"] for stage in rows["stages"]["entries"]] == list(Stage)
    assert set(rows["sheet"]["sectors"]) == set(SECTORS)


@pytest.mark.parametrize("key", ["stages", "drop_outs"])
def test_entries_of_projects_have_both_names(key: str) -> None:
    rows = entry("projects", key)["entries"]
    assert all(is_named(row) for row in rows)
    assert len({row["key"] for row in rows}) == len(rows)


def test_ballots_make_rules_of_a_vote() -> None:
    rows = presets.load("ballots")
    for named in ("classes", "criteria", "effects"):
        assert all(is_named(row) for row in rows[named]["rows"])
    rules = tally_rules_from(rules_of_a_vote(rows))
    assert [each.weight for each in rules.classes] == [40, 30, 30]
    assert sum(each.maximum for each in rules.criteria) == 100
    assert (rules.trim, rules.shown_from, rules.quorum) == (Trim(1, 6), 5, Decimal("0.5"))
    assert rules.validity == Validity(
        all_same=True, blanks=Decimal("0.5"), top_from=1, top_share=None, void_share=Decimal("0.5")
    )
    assert len(rows["effects"]["rows"]) == 7


def rules_of_a_vote(rows: dict[str, Any]) -> dict[str, Any]:
    def part(key: str, *names: str) -> dict[str, Any]:
        return {name: rows[key][name] for name in names}

    def named(key: str, **more: object) -> list[dict[str, Any]]:
        kept = ("key", "weight", "maximum")
        return [
            {**{name: row[name] for name in kept if name in row}, "name": row["zh"], **more}
            for row in rows[key]["rows"]
        ]

    return {
        "title": "述职评议",
        "contenders": [{"key": "河东区", "name": "河东区"}],
        "criteria": named("criteria"),
        "classes": named("classes", size=10),
        "trim": part("trim", "drop", "least"),
        "validity": part("validity", "all_same", "blanks", "top_from", "void_share"),
        "rounding": part("rounding", "total", "mode"),
        "quorum": rows["quorum"]["share"],
        "shown_from": rows["shown_from"]["value"],
    }


def test_a_preset_is_a_copy() -> None:
    presets.load("lights")["default"]["yellow"] = "99"
    assert presets.load("lights")["default"]["yellow"] == "10"


@pytest.mark.parametrize("name", ["weights", "../settings", "", "lights.yaml"])
def test_an_unknown_preset_is_invalid(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        presets.load(name)
    assert (refused.value.code, refused.value.params) == ("preset-unknown", {"name": name})
