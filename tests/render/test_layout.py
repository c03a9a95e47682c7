import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from luoshi.core.errors import Invalid
from luoshi.render.layout import layout, rounded
from luoshi.render.lint import CHECKS
from tests.shared_data import shared

# Clause of a real row and its place under that clause -> the rules that hold it.
ROWS = {
    ("4", 0): ["paper.weight"],
    ("5.1", 0): ["page.width"],
    ("5.1", 1): ["page.height"],
    ("5.2.1", 0): ["margin.top"],
    ("5.2.1", 1): ["margin.left"],
    ("5.2.1", 2): ["area.width"],
    ("5.2.1", 3): ["area.height"],
    ("derived", 0): ["margin.right"],
    ("derived", 1): ["margin.bottom"],
    ("5.2.2", 0): ["body.size", "body.face"],
    ("5.2.3", 0): ["body.lines"],
    ("5.2.3", 1): ["body.characters"],
    ("3.2", 0): ["body.pitch"],
    ("5.2.4", 0): ["text.colour"],
    ("7.2.1", 0): ["copy.number"],
    ("7.2.2", 0): ["secrecy.face"],
    ("7.2.3", 0): ["urgency.face"],
    ("7.2.4", 0): ["mark.top"],
    ("7.2.4", 1): ["mark.face", "mark.colour"],
    ("7.2.5", 0): ["number.gap", "number.form"],
    ("7.2.7", 0): ["rule.gap", "rule.colour"],
    ("7.3.1", 0): ["title.size", "title.face", "title.gap", "title.align"],
    ("7.3.2", 0): ["addressee.gap", "addressee.form"],
    ("7.3.3", 0): ["body.indent"],
    ("7.3.3", 1): ["level.1", "level.2", "level.3", "level.4"],
    ("7.3.4", 0): ["enclosure.gap", "enclosure.indent", "enclosure.form"],
    ("7.3.5.1", 0): ["date.sealed"],
    ("7.3.5.2", 0): ["signature.unsealed", "signature.gap"],
    ("7.3.5.4", 0): ["date.digits"],
    ("7.3.6", 0): ["note.indent", "note.form"],
    ("7.3.7", 0): ["attachment.face", "attachment.title"],
    ("7.4.1", 0): ["colophon.outer"],
    ("7.4.1", 1): ["colophon.inner"],
    ("7.4.2", 0): ["copies.size", "copies.indent", "copies.form"],
    ("7.4.3", 0): ["printing.size", "printing.form"],
    ("7.5", 0): ["folio.size", "folio.face", "folio.form", "folio.gap", "folio.indent"],
    ("10.1", 0): ["letter.mark"],
    ("10.1", 1): ["letter.first-rule"],
    ("10.1", 2): ["letter.last-rule"],
    ("10.1", 3): ["letter.rule-length"],
    ("10.1", 4): ["letter.folio"],
    ("10.2", 0): ["order.mark"],
    ("10.3", 0): ["minutes.mark"],
    ("10.3", 1): ["minutes.attendance"],
    ("common", 0): ["title.size", "body.size", "copies.size"],
}


def real_rows() -> Iterator[tuple[tuple[str, int], dict[str, str]]]:
    seen: Counter[str] = Counter()
    with shared("gbt9704", "gbt9704_2012_numbers.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            yield (row["clause"], seen[row["clause"]]), row
            seen[row["clause"]] += 1


def test_every_rule_is_checked_or_says_why_not() -> None:
    rules = layout().rules
    assert {key for key, rule in rules.items() if not rule.not_in_docx} == set(CHECKS)
    assert not [rule.key for rule in rules.values() if rule.key in CHECKS and rule.not_in_docx]


@pytest.mark.data
def test_every_real_row_has_its_rules() -> None:
    assert [key for key, _ in real_rows()] == list(ROWS)
    named = {key for keys in ROWS.values() for key in keys}
    assert named == set(layout().rules)


@pytest.mark.data
def test_our_numbers_are_those_of_the_real_rows() -> None:
    for key, row in real_rows():
        value = re.match(r"\d+(\.\d+)?(?=\D*$)", row["value"])
        rule = layout().rules[ROWS[key][0]]
        if value and row["unit"]:
            assert rule.number == Decimal(value[0]), key


@pytest.mark.data
def test_numbers_inside_the_words_of_real_rows_are_ours() -> None:
    for key, row in real_rows():
        said = row["value"].replace("4号", "4号14")
        for rule in (layout().rules[name] for name in ROWS[key]):
            if rule.unit in ("pt", "mm") and rule.key != "body.pitch":
                assert rule.value in said, (key, rule.key)


def test_lengths_in_twips() -> None:
    numbers = layout()
    assert numbers.twips("page.width") == 11906
    assert numbers.twips("page.height") == 16838
    assert numbers.twips("body.size") == 320
    assert numbers.twips("title.gap") == 2 * 579
    assert numbers.pitch == 579
    assert numbers.tracking == -5
    assert numbers.characters(28) == 28 * 315


def test_28_characters_and_22_lines_fit_the_type_area_and_no_more() -> None:
    numbers = layout()
    assert numbers.twips("area.width") // numbers.characters(1) == 28
    assert numbers.twips("area.height") // numbers.pitch == 22


def test_a_rule_in_words_has_no_number() -> None:
    with pytest.raises(Invalid) as refusal:
        layout().number("body.face")
    assert refusal.value.code == "layout-not-a-number"


@pytest.mark.parametrize(("value", "whole"), [("0.5", 1), ("1.5", 2), ("2.49", 2), ("-0.5", -1)])
def test_halves_round_away_from_zero(value: str, whole: int) -> None:
    assert rounded(Decimal(value)) == whole
