"""Forms of bids, marks, choices, objections, verdicts and rewards."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.challenge import Criterion, Standing
from luoshi.web.challenges.actions import Award, Found
from luoshi.web.challenges.content import PLAN, STEPS, TEAM, BidContent, Steps
from luoshi.web.challenges.drafts import (
    NOTE,
    REWARD,
)
from luoshi.web.challenges.forms.terms import area, offer
from luoshi.web.challenges.models import Bid, Pledge
from luoshi.web.challenges.numbers import label_of
from luoshi.web.commitments.forms import Dressed, MilestoneForm
from luoshi.web.forms import NumberField, dress
from luoshi.web.units.forms import UnitField, UnitsField
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitBoxes


class BidForm(Dressed):
    """揭榜: what goes under the seal. The milestones are a set of their own beside it."""

    unit: Any = UnitField(Unit.objects.none(), label=_("揭榜单位"), empty_label=None)
    team = forms.CharField(label=_("攻坚队伍"), max_length=TEAM, widget=area(3))
    plan = forms.CharField(label=_("攻坚方案"), max_length=PLAN, widget=area(10))
    price = NumberField(label=_("投入（万元）"), max_digits=12, decimal_places=2, min_value=0)
    partners: Any = UnitsField(
        Unit.objects.none(),
        label=_("合作单位"),
        required=False,
        widget=UnitBoxes,
    )

    def __init__(
        self, *args: Any, own: Sequence[Unit], units: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], own)
        offer(self.fields["partners"], units)

    def content(self, steps: Steps) -> BidContent:
        """What the valid form and the milestones beside it say."""
        said = self.cleaned_data
        partners = tuple(unit.pk for unit in said["partners"])
        return BidContent(
            team=said["team"],
            plan=said["plan"],
            price=said["price"],
            partners=partners,
            steps=steps,
        )


BidSteps = forms.formset_factory(
    MilestoneForm, extra=6, can_delete=True, max_num=STEPS, absolute_max=STEPS
)
"""Milestones of a bid; what is left blank is dropped."""


class DeclareForm(Dressed):
    """Whether there is an interest, and which."""

    has_interest = forms.TypedChoiceField(
        label=_("与任何揭榜单位、合作单位有没有利害关系"),
        choices=[("no", _("没有利害关系")), ("yes", _("有利害关系，回避"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("是什么利害关系"), max_length=300, required=False, widget=area(2)
    )


class MarksForm(Dressed):
    """Points of one evaluator for every bid and criterion."""

    def __init__(
        self, *args: Any, bids: Sequence[Bid], criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = [(bid, each) for bid in bids for each in criteria]
        for bid, each in self.places:
            self.fields[self._name(bid, each)] = NumberField(
                label=f"{bid.unit} · {label_of(each)}",
                min_value=Decimal(0),
                max_value=each.points,
                max_digits=5,
                decimal_places=2,
            )
        self.fields["remark"] = forms.CharField(
            label=_("评语"), required=False, max_length=2000, widget=area(3)
        )
        if not self.is_bound:
            dress(self)

    @staticmethod
    def _name(bid: Bid, criterion: Criterion) -> str:
        return f"mark_{bid.pk}_{criterion.key}"

    def field_of(self, bid: Bid, criterion: Criterion) -> forms.BoundField:
        """The place of one mark."""
        return self[self._name(bid, criterion)]

    def marks(self) -> Mapping[tuple[int, str], Decimal]:
        """What the valid form says."""
        return {
            (bid.pk, each.key): self.cleaned_data[self._name(bid, each)]
            for bid, each in self.places
        }


class SelectForm(Dressed):
    """Winners and reserve, from the bids in the order of their ranks."""

    winners = forms.MultipleChoiceField(label=_("中榜"), widget=forms.CheckboxSelectMultiple)
    reserve = forms.ChoiceField(label=_("候补"), required=False)
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=NOTE,
        widget=area(3),
        help_text=_("分数相同时必须写明为什么这样取舍。"),
    )

    def __init__(
        self, *args: Any, bids: Mapping[int, Bid], standing: Sequence[Standing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bids = bids
        offered = [
            (str(each.bid), f"{each.rank}. {bids[each.bid].unit} {each.total}")
            for each in standing
            if each.acceptable
        ]
        self.fields["winners"].choices = offered  # type: ignore[attr-defined]
        self.fields["reserve"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Bid]:
        """The winners."""
        return [self.bids[int(key)] for key in self.cleaned_data["winners"]]

    @property
    def kept(self) -> Bid | None:
        """The reserve."""
        key = self.cleaned_data["reserve"]
        return self.bids[int(key)] if key else None


class ObjectionForm(Dressed):
    """Against what, and why."""

    bid: Any = forms.ModelChoiceField(
        Bid.objects.none(), label=_("针对"), required=False, empty_label=_("评榜结果整体")
    )
    text = forms.CharField(label=_("异议和依据"), max_length=2000, widget=area(4))

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["bid"]
        field.queryset = Bid.objects.filter(pk__in=[bid.pk for bid in bids])
        field.choices = [("", _("评榜结果整体")), *((bid.pk, bid.unit) for bid in bids)]


class AnswerForm(Dressed):
    """Upheld or not, and why."""

    upheld = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("no", _("异议不成立")), ("yes", _("异议成立，退回重评"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("答复"), max_length=2000, widget=area(4))


class VerdictForm(Dressed):
    """Pass or fail for every test of every team, with what shows it."""

    def __init__(
        self, *args: Any, pledges: Sequence[Pledge], tests: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = [(pledge, test) for pledge in pledges for test in range(len(tests))]
        for pledge, test in self.places:
            name = f"{pledge.pk}_{test}"
            label = f"{pledge.bid.unit} · {tests[test]}"
            self.fields[f"passed_{name}"] = forms.TypedChoiceField(
                label=label,
                choices=[("yes", _("通过")), ("no", _("不通过"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
            )
            self.fields[f"evidence_{name}"] = forms.CharField(
                label=gettext("凭据：%(what)s") % {"what": label}, max_length=500, widget=area(2)
            )
        if not self.is_bound:
            dress(self)

    def rows(self) -> list[tuple[Pledge, list[tuple[int, forms.BoundField, forms.BoundField]]]]:
        """By pledge, each test with its two fields."""
        found: dict[Pledge, list[tuple[int, forms.BoundField, forms.BoundField]]] = {}
        for pledge, test in self.places:
            name = f"{pledge.pk}_{test}"
            row = (test, self[f"passed_{name}"], self[f"evidence_{name}"])
            found.setdefault(pledge, []).append(row)
        return list(found.items())

    def found(self) -> list[Found]:
        """What the valid form says."""
        said = self.cleaned_data
        return [
            Found(
                pledge.pk,
                test,
                said[f"passed_{pledge.pk}_{test}"],
                said[f"evidence_{pledge.pk}_{test}"],
            )
            for pledge, test in self.places
        ]


class RewardForm(Dressed):
    """What each team that passed is to get."""

    def __init__(self, *args: Any, pledges: Iterable[Pledge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledges = list(pledges)
        for pledge in self.pledges:
            unit = str(pledge.bid.unit)
            self.fields[f"amount_{pledge.pk}"] = NumberField(
                label=gettext("%(unit)s：奖励金额（万元）") % {"unit": unit},
                max_digits=12,
                decimal_places=2,
                min_value=0,
                initial=pledge.reward,
            )
            self.fields[f"text_{pledge.pk}"] = forms.CharField(
                label=gettext("%(unit)s：其他奖励") % {"unit": unit},
                required=False,
                max_length=REWARD,
                initial=pledge.reward_text,
            )
        if not self.is_bound:
            dress(self)

    def awards(self) -> dict[int, Award]:
        """What the valid form says."""
        said = self.cleaned_data
        return {
            each.pk: Award(said[f"amount_{each.pk}"], said[f"text_{each.pk}"])
            for each in self.pledges
        }
