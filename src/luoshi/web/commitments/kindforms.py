"""Forms around a kind of list: what goes with saving, and a definition as text or file."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.listtype import MAX_CHARS
from luoshi.web.commitments.actions.kinds import LONGEST_NOTE
from luoshi.web.commitments.forms import Dressed
from luoshi.web.units.models import Unit

MOST_BYTES = MAX_CHARS * 4


class SavingForm(Dressed):
    """What goes with a saved version; a new kind has a jurisdiction in place of a note."""

    note = forms.CharField(label=_("修改说明"), max_length=LONGEST_NOTE, required=False)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    jurisdiction: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        Unit.objects.none(), label=_("辖区"), empty_label=None
    )

    def __init__(self, *args: Any, areas: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas is None:
            del self.fields["jurisdiction"]
            return
        del self.fields["note"]
        self.fields["jurisdiction"].queryset = areas  # type: ignore[attr-defined]
        self.initial.setdefault("jurisdiction", areas.first())


class YamlForm(SavingForm):
    """A definition as text, pasted or in a file."""

    file = forms.FileField(label=_("上传 YAML 文件"), required=False)
    text = forms.CharField(
        label=_("或粘贴 YAML"),
        required=False,
        strip=False,
        max_length=MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "wrap": "off"}),
    )
    field_order = ("file", "text", "note", "jurisdiction")

    def clean(self) -> dict[str, Any]:
        """The text of the file where there is one."""
        given: dict[str, Any] = super().clean() or {}
        file = given.get("file")
        if file:
            given["text"] = self._read(file)
        elif not str(given.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", _("请上传一个文件，或粘贴文字。"))
        return given

    def _read(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            self.add_error("file", _("文件太大。"))
            return ""
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("请存成 UTF-8 编码的文本文件。"))
            return ""
        return text
