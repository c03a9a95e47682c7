"""Forms of terms, people, keys and of what is asked once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import User
from luoshi.web.challenges.drafts import (
    NOTE,
    PROBLEM,
    REWARD,
    STOP_LOSS,
    TEST,
    TITLE,
    Proposal,
    TermsDraft,
)
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.numbers import hardnesses, rule
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.forms import DateField, MomentField, NumberField, WholeField
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit

MONEY: dict[str, Any] = {
    "max_digits": 12, "decimal_places": 2, "min_value": 0, "required": False,
}  # fmt: skip
PROPOSAL = ("title", "problem", "hardness", "owner_unit")


def area(rows: int, **more: Any) -> forms.Textarea:
    """A text box of so many rows."""
    return forms.Textarea(attrs={"rows": rows, **more})


def offer(field: Any, units: Sequence[Unit]) -> None:
    """Offer those units by their short names."""
    field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
    field.choices = [(unit.pk, unit.short_name) for unit in units]


class ProposalForm(Dressed):
    """征榜: what is hard, and whose it is."""

    title = forms.CharField(label=_("榜单题目"), max_length=TITLE)
    problem = forms.CharField(
        label=_("难题"),
        max_length=PROBLEM,
        widget=area(4),
        help_text=_("难在哪里，试过什么，卡在哪里。"),
    )
    hardness = forms.ChoiceField(label=_("攻坚类别"))
    owner_unit: Any = UnitField(
        Unit.objects.none(),
        label=_("出题单位"),
        empty_label=None,
        help_text=_("谁家的难题；出题单位及其上下级不能揭榜，也不能验榜。"),
    )

    field_order = ("title", "hardness", "owner_unit", "problem")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hardness"].choices = hardnesses()  # type: ignore[attr-defined]
        offer(self.fields["owner_unit"], units)

    def proposal(self) -> Proposal:
        """What the valid form says."""
        return Proposal(**{name: self.cleaned_data[name] for name in PROPOSAL})


class TermsForm(ProposalForm):
    """定榜: what is fixed before publication."""

    tests = forms.CharField(
        label=_("验榜标准"),
        required=False,
        max_length=12 * TEST,
        widget=area(4),
        help_text=_("每行一条，能判定“通过”或“不通过”。发榜后不能改。"),
    )
    stop_loss = forms.CharField(
        label=_("止损条件"),
        required=False,
        max_length=STOP_LOSS,
        widget=area(2),
        help_text=_("到什么时候、出现什么情况就停。发榜后不能改。"),
    )
    reward = NumberField(label=_("奖励金额（万元）"), **MONEY)
    reward_text = forms.CharField(label=_("其他奖励"), required=False, max_length=REWARD)
    budget = NumberField(label=_("预算上限（万元）"), **MONEY)
    starts_on = DateField(label=_("攻坚开始"), required=False)
    due_on = DateField(label=_("攻坚期限"), required=False)
    opens_at = MomentField(
        label=_("开标时间"),
        required=False,
        help_text=_("也是揭榜截止时间，精确到秒，以服务器时钟为准。例如 2026-03-31 10:00。"),
    )
    teams = WholeField(
        label=_("最多几家攻榜"), min_value=1, initial=1, help_text=_("多于一家即“赛马”。")
    )
    notice_days = WholeField(label=_("公示工作日"), max_value=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = rule().notice_days
        self.fields["notice_days"].min_value = least  # type: ignore[attr-defined]
        self.fields["notice_days"].help_text = gettext("不少于 %(n)s 个工作日。") % {"n": least}

    @classmethod
    def initial_of(cls, challenge: Challenge) -> dict[str, object]:
        """The terms as they stand."""
        named = set(cls.base_fields) - {"tests"}
        return {name: getattr(challenge, name) for name in named} | {
            "tests": "\n".join(challenge.tests)
        }

    def terms(self) -> TermsDraft:
        """What the valid form says."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in PROPOSAL}
        lines = (line.strip() for line in said.pop("tests").splitlines())
        return TermsDraft(**said, tests=tuple(line for line in lines if line))


class PeopleForm(Dressed):
    """Who holds the key, who evaluates."""

    first: Any = forms.ModelChoiceField(User.objects.none(), label=_("密钥保管人一"))
    second: Any = forms.ModelChoiceField(User.objects.none(), label=_("密钥保管人二"))
    evaluators: Any = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("评委"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, holders: QuerySet[User], judges: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("first", holders), ("second", holders), ("evaluators", judges)):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class PersonForm(Dressed):
    """One more evaluator."""

    person: Any = forms.ModelChoiceField(User.objects.none(), label=_("评委"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CallForm(Dressed):
    """Who holds the result against the test."""

    people: Any = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("验榜人"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class ConfirmForm(Dressed):
    """Nothing to fill in: asked once."""


class ReasonForm(Dressed):
    """Why."""

    note = forms.CharField(label=_("理由"), max_length=NOTE, widget=area(3))


class TakeKeyForm(Dressed):
    """The fingerprint of the half that becomes void; empty for the first one."""

    replaces = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class KeyForm(Dressed):
    """One half, typed or pasted."""

    key = forms.CharField(
        label=_("密钥"),
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        help_text=_("纸上的 13 组字母和数字；横线和空格可以不输，大小写都行。"),
    )


class ListForm(Dressed):
    """The list that takes the commitments; the unit where it is given to one."""

    within: Any = forms.ModelChoiceField(
        CommitmentList.objects.none(), label=_("列入清单"), empty_label=None
    )
    lead_unit: Any = UnitField(Unit.objects.none(), label=_("承办单位"))

    def __init__(
        self,
        *args: Any,
        lists: QuerySet[CommitmentList],
        units: Sequence[Unit] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = lists  # type: ignore[attr-defined]
        if units is None:
            del self.fields["lead_unit"]
        else:
            offer(self.fields["lead_unit"], units)


class ExemptionForm(Dressed):
    """What is filed for an exemption."""

    text = forms.CharField(
        label=_("报备内容"),
        max_length=2000,
        widget=area(6),
        help_text=_("动机态度、客观条件、程序方法、性质程度、后果影响、挽回损失，逐条说明。"),
    )
