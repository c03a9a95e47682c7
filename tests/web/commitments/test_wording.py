"""Lights, targets, shares and the curve in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import override

from luoshi import presets
from luoshi.core.pace import COLOURS_ZH, SENTENCES_ZH, Milestone, Trajectory
from luoshi.core.workflow import COMMITMENT
from luoshi.web.commitments.actions.progress import ADVANCES
from luoshi.web.commitments.curve import Dot, Figure, curve_of
from luoshi.web.commitments.lights import (
    COLOURS,
    SENTENCES,
    light_sentence,
    rule_name,
    rule_text,
)
from luoshi.web.commitments.models import Commitment, CommitmentState, ListType
from luoshi.web.commitments.wording import (
    VERBS,
    amount,
    changes_text,
    comparator_text,
    percent,
    pieces,
    plain,
    target_text,
    verb_text,
)
from tests.web.commitments.build import STATES

BY_DELIVERY = {"calendar-not-covered"}
NUMBERS = {"points": "12.5", "days": "3", "percent": "45", "year": "2027", "on": "2026-11-10"}


def test_every_light_of_the_core_has_the_same_sentence_here() -> None:
    with translation.override("zh-hans"):
        here = {code: str(text) for code, text in SENTENCES.items() if code not in BY_DELIVERY}
        assert here == dict(SENTENCES_ZH)
        assert {code: str(word) for code, word in COLOURS.items()} == dict(COLOURS_ZH)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", SENTENCES)
def test_sentence_holds_its_numbers_in_both_languages(code: str, language: str) -> None:
    with translation.override("zh-hans"):
        expected = {
            number for name, number in NUMBERS.items() if f"{{{name}}}" in str(SENTENCES[code])
        }
    with translation.override(language):
        text = light_sentence(code, NUMBERS)
    assert {number for number in NUMBERS.values() if number in text} == expected
    assert "{" not in text


def test_light_without_code_says_there_is_no_figure() -> None:
    assert light_sentence("", {}) == "尚无进展数据"


def test_rule_is_named_in_both_languages_and_unknown_rules_are_silent() -> None:
    rules = presets.load("lights")
    for key in rules:
        with translation.override("en"):
            assert (rule_name(key), rule_text(key)) == (rules[key]["en"], rules[key]["text_en"])
        with translation.override("zh-hans"):
            assert (rule_name(key), rule_text(key)) == (rules[key]["zh"], rules[key]["text"])
    assert (rule_name("gone"), rule_text("")) == ("", "")


def test_states_are_those_of_the_workflow() -> None:
    assert tuple(CommitmentState.values) == tuple(COMMITMENT.states) == STATES


def test_every_verb_of_the_record_has_words() -> None:
    assert {f"commitment.{verb}" for verb in ADVANCES} <= VERBS.keys()
    assert verb_text("commitment.accept") == "签收"
    assert verb_text("something.new") == "something.new"


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, ""), ("0", "0%"), ("1", "100%"), ("0.125", "12.5%"), ("0.3333", "33.33%")],
)
def test_share_as_percentage(share: str | None, text: str) -> None:
    assert percent(None if share is None else Decimal(share)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("100.0000", "100"), ("1234567.50", "1,234,567.5"), ("-0.5", "-0.5"), ("1E+2", "100")],
)
def test_number_without_trailing_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_amount_has_its_unit() -> None:
    texts = [amount(Decimal("7.5"), unit) for unit in ("%", "公里", "")]
    assert texts == ["7.5%", "7.5 公里", "7.5"]
    assert amount(None, "公里") == ""


@pytest.mark.parametrize(
    ("comparator", "text"),
    [(">=", "≥"), ("growth>=", "增长≥"), ("rank<=", "位次≤"), ("vs", "高于"), ("", ""), ("?", "?")],
)
def test_comparator_in_signs_and_words(comparator: str, text: str) -> None:
    assert comparator_text(comparator) == text


def test_target_is_one_phrase_or_nothing() -> None:
    bound = Commitment(comparator="growth>=", target=Decimal("7.5000"), unit_of_measure="%")
    assert target_text(bound) == "增长≥ 7.5%"
    assert target_text(Commitment(comparator="by")) == ""


def test_changes_show_values_but_no_keys_of_units() -> None:
    lines = changes_text(
        {"due_on": "2026-06-30", "lead_unit": 3, "leader": ""},
        {"due_on": "2026-09-30", "lead_unit": 4, "leader": "副" * 80},
    )
    assert lines == [
        "时限：2026-06-30 → 2026-09-30",
        "牵头单位",
        f"责任领导：— → {'副' * 60}…",
    ]


YEAR = Trajectory.by_milestones(
    date(2026, 1, 1), date(2026, 12, 31), [Milestone(date(2026, 6, 30), Decimal("0.4"))]
)


def test_curve_goes_through_the_corners_of_the_plan() -> None:
    curve = curve_of(YEAR, [], [], date(2026, 7, 1))
    assert curve.planned == "44,172 331,108 624,12"
    assert (curve.said_line, list(curve.achieved)) == ("", [])
    assert curve.today == Dot(333, 172, "2026-07-01")
    assert [dot.y for dot in curve.grid] == [172, 132, 92, 52, 12]
    assert [dot.label for dot in curve.days] == ["2026-01-01", "2026-12-31"]


def test_curve_reaches_to_the_last_figure_and_its_table_says_the_same() -> None:
    late = Figure(date(2027, 1, 31), Decimal("0.9"))
    half = Figure(date(2026, 6, 30), Decimal("0.3"))
    curve = curve_of(YEAR, [half, late], [half], date(2027, 6, 1))
    assert (curve.said[-1].x, curve.said[-1].label) == (624, "2027-01-31 90%")
    assert curve.today is None
    rows = [(line.on, line.planned, line.said, line.achieved) for line in curve.lines]
    assert rows == [
        (date(2026, 6, 30), "40%", "30%", "30%"),
        (date(2026, 12, 31), "100%", "", ""),
        (date(2027, 1, 31), "100%", "90%", ""),
    ]


def test_plan_of_one_day_has_a_drawing() -> None:
    day = Trajectory.linear(date(2026, 3, 1), date(2026, 3, 1))
    curve = curve_of(day, [], [], date(2026, 3, 1))
    assert curve.planned == "44,172 624,12"


@pytest.mark.parametrize(("count", "told"), [(1, "1 file"), (2, "2 files")])
def test_evidence_is_counted_in_the_right_number(count: int, told: str) -> None:
    with override("en"):
        assert pieces(count) == told
    with override("zh-hans"):
        assert pieces(count) == f"{count} 份材料"


def test_a_kind_of_list_is_named_in_the_readers_language() -> None:
    kind = ListType(key="key_tasks", title="重点任务清单", definition={"en": "Key tasks"})
    own = ListType(key="own", title="自建清单", definition={})
    assert (str(kind), str(own)) == ("重点任务清单", "自建清单")
    with override("en"):
        assert (str(kind), str(own)) == ("Key tasks", "自建清单")
