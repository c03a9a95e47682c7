"""Choices of units written at once: Django's own widgets take a template for each option, which for
2,000 units and five selects is two seconds of a page.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED, CHECKED = mark_safe(" selected"), mark_safe(" checked")


class UnitSelect(forms.Select):
    """One of many."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """A select as Django writes it."""
        del renderer
        chosen = set(self.format_value(value))
        many = {"multiple": True} if self.allow_multiple_selected else {}
        told = self.build_attrs(self.attrs, {**(attrs or {}), "name": name, **many})
        options = (
            (key, SELECTED if key in chosen else "", label) for key, label in written(self.choices)
        )
        rows = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>\n{}\n</select>", flatatt(told), rows)


class UnitSelectMultiple(UnitSelect, forms.SelectMultiple):
    """Several of many, from a select."""


class UnitBoxes(forms.CheckboxSelectMultiple):
    """Several of many, each with a box; in groups they are written by Django."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The boxes as Django writes them."""
        choices = list(self.choices)
        if any(isinstance(label, list | tuple) for _key, label in choices):
            return super().render(name, value, attrs, renderer)
        chosen = set(self.format_value(value))
        told = self.build_attrs(self.attrs, attrs)
        place = told.pop("id", name)
        shared = flatatt(told)
        boxes = (
            (place, at, name, key, shared, CHECKED if key in chosen else "", label)
            for at, (key, label) in enumerate(written(choices))
        )
        rows = format_html_join("\n", BOX, boxes)
        around = {"id": place, "class": told.get("class")}
        return format_html("<div{}>{}</div>", flatatt(around), rows)


BOX = (
    '<div><label for="{0}_{1}"><input type="checkbox" name="{2}" value="{3}"{4} id="{0}_{1}"{5}>'
    "\n{6}</label></div>"
)


def written(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    """Key and label of each choice, the key as it is sent."""
    return (("" if key is None else str(key), label) for key, label in choices)
