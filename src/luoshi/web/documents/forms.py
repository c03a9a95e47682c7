"""Forms of this app: importing, and each decision on a candidate."""

import logging
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import DomainError, Invalid
from luoshi.intake import check_size
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.wording import KINDS
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.papers import limits
from luoshi.web.documents.queries import (
    list_for,
    open_lists,
    responsible_units,
    units_for,
)
from luoshi.web.documents.wording import comparators, reject_reasons
from luoshi.web.forms import DateField, NumberField, WholeField, dress
from luoshi.web.messages import message
from luoshi.web.units.forms import UnitField, UnitsField
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitSelectMultiple

log = logging.getLogger("luoshi.intake")
BREAK = re.compile(r"(?<=[，,、；;。])")
NOTHING_PROMISED = ("no-commitment", "no-commitment-early")
ABOUT = ("title", "year", "issued_on", "jurisdiction", "keep")
ACCEPT = ".txt,.csv,.docx,.dotx,.html,.htm,.xlsx,.xltx,.xls"


class OurForm(forms.Form):
    """A form in our dress, to which a refusal of an action can be added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            dress(self)

    def is_valid(self) -> bool:
        """Also marks the fields at fault: only now are the choices known."""
        valid = super().is_valid()
        dress(self)
        return valid

    def refuse(self, error: DomainError) -> None:
        """Put what the action answered beside the field at fault."""
        named = str(error.params.get("field", ""))
        self.add_error(named if named in self.fields else None, message(error))
        dress(self)


class ImportForm(OurForm):
    """A file or pasted text, with what is known about it."""

    file = forms.FileField(
        label=_("文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("txt、docx、html、xlsx，20 MB 以内。"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    text = forms.CharField(
        label=_("或粘贴文字"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    keep = forms.BooleanField(
        label=_("没有找到承诺也导入"), required=False, widget=forms.HiddenInput()
    )
    title = forms.CharField(
        label=_("标题"),
        required=False,
        max_length=120,
        help_text=_("不填则取正文第一行；文件以表格开头的取文件名。"),
    )
    year = WholeField(
        label=_("年度"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("文件里的“今年”是哪一年；不填则由内容判断。"),
    )
    issued_on = DateField(
        label=_("成文日期"),
        required=False,
        help_text=_("文件里的单位名称按这一天的组织树认；不填则按导入当天。"),
    )
    jurisdiction: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("辖区"), queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        self.duplicate: SourceDocument | None = None
        super().__init__(*args, **kwargs)
        field: Any = self.fields["jurisdiction"]
        field.queryset = places
        first = places[:2]
        if len(first) == 1:
            field.initial, field.widget = first[0].pk, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Exactly one of file and text, and the size before the file is read."""
        given = super().clean() or {}
        upload, text = given.get("file"), given.get("text", "")
        if upload and text.strip():
            self.refuse(Invalid("document-both-given", field="text"))
        elif not upload and not text.strip() and "file" not in self.errors:
            self.refuse(Invalid("document-nothing-given", field="file"))
        elif upload:
            self._check_size(upload.size)
        return given

    def _check_size(self, size: int) -> None:
        try:
            check_size(size, limits())
        except Invalid as error:
            self.refuse(error)

    def refuse(self, error: DomainError) -> None:
        """Beside the file or the text; the log gets the code alone."""
        log.info("import refused: %s", error.code)
        if error.code in NOTHING_PROMISED:
            self.fields["keep"].widget = forms.CheckboxInput()
        field = "text" if self.data.get("text", "").strip() else "file"
        self.add_error(str(error.params.get("field", field)), message(error))
        dress(self)

    def given(self) -> dict[str, Any]:
        """The arguments of ``document_import``. Reads the file."""
        upload, text = self.cleaned_data["file"], self.cleaned_data["text"]
        source = {"name": upload.name, "data": upload.read()} if upload else {"text": text}
        return source | {name: self.cleaned_data[name] for name in ABOUT}


class ConfirmForm(OurForm):
    """Where a confirmed candidate goes and who owns it; filled in, so that Enter is enough."""

    within = forms.ModelChoiceField(
        label=_("列入清单"),
        queryset=CommitmentList.objects.none(),
        empty_label=_("请选择清单"),
    )
    lead_unit: "forms.ModelChoiceField[Any]" = UnitField(
        label=_("牵头单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("稍后确定"),
    )
    assist_units: "forms.ModelMultipleChoiceField[Any]" = UnitsField(
        label=_("配合单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=UnitSelectMultiple(attrs={"size": 3}),
    )
    due_on = DateField(label=_("时限"), required=False)
    weight = NumberField(
        label=_("权重"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        initial=Decimal(1),
    )

    def __init__(
        self, candidate: Candidate, *args: Any, within: int | None = None, **kwargs: Any
    ) -> None:
        lists = open_lists(candidate.document.jurisdiction_id)
        offered, units = list(lists), list(units_for(candidate))
        if not args:
            lead, assisting = responsible_units(candidate)
            kept = next((one for one in offered if one.pk == within), None)
            kwargs["initial"] = {
                "within": kept or list_for(candidate, offered),
                "lead_unit": lead,
                "assist_units": assisting,
                "due_on": candidate.period_end,
                "weight": Decimal(1),
            }
        super().__init__(*args, **kwargs)
        titles = [(one.pk, one.title) for one in offered]
        self._choices("within", lists, [("", _("请选择清单")), *titles])
        self._choices("lead_unit", units_for(candidate), [("", _("稍后确定")), *_named(units)])
        self._choices("assist_units", units_for(candidate), _named(units))

    def _choices(self, name: str, queryset: Any, choices: Any) -> None:
        field: Any = self.fields[name]
        field.queryset, field.widget.choices = queryset, choices


def _named(units: list[Unit]) -> list[tuple[int, str]]:
    return [(unit.pk, unit.short_name) for unit in units]


class EditForm(OurForm):
    """What the extractor read, put right by a person."""

    text = forms.CharField(label=_("承诺"), widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("种类"), choices=list(KINDS.items()))
    metric = forms.CharField(label=_("指标名称"), required=False, max_length=120)
    comparator = forms.ChoiceField(label=_("比较"), required=False)
    value = NumberField(label=_("目标值"), required=False, max_digits=20, decimal_places=4)
    unit_of_measure = forms.CharField(label=_("计量单位"), required=False, max_length=20)
    period_start = DateField(label=_("起"), required=False)
    period_end = DateField(label=_("止"), required=False)
    responsible = forms.CharField(
        label=_("责任单位（原文）"),
        required=False,
        max_length=300,
        help_text=_("牵头单位在前，用分号隔开。"),
    )
    modality = forms.CharField(label=_("语气"), required=False, max_length=10)

    def __init__(self, candidate: Candidate, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs["initial"] = {name: getattr(candidate, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["comparator"]
        field.choices = comparators(candidate.comparator)


class SplitForm(OurForm):
    """A place to cut at (``position``), or the two texts as a person wrote them."""

    position = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
    first = forms.CharField(
        label=_("前一段"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    second = forms.CharField(
        label=_("后一段"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, candidate: Candidate, *args: Any, **kwargs: Any) -> None:
        self.candidate = candidate
        if not args:
            first, second = halves(candidate.text)
            kwargs["initial"] = {"first": first, "second": second}
        super().__init__(*args, **kwargs)

    def texts(self) -> list[str]:
        """The two texts."""
        position = self.cleaned_data["position"]
        if position:
            return [self.candidate.text[:position], self.candidate.text[position:]]
        return [self.cleaned_data["first"], self.cleaned_data["second"]]

    def pieces(self) -> list[tuple[int, str]]:
        """The text in pieces, each with the place at which it ends; the last cannot be cut off."""
        at, found = 0, []
        for piece in BREAK.split(self.candidate.text):
            at += len(piece)
            found.append((at if at < len(self.candidate.text) else 0, piece))
        return [(end, piece) for end, piece in found if piece]


def halves(text: str) -> tuple[str, str]:
    """The text cut at the pause nearest to its middle, without the pause itself."""
    places = [found.end() for found in re.finditer("[，,、；;。]", text[:-1])]
    middle = min(places, key=lambda place: abs(2 * place - len(text)), default=len(text))
    return text[:middle].rstrip("，,、；;"), text[middle:]


class RejectForm(OurForm):
    """Why a candidate is no commitment."""

    reason = forms.ChoiceField(label=_("剔除理由"))
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.choices = list(reject_reasons().items())


class MarkForm(OurForm):
    """A clause missed: chosen in the text (``start``, ``end``), or copied from it."""

    view = forms.ChoiceField(
        choices=[("raw", ""), ("clean", "")], required=False, widget=forms.HiddenInput()
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())
    sentence = forms.CharField(
        label=_("原文中的一句话"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
