"""Fields of this app: money in 亿元 or 万元, several files."""

from decimal import Decimal
from typing import Any

from django import forms

from luoshi.core.errors import Invalid
from luoshi.core.projects import amount_of
from luoshi.intake import Limits, check_size
from luoshi.web.commitments.wording import plain
from luoshi.web.delivery.actions.evidence import checked_type, evidence_limit, shown_name
from luoshi.web.messages import message
from luoshi.web.projects.terms import most_evidence

EVIDENCE = ".png,.jpg,.jpeg,.pdf,.docx,.xlsx,.txt"


class AmountField(forms.CharField):
    """Money typed as 3.5 (亿元), 3.5亿元 or 35000万元; its value is in 亿元."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The amount in 亿元; None where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return amount_of(text, "亿元")
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """Without trailing zeros; what was typed stays as typed."""
        return plain(value) if isinstance(value, Decimal) else value


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files with their names and bytes; size and type are asked first."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": EVIDENCE}
        super().__init__(widget=FilesInput(attrs=attrs), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """(name, bytes) of each file."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > most_evidence():
            raise forms.ValidationError(
                message(Invalid("stage-evidence-many", limit=most_evidence()))
            )
        return [self._read(super(FilesField, self).clean(upload, initial)) for upload in uploads]

    def _read(self, upload: Any) -> tuple[str, bytes]:
        try:
            check_size(upload.size, Limits(file_bytes=evidence_limit()))
            data = upload.read()
            checked_type(shown_name(upload.name), data)
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error
        return upload.name, data
