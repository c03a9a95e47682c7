"""Definitions from YAML: what is read, what is written again, and where a fault stands."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.listtype import (
    MAX_CHARS,
    REASONS,
    USUAL_READERS,
    CellType,
    Column,
    Named,
    Step,
    dump_list_type,
    list_type_fields,
    parse_list_type,
)
from luoshi.core.pace import Colour, Days, Measure, Thresholds
from tests.shared_data import ROOT

from .documents import LIGHTS, WHOLE, changed, kind

LEAST = "key: plain\nzh: 一般清单\n"


def test_everything_is_read() -> None:
    found = kind()
    assert (found.key, found.zh, found.en) == ("rectification", "整改销号清单", "Rectification")
    assert (found.source, found.tag, found.cadence) == ("某市办法", "L", "quarterly")
    assert found.light_rule == Thresholds(
        Measure.POINTS, Decimal(5), Decimal("12.5"), Days(0, 10), Days(None, 3),
        None, Colour.RED, 7,
    )  # fmt: skip
    assert found.readers == ("principal", "assisting")
    assert found.labels == {"claimed_done": Named("claimed_done", "申请销号", "Sign-off asked for")}
    assert found.unused == ("failed",)
    assert found.steps == (Step("notice", "公示", "Public notice", 5),)
    origin, cost, noticed, note, urgent = found.columns
    assert origin == Column(
        "origin", "来源", "Origin", CellType.CHOICE, required=True,
        choices=(Named("audit", "审计", "Audit"), Named("visit", "走访", "Visit")),
    )  # fmt: skip
    assert (cost.unit, cost.low, cost.high) == ("万元", Decimal(0), Decimal("1000.5"))
    assert (noticed.low, noticed.high) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (note.en, note.high) == ("说明", Decimal(20))
    assert urgent.kind is CellType.YES_NO
    assert [(area.key, q.key) for area, q in found.questions()] == [("ideas", "i1")]
    assert found.column("cost") == cost
    assert found.column("none") is None


def test_little_is_enough() -> None:
    found = kind(LEAST)
    assert (found.en, found.cadence, found.light_key) == ("一般清单", "monthly", "default")
    assert found.readers == USUAL_READERS
    assert (found.columns, found.steps, found.areas, found.unused) == ((), (), (), ())


@pytest.mark.parametrize("written", ["see: owners\n", "see: []\n"])
def test_owners_only(written: str) -> None:
    found = kind(LEAST + written)
    assert found.readers == ()
    assert "see: owners" in dump_list_type(found)


@pytest.mark.parametrize("text", [WHOLE, LEAST, LEAST + "light_rule: suqian\n"])
def test_what_is_written_is_read_again(text: str) -> None:
    found = kind(text)
    assert kind(dump_list_type(found)) == found
    stored = json.loads(json.dumps(list_type_fields(found)))
    assert parse_list_type(stored, lights=LIGHTS) == found


def test_the_text_is_the_same_after_two_rounds() -> None:
    once = dump_list_type(kind())
    assert dump_list_type(kind(once)) == once


@pytest.mark.parametrize(
    ("old", "new", "reason", "path", "line"),
    [
        ("schema: 1", "schema: 2", "schema-unknown", "schema", 1),
        ("key: rectification", "key: 整改", "key-unusable", "key", 2),
        ("key: rectification", "key: a-b", "key-unusable", "key", 2),
        ("key: rectification", f"key: {'k' * 41}", "key-unusable", "key", 2),
        ("zh: 整改销号清单", "zh: ''", "text-unusable", "zh", 3),
        ("zh: 整改销号清单", f"zh: {'长' * 61}", "text-unusable", "zh", 3),
        ("zh: 整改销号清单\n", "", "field-missing", "", 1),
        ("tag: L", "tag: X", "word-unknown", "tag", 6),
        ("cadence: quarterly", "cadence: daily", "word-unknown", "cadence", 7),
        ("measure: points", "measure: percent", "word-unknown", "light_rule.measure", 9),
        ("yellow: 5", "yellow: 101", "threshold-range", "light_rule.yellow", 10),
        ("yellow: 5", "yellow: 5.123", "threshold-range", "light_rule.yellow", 10),
        ("red: 12.5", "red: 4", "thresholds-crossed", "light_rule.red", 11),
        ("{yellow: 0, red: 10}", "{yellow: 9, red: 3}", "thresholds-crossed",
         "light_rule.late", 12),
        ("report_late: {red: 3}", "report_late: {red: 100}", "whole-number",
         "light_rule.report_late.red", 13),
        ("partly: none", "partly: blue", "word-unknown", "light_rule.partly", 14),
        ("soon: 7", "soon: 1.5", "whole-number", "light_rule.soon", 16),
        ("see: [principal, assisting]", "see: [mayor]", "word-unknown", "see[0]", 17),
        ("see: [principal, assisting]", "see: everybody", "wrong-type", "see", 17),
        ("failed: unused", "accepted: unused", "state-needed", "states.accepted", 20),
        ("failed: unused", "signed_off: unused", "steps-without-sign-off", "", 1),
        ("failed: unused", "finished: {zh: 完}", "field-unknown", "states.finished", 20),
        ("working_days: 5", "working_days: 61", "whole-number", "steps[0].working_days", 22),
        ("key: cost", "key: weight", "key-reserved", "columns[1].key", 26),
        ("key: cost", "key: origin", "duplicate-key", "columns[1]", 26),
        ("type: number", "type: money", "word-unknown", "columns[1].type", 26),
        ("min: 0, max: 1000.5", "min: 9, max: 8", "bounds-crossed", "columns[1].max", 26),
        ("type: choice, required: true", "type: text, required: true", "choices-unused",
         "columns[0]", 24),
        ("{key: visit, zh: 走访, en: Visit}", "{key: audit, zh: 走访}", "duplicate-key",
         "columns[0].choices[1]", 25),
        ("{key: visit, zh: 走访, en: Visit}", "{key: visit, zh: 审计}", "duplicate-key",
         "columns[0]", 24),
        ("min: 2026-01-01", "min: 2026-02-30", "date-unusable", "columns[2].min", 27),
        ("min: 2026-01-01", "min: 2027-01-01", "bounds-crossed", "columns[2].max", 27),
        ("max: 20}", "max: 2001}", "whole-number", "columns[3].max", 28),
        ("max: 20}", "max: 0}", "whole-number", "columns[3].max", 28),
        ("max: 20}", "min: 20}", "bound-unused", "columns[3].min", 28),
        ("type: yes_no", "type: yes_no, max: 1", "bound-unused", "columns[4].max", 29),
        ("type: yes_no", "type: yes_no, unit: 个", "unit-unused", "columns[4].unit", 29),
        ("type: yes_no", "type: choice", "field-missing", "columns[4]", 29),
        ("required: true", "required: 1", "wrong-type", "columns[0].required", 24),
        ("tag: L", "colour: red", "field-unknown", "colour", 6),
        ("tag: L", "key: twice", "duplicate-key", "", 6),
        ("tag: L", "tag: &a L", "anchor", "", 6),
        ("tag: L", "tag: !!python/name:os.system L", "tag", "", 6),
        ("tag: L", "tag: [", "not-yaml", "", 8),
        ("{key: i1, zh: 有没有落实, en: Is it done}", f"{{key: i1, zh: {'问' * 201}}}",
         "text-unusable", "questions[0].ask[0].zh", 35),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(old: str, new: str, reason: str, path: str, line: int) -> None:
    with pytest.raises(Invalid) as refused:
        kind(changed(old, new))
    params = refused.value.params
    assert refused.value.code == "list-type-invalid"
    assert (params["reason"], params["path"], params["line"]) == (reason, path, line)
    assert reason in REASONS


def test_a_light_rule_that_is_not_known() -> None:
    with pytest.raises(Invalid) as refused:
        kind(LEAST + "light_rule: purple\n")
    assert refused.value.params["reason"] == "light-unknown"


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MAX_CHARS + 1),
        LEAST + "columns:\n" + "".join(
            f"  - {{key: c{n}, zh: 栏{n}, type: text}}\n" for n in range(31)
        ),
        LEAST + "columns: " + "[" * 60 + "]" * 60,
        LEAST + "source: {a: &x [1, 1], b: *x}",
        "- 1\n- 2\n",
        "---\nkey: a\n---\nkey: b\n",
        "",
    ],
    ids=["large", "columns", "deep", "alias", "list", "two", "empty"],
)  # fmt: skip
def test_what_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        kind(text)
    assert refused.value.code == "list-type-invalid"
    assert refused.value.params["reason"] in REASONS


def test_thirty_columns_are_the_most() -> None:
    rows = "".join(f"  - {{key: c{n}, zh: 栏{n}, type: text}}\n" for n in range(30))
    assert len(kind(f"{LEAST}columns:\n{rows}").columns) == 30


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_name_survives_being_written(name: str) -> None:
    if name.strip() and name.isprintable():
        found = replace(kind(), zh=name, en=name)
        assert kind(dump_list_type(found)) == found


def test_the_page_of_rules_lists_every_reason_and_the_code_no_other() -> None:
    page = (ROOT / "docs/rules/list-types.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page.split("## 第八条")[1], re.MULTILINE) == [
        *REASONS.items()
    ]
    core = ROOT / "src/luoshi/core"
    files = [core / "document.py", core / "fields.py", *(core / "listtype").glob("*.py")]
    code = "\n".join(p.read_text(encoding="utf-8") for p in files if p.name != "reasons.py")
    given = set(re.findall(r'(?:fault\([^"\n]*)"([a-z]+(?:-[a-z]+)+)"', code))
    assert given - set(REASONS) == set()
    assert [reason for reason in REASONS if f'"{reason}"' not in code] == []
