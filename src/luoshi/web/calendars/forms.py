"""Entering years and special days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.forms import DateField, WholeField, dress


class YearForm(forms.Form):
    """A year by hand, with the notice it comes from."""

    year = WholeField(label=_("年度"), min_value=1990, max_value=2100)
    source = forms.CharField(label=_("公布依据"), max_length=200, help_text=_("通知的名称和文号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class DayForm(forms.Form):
    """A day off, or a weekend day that is worked."""

    on = DateField(label=_("日期"))
    is_working = forms.TypedChoiceField(
        label=pgettext_lazy("day", "安排"),
        choices=[("off", _("放假")), ("worked", _("上班"))],
        coerce=lambda value: value == "worked",
    )
    name = forms.CharField(label=_("名称"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
