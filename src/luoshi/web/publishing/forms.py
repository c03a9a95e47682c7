"""The paragraphs of a draft, each in a field of its own."""

from collections.abc import Mapping
from typing import Any

from django import forms

from luoshi.core.errors import Invalid
from luoshi.web.forms import dress
from luoshi.web.messages import message
from luoshi.web.publishing.blocks import texts_of
from luoshi.web.publishing.models import Bulletin
from luoshi.web.publishing.wording import checked, filled, label_of

A_LINE, LINES = 60, 2


class WordingForm(forms.Form):
    """One text for each paragraph, with what it says now below it."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, bulletin: Bulletin) -> None:
        super().__init__(data, initial=texts_of(bulletin.content))
        self._names = bulletin.content["values"]
        for key in bulletin.content["texts"]:
            text = self.initial[key]
            self.fields[key] = forms.CharField(
                label=_label(bulletin, key),
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": len(text) // A_LINE + LINES}),
                help_text=filled(text, self._names) if "{" in text else "",
            )
        if not self.is_bound:
            dress(self)

    def full_clean(self) -> None:
        """Validate and mark."""
        super().full_clean()
        if self.is_bound:
            dress(self)

    def clean(self) -> dict[str, Any]:
        """Every paragraph with its own faults beside it."""
        for key, text in list(self.cleaned_data.items()):
            try:
                self.cleaned_data[key] = checked(key, text, self._names)
            except Invalid as fault:
                self.add_error(key, message(fault))
        return self.cleaned_data


def _label(bulletin: Bulletin, key: str) -> str:
    groups = {group["key"]: group["title"] for group in bulletin.content["groups"]}
    group = {**groups, **bulletin.content.get("said", {})}.get(key.rpartition("/")[0])
    return f"{group} · {label_of(key)}" if group else label_of(key)
