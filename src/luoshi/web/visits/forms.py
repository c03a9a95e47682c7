"""Forms of this app: a visit, a problem, its owner, an answer, a rating."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.forms import DateField
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit
from luoshi.web.visits.models import How, Verdict
from luoshi.web.visits.wording import kind_choices

NOT_YET = "not-yet"
LONG: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3})}


class VisitForm(Dressed):
    """When, where, who, with whom."""

    jurisdiction: Any = forms.ModelChoiceField(label=_("辖区"), queryset=None)
    kind = forms.ChoiceField(label=_("形式"), choices=())
    on = DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80)
    leader = forms.CharField(
        label=_("领导（职务）"), max_length=40, help_text=_("写职务，例如：分管副市长。")
    )
    host: Any = UnitField(label=_("所到单位"), queryset=None, required=False)
    firm = forms.CharField(label=_("企业或村（社区）"), max_length=80, required=False)

    def __init__(
        self, *args: Any, areas: QuerySet[Unit], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["jurisdiction"].queryset = areas
        fields["host"].queryset = units
        fields["kind"].choices = kind_choices()


class RaisedForm(Dressed):
    """What was raised, and by whom."""

    text = forms.CharField(label=_("提出的问题"), max_length=500, **LONG)
    asker = forms.CharField(
        label=_("提出人（身份）"),
        max_length=40,
        help_text=_("例如：企业负责人、村民代表。不写姓名和电话。"),
    )


class AssignForm(Dressed):
    """Who owns it, and until when."""

    within: Any = forms.ModelChoiceField(
        label=_("列入清单"),
        queryset=None,
        help_text=_("只列出尚未冻结的清单。清单要求的其他必填栏目可以会后补，冻结以前补齐。"),
    )
    lead_unit: Any = UnitField(label=_("责任单位"), queryset=None)
    due_on = DateField(label=_("时限"))

    def __init__(
        self,
        *args: Any,
        lists: QuerySet[CommitmentList],
        units: QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["within"].queryset = lists
        fields["lead_unit"].queryset = units


class AnswerForm(Dressed):
    """What is answered: solved, or not yet and until when."""

    text = forms.CharField(
        label=_("答复"),
        max_length=1000,
        help_text=_("用提出人看得懂的话写：解决了没有，什么时候。"),
        **LONG,
    )
    solved = forms.ChoiceField(
        label=_("解决了没有"),
        choices=(("yes", _("已经解决，或已当面说清")), (NOT_YET, _("还没有解决"))),
        widget=forms.RadioSelect,
        help_text=_("还没有解决的不算办结，继续跟踪。"),
    )
    until = DateField(
        label=_("预计解决日期"), required=False, help_text=_("还没有解决的必填，与时限对照亮灯。")
    )

    def clean(self) -> dict[str, Any]:
        """Not yet needs its day; solved has none."""
        told = super().clean() or self.cleaned_data
        open_ = told.get("solved") == NOT_YET
        if open_ and not told.get("until") and "until" not in self.errors:
            self.add_error("until", _("还没有解决的，请写明预计哪天解决。"))
        return told if open_ else told | {"until": None}


class RatingForm(Dressed):
    """How the asker rates an answer."""

    verdict = forms.ChoiceField(label=_("评价"), choices=Verdict.choices, widget=forms.RadioSelect)
    comment = forms.CharField(label=_("说明"), max_length=300, required=False, **LONG)


class NotedRatingForm(RatingForm):
    """The same as the supervision office was told, and how it asked."""

    how = forms.ChoiceField(
        label=_("怎样得知"), choices=[choice for choice in How.choices if choice[0] != How.LINK]
    )
