"""Forms for lists, commitments, answers and milestones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import Invalid, Refused
from luoshi.core.listtype import read_cell, stored
from luoshi.web.commitments.cells import field_for
from luoshi.web.commitments.columns import Column
from luoshi.web.commitments.drafts import EDITABLE, CommitmentDraft
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem, ListType, Milestone
from luoshi.web.commitments.wording import KINDS, comparator_text, plain
from luoshi.web.forms import DateField, NumberField, dress
from luoshi.web.messages import message
from luoshi.web.units.forms import UnitField, UnitsField
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitBoxes

COMPARATORS = (
    ">=", ">", "<=", "<", "=", "~", "growth>=", "growth>", "growth=", "growth~", "growthvs",
    "share>=", "share<=", "share=", "reduce>=", "reduce=", "rank<=", "rank=", "times>=", "vs",
    "all", "by",
)  # fmt: skip
MODALITIES = ("确保", "力争", "推动")
LONG: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3})}
NUMBER: dict[str, Any] = {"max_digits": 20, "decimal_places": 4, "required": False}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """Puts what an action refuses beside the field it names, or above the form."""
    try:
        yield
    except (Invalid, Refused) as refusal:
        field = refusal.params.get("field")
        form.add_error(str(field) if field in form.fields else None, message(refusal))
        dress(form)


class Dressed(forms.Form):
    """A form in our look; what is wrong is marked when it is validated."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            dress(self)

    def full_clean(self) -> None:
        """Validate and mark."""
        super().full_clean()
        if self.is_bound:
            dress(self)


class ListForm(Dressed):
    """A new list."""

    title = forms.CharField(label=_("清单名称"), max_length=80)
    list_type = forms.ModelChoiceField(ListType.objects.none(), label=_("清单类型"))
    period_start = DateField(label=_("自"))
    period_end = DateField(label=_("至"))

    def __init__(self, *args: Any, kinds: QuerySet[ListType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list_type"].queryset = kinds  # type: ignore[attr-defined]


class CommitmentForm(Dressed):
    """What is promised, by whom, by when, how it is measured."""

    text = forms.CharField(label=_("事项"), **LONG)
    kind = forms.ChoiceField(label=_("种类"), choices=list(KINDS.items()))
    modality = forms.ChoiceField(
        label=_("语气"), choices=[("", "—"), *((word, word) for word in MODALITIES)], required=False
    )
    metric = forms.CharField(label=_("指标"), max_length=120, required=False)
    comparator = forms.ChoiceField(label=_("比较"), required=False)
    target = NumberField(label=_("目标值"), **NUMBER)
    unit_of_measure = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    baseline = NumberField(label=_("基数"), **NUMBER)
    starts_on = DateField(label=_("开始"))
    due_on = DateField(label=_("时限"))
    lead_unit: Any = UnitField(Unit.objects.none(), label=_("牵头单位"), required=False)
    leader = forms.CharField(label=_("责任领导"), max_length=40, required=False)
    assist_units: Any = UnitsField(
        Unit.objects.none(),
        label=_("配合单位"),
        required=False,
        widget=UnitBoxes,
    )
    standard = forms.CharField(label=_("完成标准"), required=False, **LONG)
    measures = forms.CharField(label=_("工作措施"), required=False, **LONG)
    must_divide = forms.BooleanField(
        label=_("须分解"), required=False, help_text=_("勾选后，冻结清单前核对是否已分解到单位。")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["lead_unit"], units)
        _offer(self.fields["assist_units"], units, blank=())
        codes = dict.fromkeys((*COMPARATORS, self.initial.get("comparator") or ">="))
        self.fields["comparator"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((code, comparator_text(code)) for code in codes),
        ]

    @classmethod
    def initial_of(cls, commitment: Commitment) -> dict[str, object]:
        """The values of a commitment, for its edit form."""
        values = {name: getattr(commitment, name) for name in EDITABLE - {"assist_units"}}
        return values | {"assist_units": list(commitment.assist_units.all())}

    def changes(self) -> dict[str, Any]:
        """The values for ``commitment_edit``."""
        return self.cleaned_data | {"assist_units": list(self.cleaned_data["assist_units"])}

    def draft(self, item: "ItemForm") -> CommitmentDraft:
        """The draft, with weight and columns from the form beside this one."""
        return CommitmentDraft(
            **self.changes(), weight=item.cleaned_data["weight"], extra=item.extra
        )


class ItemForm(Dressed):
    """Weight in the list and the list type's own columns."""

    weight = NumberField(label=_("权重"), max_digits=6, decimal_places=2, initial=Decimal(1))

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            kept = str(self.initial.get(column.key) or "")
            self.fields[column.key] = field_for(column, kept)
        if not self.is_bound:
            dress(self)

    @classmethod
    def initial_of(cls, item: ListItem) -> dict[str, object]:
        """The values of a place in a list."""
        return {"weight": item.weight, **item.extra}

    def clean(self) -> dict[str, Any]:
        """What each column takes, beside its field."""
        given: dict[str, Any] = super().clean() or {}
        self.extra: dict[str, object] = {}
        for column in self.columns:
            if given.get(column.key) in (None, ""):
                continue
            try:
                value = read_cell(column.takes, str(given[column.key]))
            except Invalid as refusal:
                self.add_error(column.key, message(refusal))
                continue
            if value is not None:
                self.extra[column.key] = stored(value)
        return given


class NoteForm(Dressed):
    """No field: holds what is said about several forms together."""


class ReasonForm(Dressed):
    """Why."""

    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(Dressed):
    """When a step before sign-off was taken."""

    on = DateField(label=_("日期"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class ParentForm(Dressed):
    """Which commitment this is a part of; none of them for none."""

    parent = forms.ChoiceField(label=_("上级事项"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, offered: Sequence[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("没有上级事项")),
            *((row.pk, f"{row.text} · {row.lead_unit or '—'}") for row in offered),
        ]


class FreezeForm(Dressed):
    """Why it is frozen in spite of what the check says; nothing where it says nothing."""

    reason = forms.CharField(
        label=_("说明：为什么仍然冻结"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, flags: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not flags:
            del self.fields["reason"]


class DisputeForm(ReasonForm):
    """Why it is not ours, and whose it may be."""

    proposed: Any = UnitField(
        Unit.objects.none(),
        label=_("建议责任单位"),
        required=False,
        help_text=_("可以不填；填了有助于共同上级裁定。"),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["proposed"], units)


class DecisionForm(ReasonForm):
    """Upheld, or given to another unit."""

    verdict = forms.ChoiceField(
        label=_("裁定"),
        choices=[("uphold", _("维持原牵头单位")), ("reassign", _("改派给另一单位"))],
        widget=forms.RadioSelect,
    )
    lead_unit: Any = UnitField(Unit.objects.none(), label=_("改派给"), required=False)
    field_order = ("verdict", "lead_unit", "reason")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["lead_unit"], units)

    @property
    def upholds(self) -> bool:
        """Whether the unit keeps it."""
        return bool(self.cleaned_data["verdict"] == "uphold")


class PlaceForm(Dressed):
    """One more list for a commitment."""

    within = forms.ModelChoiceField(CommitmentList.objects.none(), label=_("清单"))
    weight = NumberField(label=_("权重"), max_digits=6, decimal_places=2, initial=Decimal(1))

    def __init__(self, *args: Any, lists: QuerySet[CommitmentList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = lists  # type: ignore[attr-defined]


class MilestoneForm(Dressed):
    """One dated step; the share is typed in percent."""

    title = forms.CharField(label=_("节点"), max_length=80)
    due_on = DateField(label=_("时间"))
    percent = NumberField(
        label=_("计划进度（%）"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


MilestoneSet = forms.formset_factory(MilestoneForm, extra=3, can_delete=True, max_num=60)


def steps_initial(milestones: Iterable[Milestone]) -> list[Mapping[str, object]]:
    """The steps there are, for the milestone forms."""
    return [
        {"title": m.title, "due_on": m.due_on, "percent": plain(m.planned_share * 100)}
        for m in milestones
    ]


def steps_given(formset: Any) -> list[tuple[str, date, Decimal]]:
    """The steps typed, without the blank and the deleted ones."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data]
    return [
        (row["title"], row["due_on"], row["percent"] / 100) for row in rows if not row["DELETE"]
    ]


def _offer(
    field: Any, units: Sequence[Unit], blank: Sequence[tuple[str, str]] = (("", "—"),)
) -> None:
    field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    field.choices = [*blank, *((unit.pk, unit.short_name) for unit in units)]
