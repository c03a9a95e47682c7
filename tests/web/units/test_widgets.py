"""Choices of units are written as Django writes them, without a template for each."""

from typing import Any

import pytest
from django import forms
from django.test import SimpleTestCase

from luoshi.web.forms import dress
from luoshi.web.units.widgets import UnitBoxes, UnitSelect, UnitSelectMultiple

UNITS = [(1, "市交通局"), (2, "　<b>东镇</b>"), (12, '“甲” & "乙"')]
GROUPED = [("县区", UNITS[:2]), ("部门", UNITS[2:])]
ATTRS = {"id": "id_unit", "class": "form-select", "data-units": "", "aria-invalid": "true"}
same_html = SimpleTestCase().assertHTMLEqual


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        (UnitSelect, forms.Select),
        (UnitSelectMultiple, forms.SelectMultiple),
        (UnitBoxes, forms.CheckboxSelectMultiple),
    ],
)
@pytest.mark.parametrize("value", [None, "", 12, [1, "12"], ["7"]])
@pytest.mark.parametrize("choices", [UNITS, [("", "—"), *UNITS]], ids=["all", "blank"])
def test_written_like_the_widget_of_django(
    own: Any, theirs: Any, value: object, choices: list[tuple[Any, str]]
) -> None:
    if isinstance(value, list) and not own.allow_multiple_selected:
        value = value[-1]
    if not isinstance(value, list | None) and own.allow_multiple_selected:
        value = [value]
    one, other = own(attrs={"size": 5}), theirs(attrs={"size": 5})
    one.choices = other.choices = choices
    same_html(one.render("unit", value, ATTRS), other.render("unit", value, ATTRS))


def test_boxes_in_groups_are_written_like_those_of_django() -> None:
    same_html(
        UnitBoxes(choices=GROUPED).render("units", ["2"], ATTRS),
        forms.CheckboxSelectMultiple(choices=GROUPED).render("units", ["2"], ATTRS),
    )


def test_widgets_are_dressed_like_those_they_come_from() -> None:
    class Form(forms.Form):
        one = forms.ChoiceField(widget=UnitSelect)
        many = forms.MultipleChoiceField(widget=UnitBoxes)
        text = forms.CharField()

    form = Form()
    dress(form)
    classes = {name: field.widget.attrs["class"] for name, field in form.fields.items()}
    assert classes == {"one": "form-select", "many": "form-check-input", "text": "form-control"}
