"""Forms around a result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.forms import Dressed


class ConfirmForm(Dressed):
    """Nothing to fill in."""


class WhyForm(Dressed):
    """A reason."""

    note = forms.CharField(
        label=_("不同意的原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
