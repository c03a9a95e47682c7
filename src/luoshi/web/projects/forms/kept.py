"""Forms of the supervision office: cohorts, projects, plans, sheets, the map."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import Invalid
from luoshi.intake import check_size
from luoshi.web.commitments.forms import Dressed
from luoshi.web.documents.papers import limits
from luoshi.web.forms import DateField, WholeField, dress
from luoshi.web.messages import message
from luoshi.web.projects.actions.sites import Spot
from luoshi.web.projects.drafts import LONGEST_NAME, PLACES, PLANNED, ProjectDraft, draft_of
from luoshi.web.projects.forms.fields import AmountField
from luoshi.web.projects.models import Cohort, Project, Sector, Site
from luoshi.web.projects.models.projects import MAP_SIZE
from luoshi.web.projects.terms import DEFAULT_SEASON, season_choices, threshold_choices
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit

SHEETS = ".xlsx,.xls"


class CohortForm(Dressed):
    """A batch signed on one day, or the reserve."""

    title = forms.CharField(label=_("批次名称"), max_length=80)
    signed_on = DateField(
        label=_("签约日期"), required=False, help_text=_("不填则建为储备库，每个辖区一个。")
    )
    begins_on = DateField(label=_("自"))
    ends_on = DateField(label=_("至"), help_text=_("全部项目计划达效的日期。"))
    jurisdiction: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("辖区"), empty_label=None
    )

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jurisdiction"]
        field.queryset = areas  # type: ignore[attr-defined]
        if len(areas) == 1:
            field.initial, field.widget = areas[0].pk, forms.HiddenInput()


class ProjectForm(Dressed):
    """One project; what is not known may stay open."""

    name = forms.CharField(label=_("项目名称"), max_length=LONGEST_NAME)
    owner: Any = UnitField(Unit.objects.none(), label=_("责任单位"))
    investment = AmountField(
        label=_("总投资（亿元）"), required=False, help_text=_("也可以写成 35000万元。")
    )
    sector = forms.ChoiceField(
        label=_("领域"), choices=[("", "—"), *Sector.choices], required=False
    )
    attracted = forms.BooleanField(label=_("招商引资"), required=False)
    place: Any = UnitField(Unit.objects.none(), label=_("所在县区园区"), required=False)
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    fulfilled_on = DateField(label=_("计划履约"), required=False)
    started_on = DateField(label=_("计划开工"), required=False)
    producing_on = DateField(label=_("计划投产"), required=False)
    capacity_on = DateField(label=_("计划达效"), required=False)

    def __init__(
        self, *args: Any, units: Sequence[Unit], fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["owner"], units)
        _offer(self.fields["place"], [unit for unit in units if unit.kind in PLACES])
        if fixed:
            for name in ("name", "owner", "investment", *self._dated()):
                self.fields[name].disabled = True

    def _dated(self) -> list[str]:
        return [name for name in PLANNED if self.initial.get(name)]

    @classmethod
    def initial_of(cls, project: Project) -> dict[str, object]:
        """The values of a project, for its edit form."""
        draft = draft_of(project)
        return {name: getattr(draft, name) for name in cls.base_fields}

    def draft(self) -> ProjectDraft:
        """What was typed."""
        return ProjectDraft(**self.cleaned_data)


class SignForm(Dressed):
    """Which batch a project of the reserve joins."""

    cohort: Any = forms.ModelChoiceField(
        Cohort.objects.none(), label=_("签约批次"), empty_label=None
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]


class PlanForm(Dressed):
    """How much is to be invested in a year."""

    year = WholeField(label=_("年度"), min_value=2000, max_value=2100)
    amount = AmountField(label=_("年度计划投资（亿元）"))
    season = forms.ChoiceField(label=_("推进方式"), initial=DEFAULT_SEASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["season"]
        field.choices = season_choices()


class SheetForm(Dressed):
    """A workbook of projects."""

    file = forms.FileField(
        label=_("项目表"),
        allow_empty_file=True,
        help_text=_(
            "xlsx 或 xls。表头写明项目名称、责任单位、领域、总投资（亿元或万元）、计划开工时间。"
        ),
        widget=forms.FileInput(attrs={"accept": SHEETS}),
    )

    def clean_file(self) -> Any:
        """The size is asked before the file is read."""
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size, limits())
        except Invalid as error:
            raise forms.ValidationError(message(error)) from error
        return upload


class MapForm(Dressed):
    """Column, row and thresholds of each county and park."""

    def __init__(
        self, *args: Any, units: Sequence[Unit], sites: Mapping[int, Site], **kwargs: Any
    ) -> None:
        self.units = units
        initial: dict[str, object] = {}
        for pk, site in sites.items():
            initial |= {
                f"{name}-{pk}": getattr(site, name) for name in ("column", "row", "threshold")
            }
        super().__init__(*args, initial=initial, **kwargs)
        for unit in units:
            for name, label in (("column", _("列")), ("row", _("行"))):
                self.fields[f"{name}-{unit.pk}"] = WholeField(
                    label=label, required=False, min_value=1, max_value=MAP_SIZE
                )
            self.fields[f"threshold-{unit.pk}"] = forms.ChoiceField(
                label=_("投资门槛"), required=False, choices=[("", _("通用")), *threshold_choices()]
            )
        if not self.is_bound:
            dress(self)

    @property
    def lines(self) -> list[tuple[Unit, Any, Any, Any]]:
        """Each unit with its three fields."""
        return [
            (unit, self[f"column-{unit.pk}"], self[f"row-{unit.pk}"], self[f"threshold-{unit.pk}"])
            for unit in self.units
        ]

    def spots(self) -> dict[int, Spot]:
        """What was typed, by unit."""
        given = self.cleaned_data
        return {
            unit.pk: Spot(
                given[f"column-{unit.pk}"], given[f"row-{unit.pk}"], given[f"threshold-{unit.pk}"]
            )
            for unit in self.units
        }


def _offer(field: Any, units: Sequence[Unit]) -> None:
    field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    field.choices = [("", "—"), *((unit.pk, unit.short_name) for unit in units)]
