"""Numbers, dates and moments as people write them, and what is said of what cannot be read."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import translation

from luoshi.web.delivery.forms import FigureField, PercentField
from luoshi.web.forms import DateField, MomentField, NumberField, WholeField
from tests.shared_data import ROOT

ASKED = ("请输入数字，例如 1.5。", "Enter a number, for example 1.5.")
NUMBER: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.5", "1.5"),
        (" 12 ", "12"),
        ("-3", "-3"),
        ("1,200", "1200"),
        ("１２，００．５", None),
        ("1，200.5", "1200.5"),
        ("１２．５", "12.5"),
    ],
)
def test_numbers_as_people_write_them(typed: str, number: str | None) -> None:
    field = NumberField(**NUMBER)
    if number is None:
        with pytest.raises(forms.ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == Decimal(number)


@pytest.mark.parametrize(("typed", "share"), [("30", "0.3"), ("30%", "0.3"), ("12.5％", "0.125")])
def test_a_share_may_have_its_sign(typed: str, share: str) -> None:
    assert PercentField().clean(typed) == Decimal(share)


@pytest.mark.parametrize(
    ("field", "typed", "chinese", "english"),
    [
        (
            NumberField(**NUMBER),
            "abc",
            "请输入数字，例如 1.5。",
            "Enter a number, for example 1.5.",
        ),
        (
            NumberField(**NUMBER),
            "1,2",
            "请输入数字，例如 1.5。",
            "Enter a number, for example 1.5.",
        ),
        (NumberField(**NUMBER), "1.234", "小数最多 2 位。", "At most 2 decimal places."),
        (NumberField(**NUMBER), "123456", "数字太大。", "The number is too large."),
        (NumberField(**NUMBER, min_value=1), "0", "不能小于 1。", "Must not be below 1."),
        (NumberField(**NUMBER, max_value=9), "10", "不能大于 9。", "Must not be above 9."),
        (FigureField(), "很多", *ASKED),
        (PercentField(), "101", "不能大于 100。", "Must not be above 100."),
        (WholeField(), "1.5", "请输入整数，例如 3。", "Enter a whole number, for example 3."),
        (
            MomentField(),
            "昨天",
            "请写成 2026-03-31 17:30 这样的日期和时间。",
            "Write day and time such as 2026-03-31 17:30.",
        ),
        (
            DateField(),
            "下周",
            "请写成 2026-03-31、3月31日 或 一季度末 这样的日期。",
            "Write a date such as 2026-03-31, 3月31日 or 一季度末.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(
    field: forms.Field, typed: str, chinese: str, english: str
) -> None:
    for language, words in (("zh-hans", chinese), ("en", english)):
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            field.clean(typed)
        with translation.override(language):
            assert refused.value.messages == [words]


def test_no_form_speaks_of_numbers_in_other_words() -> None:
    bare = re.compile(
        r"forms\.(Decimal|Float|Date|DateTime)Field\(|forms\.IntegerField\((?!.*Hidden)"
    )
    sources = [path for path in (ROOT / "src/luoshi/web").rglob("*.py") if path.name == "forms.py"]
    found = [str(p) for p in sources for line in p.read_text("utf-8").splitlines()
             if bare.search(line) and not line.startswith("class ")]  # fmt: skip
    assert found == []
