"""The upload of an edited sheet, and what proposed amendments rest on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.core.errors import DomainError
from luoshi.intake import check_size
from luoshi.web.commitments.actions import Paper
from luoshi.web.commitments.amending import causes
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import CommitmentList, ListType
from luoshi.web.documents.papers import limits
from luoshi.web.forms import DateField
from luoshi.web.messages import message
from luoshi.web.units.models import Unit


class BackForm(Dressed):
    """A workbook that was exported here and edited."""

    file = forms.FileField(
        label=_("改好的表"),
        allow_empty_file=True,
        help_text=_("从本清单导出的 xlsx。先预览，确认后才保存。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """The size is asked before the file is read."""
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size, limits())
        except DomainError as refusal:
            raise forms.ValidationError(message(refusal)) from refusal
        return upload


class GroundForm(Dressed):
    """Cause, reason and document of the amendments that a sheet proposes."""

    cause = forms.ChoiceField(label=_("调整事由"))
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    paper = forms.FileField(label=_("依据文件"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "—"), *causes()]  # type: ignore[attr-defined]

    def ground(self) -> dict[str, Any]:
        """The values for ``sheet_ground``."""
        told = self.cleaned_data
        paper = Paper(told["paper"].name, told["paper"].read(), told["number"])
        return {"cause": told["cause"], "reason": told["reason"], "paper": paper}

    def clean_paper(self) -> Any:
        """The size is asked before the file is read."""
        upload = self.cleaned_data["paper"]
        limit = presets.limit("evidence_bytes")
        if upload.size > limit:
            raise forms.ValidationError(_("文件太大。"))
        return upload


class TableForm(Dressed):
    """A workbook made elsewhere."""

    jurisdiction: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("辖区"), empty_label=None
    )
    file = forms.FileField(
        label=_("表格"),
        allow_empty_file=True,
        help_text=_("xlsx 或 xls。要有表头；标题、合计、表下的说明会自动认出。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
    )

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["jurisdiction"]
        field.queryset = areas
        if len(areas) == 1:
            field.initial, field.widget = areas[0].pk, forms.HiddenInput()

    clean_file = BackForm.clean_file


class FirstForm(Dressed):
    """What list a sheet becomes: an open one, or a new one of a known or of a new kind."""

    sheet: Any = forms.TypedChoiceField(label=_("工作表"), coerce=int)
    within: Any = forms.ModelChoiceField(
        CommitmentList.objects.none(),
        label=_("列入"),
        required=False,
        empty_label=_("新建清单"),
    )
    title = forms.CharField(label=_("清单名称"), max_length=80, required=False)
    list_type: Any = forms.ModelChoiceField(
        ListType.objects.none(),
        label=_("清单类型"),
        required=False,
        empty_label=_("按本表新建类型"),
    )
    type_title = forms.CharField(label=_("新类型名称"), max_length=60, required=False)
    period_start = DateField(label=_("自"), required=False)
    period_end = DateField(label=_("至"), required=False)

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[tuple[int, str]],
        lists: QuerySet[CommitmentList],
        kinds: QuerySet[ListType],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["sheet"].choices = [(at, f"{at + 1} {name[:40]}") for at, name in sheets]
        fields["within"].queryset = lists
        fields["list_type"].queryset = kinds
        if len(sheets) < 2:
            fields["sheet"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins."""
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("period_start"), given.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("清单的结束日期早于开始日期。"))
        return given

    def mapping(self) -> dict[str, Any]:
        """As ``SheetNew.mapping`` keeps it, but for the columns."""
        told = self.cleaned_data
        start, end = told["period_start"], told["period_end"]
        return {
            "within": told["within"].pk if told["within"] else None,
            "title": told["title"],
            "list_type": told["list_type"].pk if told["list_type"] else None,
            "type_title": told["type_title"],
            "period_start": start.isoformat() if start else None,
            "period_end": end.isoformat() if end else None,
        }
