"""Forms of arenas: a season, a session of it, who speaks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.web.appraisal.models import Session
from luoshi.web.arena.models import Kind, Level
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import DateField
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit


class SeasonForm(Dressed):
    """A new season."""

    jurisdiction: Any = forms.ModelChoiceField(label=_("辖区"), queryset=None)
    title = forms.CharField(
        label=_("名称"), max_length=80, help_text=_("例如：2026 年书记擂台赛、局长擂台赛。")
    )
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    starts_on = DateField(label=_("自"))
    ends_on = DateField(label=_("至"))

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["jurisdiction"].queryset = areas


class BoutForm(Dressed):
    """Which session is the next one."""

    session: Any = forms.ModelChoiceField(label=_("评议会"), queryset=None)

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["session"].queryset = sessions
        fields["session"].label_from_instance = lambda each: f"{each.held_on} {each.title}"


class SpeakerForm(Dressed):
    """Who speaks, of what, and why."""

    unit: Any = UnitField(label=_("单位"), queryset=None)
    kind = forms.ChoiceField(label=_("发言种类"), choices=Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明讲什么经验，或就什么表态。并列和区间重叠的，名次说明不了差别。"),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        keys = [unit.pk for unit in units]
        fields["unit"].queryset = Unit.objects.filter(pk__in=keys).without_tree_fields()
        fields["unit"].label_from_instance = lambda each: each.short_name
