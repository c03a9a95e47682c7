"""Changes of units, as typed: what happens, from which day, why."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import DomainError
from luoshi.core.lineage import Kind
from luoshi.web.forms import DateField, NumberField, dress
from luoshi.web.messages import message
from luoshi.web.succession.preview import Choice
from luoshi.web.units.drafts import EventDraft, HeirDraft, moving, renaming
from luoshi.web.units.forms import UnitField, UnitsField, offer
from luoshi.web.units.models import Kind as UnitKind
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitSelectMultiple

PARTS = 4
"""Rows of the form for a split; a unit that falls into more is split again."""
HUNDRED = Decimal(100)
CODE = r"[A-Za-z0-9-]+"


class ChangeForm(forms.Form):
    """What every change has: a day, why, and by which document."""

    on = DateField(label=_("生效日期"), help_text=_("过去、今天或将来；将来的到那一天自动办理。"))
    reason = forms.CharField(label=_("事由"), max_length=300)
    basis = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.every = unit, units
        self.units = units.exclude(pk=unit.pk)
        self.prepare()
        dress(self)

    def prepare(self) -> None:
        """Offer the units there are."""

    def refuse(self, error: DomainError) -> None:
        """Say why not, beside the field where the refusal names one."""
        field = str(error.params.get("field", ""))
        self.add_error(field if field in self.fields else None, message(error))
        dress(self)

    def draft(self) -> EventDraft:
        """What was typed, once it is valid."""
        raise NotImplementedError

    def why(self) -> dict[str, Any]:
        """The day, the reason and the document."""
        return {name: self.cleaned_data[name] for name in ("on", "reason", "basis")}


class RenameForm(ChangeForm):
    """New names from a day on."""

    name = forms.CharField(label=_("新名称"), max_length=60)
    short_name = forms.CharField(label=_("新简称"), max_length=20)
    field_order = ("name", "short_name", "on", "reason", "basis")

    def prepare(self) -> None:
        """Begin with the names of today."""
        self.initial = {"name": self.unit.name, "short_name": self.unit.short_name}

    def draft(self) -> EventDraft:
        """What was typed."""
        names = {name: self.cleaned_data[name] for name in ("name", "short_name")}
        return renaming(self.unit, **names, **self.why())


class MoveForm(ChangeForm):
    """A new place in the tree from a day on."""

    parent = UnitField(label=_("新的上级单位"), queryset=Unit.objects.none())
    field_order = ("parent", "on", "reason", "basis")

    def prepare(self) -> None:
        """Every other unit; what makes a ring is refused."""
        offer(self, "parent", self.units)

    def draft(self) -> EventDraft:
        """What was typed."""
        return moving(self.unit, parent=self.cleaned_data["parent"], **self.why())


class MergeForm(ChangeForm):
    """Into a unit there is, or a new one; others may go with it."""

    heir = UnitField(
        label=_("并入"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("新设一个单位（填下面四项）"),
    )
    others: "forms.ModelMultipleChoiceField[Unit]" = UnitsField(
        label=_("一并合并的单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=UnitSelectMultiple(attrs={"size": 5}),
        help_text=_("可以多选，也可以不选。"),
    )
    name = forms.CharField(label=_("新单位名称"), max_length=60, required=False)
    short_name = forms.CharField(label=_("新单位简称"), max_length=20, required=False)
    code = forms.RegexField(label=_("新单位代码"), regex=CODE, max_length=30, required=False)
    parent = UnitField(
        label=_("新单位的上级"), queryset=Unit.objects.none(), required=False, empty_label="—"
    )
    field_order = (
        "heir",
        "others",
        "name",
        "short_name",
        "code",
        "parent",
        "on",
        "reason",
        "basis",
    )

    NEW = ("name", "short_name", "code", "parent")

    def prepare(self) -> None:
        """The other units; a jurisdiction does not close."""
        offer(self, "heir", self.units)
        offer(self, "others", self.units.filter(runs_lists=False))
        offer(self, "parent", self.units)

    def clean(self) -> dict[str, Any]:
        """A unit there is, or all about a new one."""
        given = super().clean() or {}
        missing = [name for name in self.NEW if not given.get(name) and name not in self.errors]
        if not given.get("heir"):
            for name in missing:
                self.add_error(name, _("新设单位时必填。"))
        elif len(missing) < len(self.NEW):
            self.add_error("heir", _("已选了并入的单位，就不要再填新单位。"))
        return given

    def draft(self) -> EventDraft:
        """What was typed."""
        given = self.cleaned_data
        heir = given["heir"]
        gone = [unit for unit in (self.unit, *given["others"]) if unit != heir]
        into = HeirDraft(unit=heir) if heir else _founded(given, self.unit)
        return EventDraft(kind=Kind.MERGE, predecessors=gone, heirs=[into], **self.why())


class PartForm(forms.Form):
    """One unit that comes of a split; an empty row is none."""

    unit = UnitField(
        label=_("承接单位"), queryset=Unit.objects.none(), required=False, empty_label=_("新设")
    )
    name = forms.CharField(label=_("名称"), max_length=60, required=False)
    short_name = forms.CharField(label=_("简称"), max_length=20, required=False)
    code = forms.RegexField(label=_("代码"), regex=CODE, max_length=30, required=False)
    share = NumberField(
        label=_("比例（%）"), max_digits=5, decimal_places=2, min_value=0, max_value=100,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        dress(self)

    @property
    def is_given(self) -> bool:
        """Whether the row says anything."""
        return any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A unit there is, or all about a new one."""
        given = super().clean() or {}
        about = [name for name in ("name", "short_name", "code") if given.get(name)]
        if given.get("unit") and about:
            raise ValidationError(_("已选了承接单位，就不要再填新单位。"))
        if not given.get("unit") and (about or given.get("share")):
            for name in {"name", "short_name", "code"} - set(about) - set(self.errors):
                self.add_error(name, _("新设单位时必填。"))
        return given

    def heir(self, split: Unit) -> HeirDraft:
        """The row as a draft."""
        given = self.cleaned_data
        share = None if given["share"] is None else given["share"] / HUNDRED
        if given["unit"]:
            return HeirDraft(unit=given["unit"], share=share)
        return _founded(given | {"parent": split.parent}, split, share)


class SplitForm(ChangeForm):
    """Into up to four units; the old one may be one of them."""

    parts: list[PartForm]

    def prepare(self) -> None:
        """The rows."""
        data = self.data if self.is_bound else None
        rows = range(PARTS)
        self.parts = [PartForm(data, prefix=f"part-{n}", units=self.every) for n in rows]

    def is_valid(self) -> bool:
        """The day and why, and every row."""
        valid = [super().is_valid(), *(part.is_valid() for part in self.parts)]
        for part in self.parts:
            dress(part)
        return all(valid)

    def draft(self) -> EventDraft:
        """What was typed."""
        heirs = [part.heir(self.unit) for part in self.parts if part.is_given]
        return EventDraft(kind=Kind.SPLIT, predecessors=[self.unit], heirs=heirs, **self.why())


def _founded(given: Mapping[str, Any], like: Unit, share: Decimal | None = None) -> HeirDraft:
    """A new unit of the same kind."""
    return HeirDraft(
        code=given["code"],
        kind=like.kind if like.kind in UnitKind.values else UnitKind.DEPARTMENT,
        name=given["name"],
        short_name=given["short_name"],
        parent=given["parent"],
        share=share,
    )


FORMS: Mapping[str, type[ChangeForm]] = {
    Kind.RENAME: RenameForm,
    Kind.MOVE: MoveForm,
    Kind.MERGE: MergeForm,
    Kind.SPLIT: SplitForm,
}


class ChoicesForm(forms.Form):
    """To which heir each thing goes, where there is a choice."""

    def __init__(self, data: Any, *, choices: Iterable[Choice]) -> None:
        super().__init__(data)
        for choice in choices:
            self.fields[choice.name] = forms.ChoiceField(
                choices=choice.options, initial=choice.initial, required=False, label=choice.label
            )
        dress(self)

    def chosen(self) -> dict[str, dict[str, str]]:
        """By kind and id, the code of the heir or ``end``; what was left out stands as it is."""
        found: dict[str, dict[str, str]] = {}
        for name, value in self.cleaned_data.items():
            kind, _dash, pk = name.partition("-")
            if value:
                found.setdefault(f"{kind}s", {})[pk] = value
        return found
