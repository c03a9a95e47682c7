"""Forms of indicators: the library, peers, targets, files, figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.core import indicators as core
from luoshi.core.errors import Invalid
from luoshi.intake import check_size
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.commitments.forms import MODALITIES, Dressed
from luoshi.web.delivery.wording import words
from luoshi.web.documents.papers import limits
from luoshi.web.forms import DateField, NumberField, WholeField
from luoshi.web.indicators.actions import FigureDraft, IndicatorDraft, SheetDraft, TargetDraft
from luoshi.web.indicators.models import Direction, Frequency, Indicator, Kind, Peer
from luoshi.web.indicators.periods import period_text
from luoshi.web.indicators.reading import vintages
from luoshi.web.messages import message
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Kind as Level
from luoshi.web.units.models import Unit

SHEETS = ".xlsx,.xls,.csv"
NUMBER: dict[str, Any] = {"max_digits": 20, "decimal_places": 6}
SIGNS = [("≥", ">="), (">", ">"), ("≤", "<="), ("<", "<"), ("=", "=")]


class AreaForm(Dressed):
    """A form for one of the person's jurisdictions, asked only where there are several."""

    jurisdiction: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("辖区"), empty_label=None
    )

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["jurisdiction"]
        field.queryset = areas
        if len(areas) == 1:
            field.initial, field.widget = areas[0].pk, forms.HiddenInput()


class IndicatorForm(Dressed):
    """One indicator."""

    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        help_text=_("考核办法和统计表里用，如 gdp；建好后不再改动。"),
    )
    name = forms.CharField(label=_("指标名称"), max_length=80)
    unit_of_measure = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices)
    low = NumberField(label=_("区间下限"), required=False, **NUMBER)
    high = NumberField(label=_("区间上限"), required=False, **NUMBER)
    frequency = forms.ChoiceField(label=_("频率"), choices=Frequency.choices)
    cumulative = forms.BooleanField(
        label=_("本年累计"), required=False, help_text=_("每个数从 1 月起累计，如 1-3 月。")
    )
    places = WholeField(
        label=_("小数位数"),
        min_value=0,
        max_value=6,
        help_text=_("按公布的小数位排位，相同为并列。"),
    )
    authority: Any = UnitField(Unit.objects.none(), label=_("数据主管单位"))
    definition = forms.CharField(label=_("口径和来源"), max_length=300, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], fixed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["authority"]
        field.queryset = units
        if fixed:
            self.fields["code"].disabled = True

    def draft(self) -> IndicatorDraft:
        """What the valid form says."""
        return IndicatorDraft(**self.cleaned_data)


class PresetsForm(AreaForm):
    """Indicators of the usual library, and whose statistics they are."""

    keys = forms.MultipleChoiceField(
        label=_("常用指标"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    authority: Any = UnitField(Unit.objects.none(), label=_("数据主管单位"))
    field_order = ("jurisdiction", "authority", "keys")

    def __init__(
        self, *args: Any, units: QuerySet[Unit], taken: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        keys: Any = self.fields["keys"]
        rows = presets.load("indicators")
        keys.choices = [(key, words(row)) for key, row in rows.items() if key not in taken]
        authority: Any = self.fields["authority"]
        authority.queryset = units


class PeerForm(AreaForm):
    """A place to compare with."""

    name = forms.CharField(label=_("名称"), max_length=40)
    level = forms.ChoiceField(label=_("与谁比"), choices=Level.choices)
    is_benchmark = forms.BooleanField(
        label=_("平均数或总数，不排位"), required=False, help_text=_("如全省平均；可作目标的对比。")
    )


class PeerChangeForm(Dressed):
    """Another name, or no longer compared."""

    name = forms.CharField(label=_("名称"), max_length=40)
    retire = forms.BooleanField(
        label=_("不再对标"), required=False,
        help_text=_("以后的统计表和目标不再收它；已有的数和位次保留。停用不能取消。"),
    )  # fmt: skip


class TargetForm(Dressed):
    """What a unit is to reach."""

    unit: Any = UnitField(Unit.objects.none(), label=_("单位"))
    period_end = forms.TypedChoiceField(label=_("期末"), coerce=date.fromisoformat)
    kind = forms.ChoiceField(label=_("目标类型"), choices=Kind.choices)
    sign = forms.ChoiceField(label=_("比较"), choices=[(sign, shown) for shown, sign in SIGNS])
    number = NumberField(
        label=_("目标数"), help_text=_("相差和增长填相差的数；位次填名次。"), **NUMBER
    )
    against = forms.ChoiceField(
        label=_("对比地区"), required=False, help_text=_("只有“与另一地区相差”要填。")
    )
    modality = forms.ChoiceField(
        label=_("语气"), choices=[("", "—"), *((word, word) for word in MODALITIES)], required=False
    )
    basis = forms.CharField(label=_("依据文件"), max_length=200)

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        units: QuerySet[Unit],
        peers: Sequence[Peer],
        ends: Sequence[date],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.peers = {str(u.pk): u for u in units}, {str(p.pk): p for p in peers}
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        fields["period_end"].choices = [
            (end.isoformat(), period_text(end, indicator)) for end in ends
        ]
        fields["against"].choices = [
            ("", "—"),
            *((f"peer:{pk}", peer.name) for pk, peer in self.peers.items()),
            *((f"unit:{pk}", unit.short_name) for pk, unit in self.units.items()),
        ]

    def draft(self) -> TargetDraft:
        """What the valid form says; a rank is always “or better”."""
        told = dict(self.cleaned_data)
        kind, _colon, pk = told.pop("against").partition(":")
        if told["kind"] == Kind.RANK:
            told["sign"] = "<="
        peer = self.peers.get(pk) if kind == "peer" else None
        other = self.units.get(pk) if kind == "unit" else None
        return TargetDraft(**told, peer=peer, other=other)


class FileForm(AreaForm):
    """A file of statistics and what it does not say itself."""

    file: Any = forms.FileField(
        label=_("统计表"),
        widget=forms.FileInput(attrs={"accept": SHEETS}),
        allow_empty_file=True,
        help_text=_("xlsx、xls 或 csv。要有“地区”一栏；数在指标名称、期间或“数值”栏下。"),
    )
    vintage = forms.ChoiceField(label=_("版本"))
    published_on = DateField(label=_("发布日期"))
    source = forms.CharField(label=_("发布机构或文件"), max_length=120)
    indicator: Any = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("统计指标"),
        required=False,
        empty_label=_("表里写明"),
    )
    period = forms.CharField(
        label=_("期间"),
        max_length=30,
        required=False,
        help_text=_("表里没有写明时填，如 2026年1-3月。"),
    )
    field_order = ("jurisdiction", "file", "vintage", "published_on", "source")

    def __init__(self, *args: Any, indicators: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["vintage"].choices = [(key, words(row)) for key, row in vintages().items()]
        fields["indicator"].queryset = indicators

    def clean_file(self) -> Any:
        """Refused here when it is too large."""
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size, limits())
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error
        return upload

    def draft(self) -> SheetDraft:
        """What the valid form says beside the file."""
        names = ("vintage", "published_on", "source", "indicator", "period")
        return SheetDraft(**{name: self.cleaned_data[name] for name in names})


class FigureForm(AreaForm):
    """A figure with its document."""

    unit: Any = UnitField(Unit.objects.none(), label=_("单位"))
    name = forms.CharField(
        label=_("数据名称"), max_length=40, help_text=_("与考核办法里 manual: 后面的名称一致。")
    )
    day = DateField(label=_("日期"))
    value = NumberField(label=_("数值"), **NUMBER)
    note = forms.CharField(label=_("说明"), max_length=200)
    paper: Any = forms.FileField(label=_("依据文件"), allow_empty_file=True)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units

    def clean_paper(self) -> Paper:
        """Name and bytes."""
        upload = self.cleaned_data["paper"]
        try:
            check_size(upload.size, limits())
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error
        return Paper(upload.name, upload.read())

    def draft(self) -> FigureDraft:
        """What the valid form says."""
        names = ("unit", "name", "day", "value", "note", "paper")
        return FigureDraft(**{name: self.cleaned_data[name] for name in names})


class WithdrawForm(Dressed):
    """Why something is taken back."""

    reason = forms.CharField(label=_("撤回理由"), max_length=200)


def coming_ends(indicator: Indicator, today: date) -> list[date]:
    """The periods for which targets are set: the ends of this year and the next, the latest first,
    and of those running the ends of periods."""
    years = [date(today.year, 12, 31), date(today.year + 1, 12, 31), date(today.year - 1, 12, 31)]
    ends, end = [], years[0]
    while end > date(today.year, 1, 1):
        ends.append(end)
        end = core.before(end, indicator.rhythm)
    return list(dict.fromkeys([*years, *ends]))
