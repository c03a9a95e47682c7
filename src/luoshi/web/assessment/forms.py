"""Forms for rules as text and for runs."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.web.assessment.actions.edges import LONGEST_REASON
from luoshi.web.assessment.actions.runs import LONGEST_TITLE, RunPlan
from luoshi.web.assessment.actions.schemes import LONGEST_NOTE
from luoshi.web.assessment.models import Against, SchemeVersion, ScoreRun
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.forms import DateField, MomentField, dress
from luoshi.web.units.models import Unit


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

    def mark(self) -> None:
        """Mark again what was refused after validation."""
        dress(self)


class SavingForm(Dressed):
    """What goes with every saved version; a new scheme has a jurisdiction in place of a note."""

    note = forms.CharField(label=_("修改说明"), max_length=LONGEST_NOTE, required=False)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    jurisdiction: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        Unit.objects.none(), label=_("辖区"), empty_label=None
    )

    def __init__(self, *args: Any, areas: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas is None:
            del self.fields["jurisdiction"]
            return
        del self.fields["note"], self.fields["read"]
        self.fields["jurisdiction"].queryset = areas  # type: ignore[attr-defined]
        self.initial.setdefault("jurisdiction", areas.first())


class YamlForm(SavingForm):
    """The rules as text."""

    text = forms.CharField(
        label=_("规则（YAML）"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "wrap": "off"}),
    )
    field_order = ("text", "note", "jurisdiction")


class EdgeForm(Dressed):
    """Who of the tie at the edge takes the seats, and why."""

    chosen = forms.MultipleChoiceField(
        label=_("哪些列入"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = units  # type: ignore[attr-defined]


class RunForm(Dressed):
    """What to compute, over which lists, and as known when."""

    title = forms.CharField(label=_("考核轮名称"), max_length=LONGEST_TITLE)
    version = forms.ModelChoiceField(
        SchemeVersion.objects.none(), label=_("考核办法"), empty_label=None
    )
    lists = forms.ModelMultipleChoiceField(
        CommitmentList.objects.none(),
        label=_("清单"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("办法只用指标、自查、有据数的，可以不选。"),
    )
    period_start = DateField(label=_("期间自"))
    period_end = DateField(label=_("期间至"))
    known_at = MomentField(
        label=_("数据截至"),
        required=False,
        help_text=_("留空即现在。填过去的时间，则只计当时已采信、已核验的。"),
    )
    against = forms.ChoiceField(
        label=_("对照目标"),
        choices=Against.choices,
        required=False,
        initial=Against.AMENDED,
        help_text=_("冻结后经批准的调整，计入或不计入；依据里写明。"),
    )

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[SchemeVersion],
        lists: QuerySet[CommitmentList],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["lists"].queryset = lists  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = version_label  # type: ignore[attr-defined]

    def plan(self, at: datetime) -> RunPlan:
        """What the valid form asks for."""
        told = self.cleaned_data
        return RunPlan(
            version=told["version"],
            lists=list(told["lists"]),
            title=told["title"],
            period_start=told["period_start"],
            period_end=told["period_end"],
            known_at=told["known_at"] or at,
            against=told["against"] or Against.AMENDED,
        )


def version_label(version: SchemeVersion) -> str:
    """The scheme with the number and day of the version."""
    return str(
        _("%(title)s · 第 %(n)s 版（%(day)s）")
        % {
            "title": version.scheme.title,
            "n": version.number,
            "day": timezone.localdate(version.made_at),
        }
    )


class TrialForm(Dressed):
    """Which version to try, on the facts of which run."""

    version = forms.ModelChoiceField(
        SchemeVersion.objects.none(), label=_("办法版本"), empty_label=None
    )
    run = forms.ModelChoiceField(
        ScoreRun.objects.none(), label=_("用哪一轮的事实"), empty_label=None
    )

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[SchemeVersion],
        runs: QuerySet[ScoreRun],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = version_number  # type: ignore[attr-defined]
        self.fields["run"].queryset = runs  # type: ignore[attr-defined]


def version_number(version: SchemeVersion) -> str:
    """A version of a scheme that is known already."""
    return _("第 %(n)s 版") % {"n": version.number}
