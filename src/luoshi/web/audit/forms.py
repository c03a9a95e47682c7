"""What an auditor looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.audit.queries import Sought
from luoshi.web.forms import DateField, dress


class SoughtForm(forms.Form):
    """Every field may be empty."""

    verb = forms.CharField(
        label=_("动作"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"list": "verbs", "placeholder": _("从列表选，或写 unit")}),
    )
    thing = forms.CharField(
        label=_("对象"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"list": "things", "placeholder": _("从列表选，或写 units.unit:5")}),
    )
    person = forms.CharField(label=_("操作人"), required=False, max_length=60)
    from_on = DateField(label=_("自"), required=False)
    to_on = DateField(label=_("至"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def sought(self) -> Sought:
        """What was asked; fields that could not be read do not narrow."""
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})
