"""Forms for giving a reason and for deciding on it."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import DateField

THREE_LINES: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3})}


def cause_text(cause: str) -> str:
    """A cause in words; the bare code where the presets no longer have it."""
    row = presets.load("behind_causes").get(cause)
    return _named(row) if row else cause


def _named(row: dict[str, str]) -> str:
    return row["en"] if get_language() == "en" else row["zh"]


class GiveForm(Dressed):
    """Why it is behind and how it will catch up."""

    cause = forms.ChoiceField(label=_("滞后原因"))
    until = DateField(label=_("有效至"), help_text=_("到期自动失效；仍滞后的，到时另行说明。"))
    text = forms.CharField(label=_("情况说明"), max_length=300, **THREE_LINES)
    remedy = forms.CharField(label=_("追赶措施"), max_length=300, **THREE_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = presets.load("behind_causes").items()
        told = [(key, _("%(cause)s（最长 %(days)s 天）") % _words(row)) for key, row in rows]
        self.fields["cause"].choices = [("", "—"), *told]  # type: ignore[attr-defined]


def _words(row: dict[str, str]) -> dict[str, object]:
    return {"cause": _named(row), "days": row["longest"]}


class DecideForm(Dressed):
    """The word of who decides."""

    note = forms.CharField(label=_("认定意见"), max_length=300, **THREE_LINES)
