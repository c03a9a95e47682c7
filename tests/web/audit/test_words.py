"""The record in words a person reads."""

import re

import pytest

from luoshi.core.chain import first_broken
from luoshi.web.audit import words
from luoshi.web.audit.models import Entry
from luoshi.web.audit.naming import Names, label_of
from tests.shared_data import ROOT

VERB = re.compile(r"verb ?= ?\"([a-z_]+\.[a-z_-]+)\"")


def test_every_verb_that_is_written_has_its_words() -> None:
    written = {
        verb
        for path in (ROOT / "src/luoshi").rglob("*.py")
        for verb in VERB.findall(path.read_text(encoding="utf-8"))
    }
    assert len(written) > 40
    assert sorted(written - words.verbs().keys()) == []
    assert sorted(words.VERBS.keys() - written) == []


def test_words_of_an_app_go_before() -> None:
    assert words.verb_words("commitment.create") == "列入清单"
    assert words.verb_words("nobody.knows") == "nobody.knows"


def test_every_fault_of_a_chain_has_its_words() -> None:
    source = (ROOT / "src/luoshi/core/chain.py").read_text(encoding="utf-8")
    faults = set(re.findall(r"return \"([a-z-]+)\"|\"(cut-off)\"", source))
    assert {first or second for first, second in faults} == words.REASONS.keys()
    assert first_broken([]) is None


def test_role_and_thing_are_named() -> None:
    entry = Entry(object_type="units.unit", object_id="5")
    assert words.thing_words(entry) == "单位 5"
    assert words.thing_words(entry, Names(units={5: "市交通局"})) == "市交通局"
    assert words.thing_words(Entry(object_type="gone.thing", object_id="5")) == "gone.thing 5"
    assert (words.role_words("auditor"), words.role_words("")) == ("审计员", "")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"text": "旧"}, {"text": "新"}, "事项：旧 → 新"),
        (None, {"text": "新", "n": None}, "事项：新\nn：—"),
        ({"text": "旧"}, None, "事项：旧 → —"),
        (None, None, ""),
        (None, {"text": "长" * 500}, "事项：" + "长" * 399 + "…"),
        ({"lead_unit": 5}, {"lead_unit": 6}, "牵头单位：市交通局 → 6"),
        (None, {"assist_units": [5], "state": "underway"}, "配合单位：市交通局\n状态：推进中"),
        (None, {"first": True, "user": 7, "note": ""}, "第一个账号：是\n人员：张三\n说明：—"),
        (None, {"reports": [*range(50)]}, f"交账：{', '.join(map(str, range(40)))} 等 50 项"),
    ],
    ids=["changed", "new", "gone", "nothing", "long", "unit", "units", "person", "many"],
)
def test_changes_are_told_line_by_line(before: object, after: object, told: str) -> None:
    entry = Entry(object_type="commitments.commitment", before=before, after=after)
    assert words.told(entry, Names({5: "市交通局"}, {7: "张三"})) == told


def test_values_that_are_no_column_have_a_name() -> None:
    entry = Entry(object_type="delivery.verification", verb="verification.record")
    assert label_of(entry, "sample") == "样本"
    entry = Entry(object_type="burden.datarequest", verb="request.answer")
    assert label_of(entry, "words") == "说明"
    assert label_of(Entry(object_type="units.unit", verb="unit.create"), "parent") == "上级单位"
