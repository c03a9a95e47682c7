"""Forms of owners, outsiders and leaders: stages, findings, months, moving out."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.projects import LATER, Stage
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.wording import plain
from luoshi.web.forms import DateField, NumberField, dress
from luoshi.web.projects.forms.fields import FilesField
from luoshi.web.projects.models import STAGES, DropOut, Finding, Project, Verdict
from luoshi.web.projects.models.facts import DIGITS, PLACES
from luoshi.web.projects.terms import causes

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
LONG: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3})}


class StageForm(Dressed):
    """The stage reached, the day, and what shows it."""

    stage = forms.ChoiceField(label=_("到达阶段"))
    on = DateField(label=_("到达日期"))
    note = forms.CharField(label=_("说明"), max_length=500, required=False, **LONG)
    reason = forms.CharField(
        label=_("倒退理由"),
        max_length=300,
        required=False,
        help_text=_("阶段比上次低时必须写明。"),
    )
    evidence = FilesField(
        label=_("佐证"),
        required=False,
        help_text=_("可一次选几件：许可证、合同、验收单等。没有佐证只算“说”。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        field.choices = [(stage.value, STAGES[stage]) for stage in (Stage.SIGNED, *LATER)]


class FindForm(Dressed):
    """What the outsider found."""

    finding = forms.ChoiceField(
        label=_("核验结论"), choices=Finding.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("核验说明"),
        max_length=500,
        required=False,
        help_text=_("看了什么、问了谁；不完全属实时必须写明差在哪里。"),
        **LONG,
    )


class MonthForm(Dressed):
    """One amount for each project in one month; what stays empty is not told."""

    def __init__(
        self,
        *args: Any,
        projects: Iterable[Project],
        known: Mapping[int, Decimal],
        sourced: bool,
        **kwargs: Any,
    ) -> None:
        self.projects = list(projects)
        initial = {f"p{pk}": plain(amount) for pk, amount in known.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for project in self.projects:
            self.fields[f"p{project.pk}"] = NumberField(
                label=project.commitment.text,
                required=False,
                min_value=0,
                max_digits=DIGITS,
                decimal_places=PLACES,
            )
        if sourced:
            self.fields["source"] = forms.CharField(label=_("出处"), max_length=120)
        if not self.is_bound:
            dress(self)

    @property
    def lines(self) -> list[tuple[Project, Any]]:
        """Each project with its field."""
        return [(project, self[f"p{project.pk}"]) for project in self.projects]

    def amounts(self) -> dict[int, Decimal]:
        """What was typed, by project."""
        typed = {project.pk: self.cleaned_data.get(f"p{project.pk}") for project in self.projects}
        return {pk: amount for pk, amount in typed.items() if amount is not None}


class MovingOutForm(Dressed):
    """Why a project cannot go on although its owner did what it could."""

    cause = forms.ChoiceField(label=_("客观原因"))
    explanation = forms.CharField(label=_("情况说明"), max_length=300, **LONG)
    document = forms.CharField(
        label=_("依据文件"),
        max_length=120,
        help_text=_("文件名或文号，例如：自然资函〔2026〕12号。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cause"]
        field.choices = [("", "—"), *causes().items()]


class AdjustForm(Dressed):
    """One decision for every open proposal of a cohort."""

    document = forms.CharField(label=_("审定文号"), max_length=60)

    def __init__(self, *args: Any, proposals: Iterable[DropOut], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = list(proposals)
        choices = [("approved", Verdict.APPROVED.label), ("refused", Verdict.REFUSED.label)]
        for proposal in self.proposals:
            self.fields[f"verdict-{proposal.pk}"] = forms.ChoiceField(
                label=_("审定"), choices=choices, widget=forms.RadioSelect
            )
            self.fields[f"note-{proposal.pk}"] = forms.CharField(
                label=_("审定意见"), max_length=300, required=False
            )
        if not self.is_bound:
            dress(self)

    @property
    def lines(self) -> list[tuple[DropOut, Any, Any]]:
        """Each proposal with its two fields."""
        return [
            (proposal, self[f"verdict-{proposal.pk}"], self[f"note-{proposal.pk}"])
            for proposal in self.proposals
        ]

    def verdicts(self) -> dict[int, tuple[str, str]]:
        """What was chosen, by proposal."""
        given = self.cleaned_data
        return {
            proposal.pk: (given[f"verdict-{proposal.pk}"], given[f"note-{proposal.pk}"])
            for proposal in self.proposals
        }


def month_in(text: str, today: date) -> date:
    """The first day of a month written 2026-03; that of today where it means none."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
