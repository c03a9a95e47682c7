"""Forms of self-checks: putting the questions, answering them, putting a problem right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import Invalid, Refused
from luoshi.web.commitments.drafts import CommitmentDraft
from luoshi.web.commitments.forms import Dressed, ItemForm
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.forms import DateField, dress
from luoshi.web.messages import message
from luoshi.web.selfcheck.actions import LONGEST, Said
from luoshi.web.selfcheck.models import Answer, Verdict
from luoshi.web.selfcheck.queries import Asked, Sheet
from luoshi.web.units.forms import UnitsField
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitBoxes

TOLD = ("problem", "found")
"""Columns of the presets that hold how the problem shows; they begin with the unit's own words."""
CHOICES = [("", _("未答")), *Verdict.choices]


class OpenForm(Dressed):
    """Who answers until when, and which lists take what is found."""

    answer_by = DateField(label=_("答复截止"))
    lists: Any = forms.ModelMultipleChoiceField(
        label=_("整改列入"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "发现的问题由本单位负责人列为整改事项，列入这里勾选的清单。只列出尚未冻结的清单。"
        ),
    )
    units: Any = UnitsField(label=_("自查单位"), queryset=None, widget=UnitBoxes)

    def __init__(
        self, *args: Any, lists: QuerySet[CommitmentList], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["lists"].queryset, fields["units"].queryset = lists, units


class AnswersForm(Dressed):
    """What the unit says to each question; those that became commitments stay as they are."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        for asked in sheet.asked:
            answer = asked.answer
            if answer is None or answer.commitment_id is None:
                self._ask(asked.question.key, answer)
        if not self.is_bound:
            dress(self)

    def _ask(self, key: str, answer: Answer | None) -> None:
        self.fields[f"verdict_{key}"] = forms.ChoiceField(
            label=_("自查结论"),
            choices=CHOICES,
            required=False,
            initial=answer.verdict if answer else "",
        )
        self.fields[f"words_{key}"] = forms.CharField(
            label=_("问题表现"),
            required=False,
            max_length=LONGEST,
            initial=answer.words if answer else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def rows(self) -> list[tuple[Any, list[tuple[Asked, BoundField | None, BoundField | None]]]]:
        """By area each question with its two fields, none where it is settled."""
        return [(area, [self._row(asked) for asked in rows]) for area, rows in self.sheet.areas]

    def _row(self, asked: Asked) -> tuple[Asked, BoundField | None, BoundField | None]:
        key = asked.question.key
        if f"verdict_{key}" not in self.fields:
            return asked, None, None
        return asked, self[f"verdict_{key}"], self[f"words_{key}"]

    @property
    def said(self) -> dict[str, Said]:
        """What was said, by question; what was left out is not in it."""
        keys = [name.removeprefix("verdict_") for name in self.fields if name[:8] == "verdict_"]
        given = self.cleaned_data
        return {
            key: Said(given[f"verdict_{key}"], given[f"words_{key}"])
            for key in keys
            if given[f"verdict_{key}"]
        }

    def blame(self, refusal: Invalid | Refused) -> None:
        """What an action refuses, beside the question it names."""
        field = f"words_{refusal.params.get('question', '')}"
        self.add_error(field if field in self.fields else None, message(refusal))
        dress(self)


class PutRightForm(Dressed):
    """What the leader promises, who owns it, until when."""

    text = forms.CharField(label=_("整改事项"), widget=forms.Textarea(attrs={"rows": 3}))
    lead_unit: Any = forms.ChoiceField(label=_("责任单位"))
    leader = forms.CharField(label=_("责任领导"), max_length=40, required=False)
    due_on = DateField(label=_("时限"))
    standard = forms.CharField(
        label=_("完成标准"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, owners: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(unit.pk): unit for unit in owners}
        choices: Any = self.fields["lead_unit"]
        choices.choices = [(key, unit.short_name) for key, unit in self.owners.items()]

    def draft(self, item: ItemForm, on: Any) -> CommitmentDraft:
        """The promise, beginning on that day, with the list's own columns."""
        given = self.cleaned_data | {"lead_unit": self.owners[self.cleaned_data["lead_unit"]]}
        return CommitmentDraft(
            **given,
            kind="qualitative-task",
            starts_on=min(on, given["due_on"]),
            weight=item.cleaned_data["weight"],
            extra=item.extra,
        )
