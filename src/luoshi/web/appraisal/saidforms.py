"""Forms for what is said and asked in the room: few fields, typed while the meeting goes on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.web.appraisal.actions.said import Owner
from luoshi.web.appraisal.models import Contender
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.forms import DateField
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit

SHORT: dict[str, Any] = {"widget": forms.TextInput(attrs={"autocomplete": "off"})}


class OwnerForm(Dressed):
    """Who answers, in which list, until when."""

    within: Any = forms.ModelChoiceField(
        label=_("列入清单"),
        queryset=None,
        help_text=_("只列出尚未冻结的清单。清单要求的其他必填栏目可以会后补，冻结以前补齐。"),
    )
    lead_unit: Any = UnitField(label=_("责任单位"), queryset=None)
    due_on = DateField(label=_("时限"))

    def __init__(
        self, *args: Any, lists: QuerySet[CommitmentList], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["within"].queryset = lists
        fields["lead_unit"].queryset = units

    def owner(self) -> Owner | None:
        """What was chosen; None where no list was."""
        told = self.cleaned_data
        if not told["within"]:
            return None
        return Owner(told["within"], told["lead_unit"], told["due_on"])


class CommentForm(Dressed):
    """What was said, of whom, by whom."""

    contender: Any = forms.ModelChoiceField(
        label=_("评议对象"), queryset=None, required=False, empty_label=_("全体")
    )
    text = forms.CharField(label=_("讲评"), max_length=500, **SHORT)
    said_by = forms.CharField(label=_("讲评人（职务）"), max_length=40)

    def __init__(self, *args: Any, contenders: QuerySet[Contender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_unit(self.fields["contender"], contenders)


class AskedForm(OwnerForm):
    """A question and who answers it, in one act."""

    contender: Any = forms.ModelChoiceField(
        label=_("评议对象"), queryset=None, required=False, empty_label=_("全体")
    )
    text = forms.CharField(label=_("问题"), max_length=300, **SHORT)
    asked_by = forms.CharField(label=_("提问人（职务）"), max_length=40)

    field_order = ["contender", "text", "asked_by", "within", "lead_unit", "due_on"]

    def __init__(self, *args: Any, contenders: QuerySet[Contender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        choose_unit(fields["contender"], contenders)
        fields["within"].required = fields["lead_unit"].required = False
        fields["within"].empty_label = _("先记下，稍后明确")
        fields["lead_unit"].empty_label = _("同评议对象")

    def clean(self) -> dict[str, Any]:
        """The contender's own unit leads unless another is chosen."""
        told = super().clean() or self.cleaned_data
        if told.get("within") and not told.get("lead_unit"):
            if told.get("contender") is None:
                self.add_error("lead_unit", _("对全体提的问题，请选择责任单位。"))
            else:
                told["lead_unit"] = told["contender"].unit
        return told


def choose_unit(field: Any, contenders: QuerySet[Contender]) -> None:
    """Contenders are chosen by the name of their unit."""
    field.queryset = contenders
    field.label_from_instance = lambda each: each.unit.short_name
