"""Forms of this app: a round, a line of an account, evidence, decisions, a draw, a finding."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.errors import DomainError, Invalid
from luoshi.intake import Limits, check_size
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.wording import plain
from luoshi.web.delivery.actions.evidence import checked_type, evidence_limit, shown_name
from luoshi.web.delivery.models import Evidence, Finding, ProgressReport, Sample
from luoshi.web.delivery.said import Said, is_quantified
from luoshi.web.delivery.wording import blocker_choices, reason_choices
from luoshi.web.forms import DateField, NumberField, dress
from luoshi.web.messages import message
from luoshi.web.units.models import Unit

HUNDRED = Decimal(100)
ACCEPT = ".png,.jpg,.jpeg,.pdf,.docx,.xlsx,.txt"


class OurForm(forms.Form):
    """A form in our dress, to which a refusal of an action can be added."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            dress(self)

    def is_valid(self) -> bool:
        """Also marks the fields at fault."""
        valid = super().is_valid()
        dress(self)
        return valid

    def refuse(self, error: DomainError) -> None:
        """Put what a rule answered beside the field at fault."""
        named = str(error.params.get("field", ""))
        self.add_error(named if named in self.fields else None, message(error))
        dress(self)


class PercentField(NumberField):
    """A share typed as per cent, two places; its value is 0 … 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, required=False, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The share."""
        if isinstance(value, str):
            value = value.strip().rstrip("%％")
        typed = super().clean(value)
        return None if typed is None else typed / HUNDRED

    def prepare_value(self, value: Any) -> Any:
        """The share as per cent; what was typed stays as typed."""
        return plain(value * HUNDRED) if isinstance(value, Decimal) else value


class FigureField(NumberField):
    """A number as the database keeps it, shown without trailing zeros."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=20, decimal_places=4, required=False, **kwargs)


class RoundForm(OurForm):
    """Which list, which period, until when."""

    lst: Any = forms.ModelChoiceField(label=_("清单"), queryset=None)
    period = forms.ChoiceField(label=_("期间"), choices=())
    title = forms.CharField(
        label=_("轮次名称"), required=False, max_length=60, help_text=_("不填则用期间的名称。")
    )
    due_on = DateField(
        label=_("报送截止"),
        required=False,
        help_text=_("不填则为期间结束后第 5 个工作日。"),
    )

    def __init__(self, lists: Any, periods: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["lst"]
        chosen.queryset = lists
        spans: Any = self.fields["period"]
        spans.choices = periods


class LineForm(OurForm):
    """What the unit says of one commitment. Fields follow whether it has a number to reach."""

    value = FigureField(label=_("累计完成值"))
    said_share = PercentField(label=_("完成进度（%）"))
    claims_done = forms.BooleanField(label=_("已完成"), required=False)
    narrative = forms.CharField(
        label=_("进展"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    blocker = forms.ChoiceField(label=_("堵点"), required=False)
    blocker_unit = forms.CharField(
        label=_("卡在哪个单位"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"list": "units", "autocomplete": "off"}),
    )
    blocker_text = forms.CharField(label=_("堵点说明"), required=False, max_length=300)

    def __init__(
        self,
        report: ProgressReport,
        units: Mapping[str, Unit],
        *args: Any,
        submitting: bool = False,
        **kwargs: Any,
    ) -> None:
        self.report, self.units, self.submitting = report, units, submitting
        kwargs.setdefault("prefix", f"r{report.pk}")
        super().__init__(*args, initial=_typed(report), **kwargs)
        _only_figure(self, report.commitment, "value", "said_share")
        kinds: Any = self.fields["blocker"]
        kinds.choices = [("", _("没有堵点")), *blocker_choices()]

    def clean(self) -> dict[str, Any]:
        """The line as a whole; complete when it is handed in."""
        cleaned = self.cleaned_data
        name = cleaned.get("blocker_unit", "").strip()
        if name and name not in self.units:
            self.add_error("blocker_unit", _("没有这个单位，请从列表中选择。"))
        elif not self.errors:
            self._check()
        return cleaned

    def _check(self) -> None:
        said, commitment = self.said(), self.report.commitment
        try:
            said.check(commitment)
            if self.submitting and not said.is_empty:
                said.check_complete(commitment)
        except Invalid as error:
            self.add_error(str(error.params["field"]), message(error))

    def said(self) -> Said:
        """What was typed; the unit found by its name."""
        values = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        name = values.pop("blocker_unit", "").strip()
        return Said(blocker_unit=self.units.get(name), **values)


def _only_figure(form: forms.Form, commitment: Commitment, value: str, share: str) -> None:
    """A value with its unit where there is a number to reach, else a share."""
    if not is_quantified(commitment):
        del form.fields[value]
        return
    del form.fields[share]
    if unit := commitment.unit_of_measure:
        label = {"label": form.fields[value].label, "unit": unit}
        form.fields[value].label = _("%(label)s（%(unit)s）") % label


def _typed(report: ProgressReport) -> dict[str, Any]:
    return {
        "value": report.value,
        "said_share": report.said_share,
        "claims_done": report.claims_done,
        "narrative": report.narrative,
        "blocker": report.blocker,
        "blocker_unit": report.blocker_unit.short_name if report.blocker_unit else "",
        "blocker_text": report.blocker_text,
    }


class EvidenceForm(OurForm):
    """A new file, or one shown before, and the lines it serves."""

    file = forms.FileField(
        label=_("上传文件"),
        required=False,
        allow_empty_file=True,
        max_length=300,
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=_("图片、PDF、Word、Excel 或文本，20 MB 以内。"),
    )
    existing: Any = forms.ModelChoiceField(
        label=_("或再用已有的佐证"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("evidence", "不用"),
    )
    source = forms.CharField(label=_("出处"), required=False, max_length=120)
    dated_on = DateField(label=_("形成日期"), required=False)
    lines: Any = forms.ModelMultipleChoiceField(
        label=_("用于哪些事项"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, evidence: Any, lines: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "e")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["existing"].queryset = evidence
        fields["lines"].queryset = lines
        fields["lines"].label_from_instance = lambda report: str(report.commitment)
        self.data_of_file = b""

    @property
    def offers(self) -> bool:
        """Whether a file or an earlier evidence was given at all."""
        return bool(self.cleaned_data.get("file") or self.cleaned_data.get("existing"))

    def clean_file(self) -> Any:
        """The size is asked before the file is read, and the type before anything is stored."""
        upload = self.cleaned_data["file"]
        if not upload:
            return upload
        try:
            check_size(upload.size, Limits(file_bytes=evidence_limit()))
            self.data_of_file = upload.read()
            checked_type(shown_name(upload.name), self.data_of_file)
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error
        return upload

    def clean(self) -> dict[str, Any]:
        """Evidence serves at least one line, all of one unit."""
        given = self.cleaned_data
        chosen = list(given.get("lines") or [])
        if self.offers and "lines" not in self.errors:
            existing: Evidence | None = given.get("existing")
            units = {line.unit_id for line in chosen} | ({existing.unit_id} if existing else set())
            if not chosen:
                self.add_error("lines", message(Invalid("evidence-unused")))
            elif len(units) > 1:
                self.add_error("lines", message(Invalid("evidence-other-unit")))
        return given


class ReturnForm(OurForm):
    """Why a report goes back."""

    reason = forms.ChoiceField(label=_("退回原因"))
    note = forms.CharField(
        label=_("要改什么"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Any = self.fields["reason"]
        reasons.choices = [("", _("请选择")), *reason_choices()]


class RecallForm(OurForm):
    """Why the unit takes its report back."""

    note = forms.CharField(
        label=_("为什么撤回"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


class DrawForm(OurForm):
    """The rule; the seed is nobody's to give."""

    rule = forms.ChoiceField(label=_("抽查规则"))

    def __init__(self, rules: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["rule"]
        chosen.choices = rules


class FindingForm(OurForm):
    """What the verifier found on the spot."""

    finding = forms.ChoiceField(
        label=_("核验结论"), choices=Finding.choices, widget=forms.RadioSelect
    )
    verified_value = FigureField(label=_("核实值"))
    verified_share = PercentField(label=_("核实进度（%）"))
    note = forms.CharField(
        label=_("核验说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("看了什么、问了谁；不完全属实时必须写明差在哪里。"),
    )

    def __init__(self, sample: Sample, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _only_figure(self, sample.report.commitment, "verified_value", "verified_share")
