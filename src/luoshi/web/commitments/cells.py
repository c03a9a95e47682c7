"""The field of a form for one column of a kind of list."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.listtype import NO, YES, CellType, fits, most_characters
from luoshi.web.commitments.columns import Column
from luoshi.web.forms import DateField

LONG = 100
"""From so many characters on a text has room for several lines."""


def field_for(column: Column, kept: str = "") -> forms.Field:
    """The field; ``kept`` is what the cell holds now, named where the column takes it no more."""
    shared: dict[str, Any] = {"label": column.head, "required": column.required}
    if kept and not fits(column.takes, kept):
        shared["help_text"] = _("原值“%(value)s”与现在的栏目不符，请更正。") % {"value": kept}
    match CellType(column.kind):
        case CellType.NUMBER:
            numeric = forms.TextInput(attrs={"inputmode": "decimal"})
            return forms.CharField(max_length=40, widget=numeric, **shared)
        case CellType.DATE:
            return DateField(**shared)
        case CellType.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *column.choices], **shared)
        case CellType.YES_NO:
            words = [("", "—"), (YES, gettext("是")), (NO, gettext("否"))]
            return forms.ChoiceField(choices=words, **shared)
    most = most_characters(column.takes)
    wide = forms.Textarea(attrs={"rows": 2}) if most > LONG else forms.TextInput()
    return forms.CharField(max_length=most, widget=wide, **shared)
