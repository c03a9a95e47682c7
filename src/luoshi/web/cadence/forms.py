"""Forms of this app: a cadence, a meeting's plan and record, what was said, marks of a tour."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.cadence import Criterion
from luoshi.web.cadence.actions import Plan, Record
from luoshi.web.cadence.kinds import named
from luoshi.web.cadence.models import About, Every, Item, Question, Weekday
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.forms import DateField, NumberField, WholeField, dress
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit

LONG: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 2})}


class CadenceForm(Dressed):
    """For which list, how often, on which day, how long before it is prepared."""

    lst: Any = forms.ModelChoiceField(label=_("清单"), queryset=None)
    title = forms.CharField(label=_("名称"), max_length=60)
    every = forms.ChoiceField(label=_("周期"), choices=Every.choices)
    weekday = forms.ChoiceField(
        label=_("星期"),
        choices=Weekday.choices,
        help_text=_("每周的会用。放假则顺延到本周下一个工作日，没有则提前。"),
    )
    nth = WholeField(
        label=_("第几个工作日"),
        min_value=-45,
        max_value=45,
        help_text=_("每月、每季的会用。倒数写负数，例如 -3。"),
    )
    about = forms.ChoiceField(label=_("调度哪一期"), choices=About.choices)
    ahead = WholeField(label=_("提前几个工作日准备"), min_value=0, max_value=30)
    opens_round = forms.BooleanField(label=_("同时开一轮报送，会前一个工作日截止"), required=False)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    starts_on = DateField(label=_("自"))

    def __init__(self, *args: Any, lists: QuerySet[CommitmentList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["lst"]
        chosen.queryset = lists

    def plan(self, kind: str) -> Plan:
        """What was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "lst"}
        if values["every"] == "week":
            values["nth"] = 1
        return Plan(kind=kind, **values)


class PlanForm(Dressed):
    """Where a meeting is held, about what, and who is in the chair."""

    on = DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    subject = forms.CharField(label=_("题目"), max_length=120, required=False)
    chair = forms.CharField(label=_("主持（职务）"), max_length=40, required=False)


class QuestionForm(Dressed):
    """A question to a unit."""

    unit: Any = UnitField(label=_("问哪个单位"), queryset=None)
    text = forms.CharField(label=_("问题"), max_length=300, **LONG)
    asked_by = forms.CharField(
        label=_("提问人职务"), max_length=40, help_text=_("例如：市长、分管副市长。")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unit"]
        chosen.queryset = units


class RemarkForm(Dressed):
    """What a leader said."""

    text = forms.CharField(label=_("点评"), max_length=300, **LONG)
    said_by = forms.CharField(label=_("点评人职务"), max_length=40)


class ResolveForm(Dressed):
    """A decision as a commitment."""

    within: Any = forms.ModelChoiceField(
        label=_("列入清单"),
        queryset=None,
        help_text=_("只列出尚未冻结的清单。清单要求的其他必填栏目可以会后补，冻结以前补齐。"),
    )
    text = forms.CharField(label=_("交办事项"), max_length=500, **LONG)
    lead_unit: Any = UnitField(label=_("牵头单位"), queryset=None)
    due_on = DateField(label=_("时限"))
    leader = forms.CharField(label=_("责任领导（职务）"), max_length=40, required=False)

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
    """An answer to one question."""

    answer = forms.CharField(
        label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecordForm(Dressed):
    """Held or not; each open question with its answer, or left open."""

    held = forms.ChoiceField(
        label=_("开了没有"),
        choices=[("held", _("已召开")), ("missed", _("没有召开"))],
        widget=forms.RadioSelect,
    )
    held_on = DateField(label=_("召开日期"), required=False)
    chair = forms.CharField(label=_("主持（职务）"), max_length=40, required=False)
    reason = forms.CharField(label=_("未开原因"), max_length=200, required=False)

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [each for each in questions if not each.answered_at]
        for question in self.questions:
            self.fields[f"a{question.pk}"] = forms.CharField(
                label=question.text, max_length=1000, required=False, **LONG
            )
        if not self.is_bound:
            dress(self)

    def asked(self) -> list[tuple[Question, Any]]:
        """Each open question with its field."""
        return [(question, self[f"a{question.pk}"]) for question in self.questions]

    def clean(self) -> dict[str, Any]:
        """A meeting that was held has a day."""
        given = self.cleaned_data
        if given.get("held") == "held" and not given.get("held_on") and not self.errors:
            self.add_error("held_on", _("请写明召开日期。"))
        return given

    def told(self) -> Record:
        """What was typed."""
        given = self.cleaned_data
        held: date | None = given["held_on"] if given["held"] == "held" else None
        return Record(
            held_on=held,
            chair=given["chair"],
            reason=given["reason"] if held is None else "",
            answers={each.pk: given[f"a{each.pk}"] for each in self.questions},
        )


class ItemsForm(Dressed):
    """The place of each candidate; none means that it is not called."""

    def __init__(self, *args: Any, candidates: Sequence[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for each in self.candidates:
            self.fields[f"p{each.pk}"] = WholeField(
                label=each.text[:40], required=False, min_value=1, max_value=999
            )
        dress(self)

    def rows(self) -> list[tuple[Commitment, Any]]:
        """Each candidate with its field."""
        return [(each, self[f"p{each.pk}"]) for each in self.candidates]

    def called(self) -> list[Commitment]:
        """Those with a place, in this order; of equal places in that of the table."""
        placed = [(self.cleaned_data.get(f"p{each.pk}"), each) for each in self.candidates]
        return [each for place, each in sorted(
            ((place, each) for place, each in placed if place), key=lambda row: int(row[0])
        )]  # fmt: skip


class JudgesForm(Dressed):
    """One judge a line."""

    names = forms.CharField(
        label=_("评委（一行一位）"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写职务或界别，例如：市人大代表（工业界）。不写姓名。"),
    )

    def listed(self) -> list[str]:
        """The lines that say something."""
        return [line for line in self.cleaned_data["names"].splitlines() if line.strip()]


class MarksForm(Dressed):
    """The score sheet of one judge."""

    def __init__(
        self, *args: Any, items: Sequence[Item], criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.criteria = list(items), list(criteria)
        for item in self.items:
            for criterion in self.criteria:
                self.fields[f"m{item.pk}-{criterion.key}"] = NumberField(
                    label=f"{item.position} {named(criterion)}",
                    required=False,
                    min_value=0,
                    max_value=criterion.most,
                    max_digits=6,
                    decimal_places=2,
                )
        dress(self)

    def rows(self) -> list[tuple[Item, list[Any]]]:
        """Each stop with its fields."""
        return [
            (item, [self[f"m{item.pk}-{each.key}"] for each in self.criteria])
            for item in self.items
        ]

    def marks(self) -> dict[tuple[int, str], Decimal]:
        """What was given."""
        given = {
            (item.pk, each.key): self.cleaned_data.get(f"m{item.pk}-{each.key}")
            for item in self.items
            for each in self.criteria
        }
        return {key: points for key, points in given.items() if points is not None}
