"""The rules of marking and counting as a form: rows of criteria and classes, and the rest."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.errors import Invalid
from luoshi.web.appraisal.kinds import GROUP
from luoshi.web.appraisal.models import Contender
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import NumberField, WholeField, dress

HUNDRED = Decimal(100)
SPARE_ROWS = 2
POINTS: dict[str, Any] = {"max_digits": 8, "decimal_places": 2, "min_value": 0, "required": False}
SHARE: dict[str, Any] = {
    "max_digits": 5, "decimal_places": 2, "min_value": 0, "max_value": 100, "required": False,
}  # fmt: skip
PLACE = re.compile(r"rules\.(criteria|classes)\[(\d+)\](?:\.(\w+))?")
FAULTS: Mapping[str, str | Promise] = {
    "field-missing": _("请填写。"),
    "number-out-of-range": _("数字太小或太大。"),
    "text-unusable": _("请填一行文字。"),
    "key-twice": _("代号重复。"),
    "trim-leaves-none": _("去掉的太多：最少个数要大于去掉数的两倍。"),
}
PARTS = ("blanks", "top_from", "top_share", "void_share")


def written(number: Decimal | int | None) -> str | None:
    """A number as rules keep it."""
    return None if number is None else f"{Decimal(number).normalize():f}"


def share_of(percent: Decimal | None) -> str | None:
    """A share (0-1) as rules keep it."""
    return None if percent is None else written(percent / HUNDRED)


def percent_of(share: str | None) -> Decimal | None:
    """A share as it is shown."""
    return None if share is None else Decimal(share) * HUNDRED


class CriterionForm(Dressed):
    """One criterion. Without a name it is left out."""

    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    name = forms.CharField(label=pgettext_lazy("criterion", "项目"), required=False, max_length=40)
    maximum = NumberField(label=_("满分"), **POINTS)
    minimum = NumberField(label=_("最低分"), **POINTS)
    step = NumberField(label=_("每档"), **POINTS)
    weight = NumberField(label=_("权重"), **POINTS)

    def row(self, number: int) -> dict[str, Any]:
        """As rules keep it; ``number`` makes the key of a new one."""
        told = self.cleaned_data
        found = {name: written(told[name]) for name in ("maximum", "minimum", "step", "weight")}
        kept = {name: value for name, value in found.items() if value is not None}
        return {"key": told["key"] or f"c{number}", "name": told["name"], **kept}


class ClassForm(Dressed):
    """One class of voters. Without a name it is left out."""

    key = forms.CharField(label=_("代号"), required=False, max_length=8)
    name = forms.CharField(label=_("票种"), required=False, max_length=40)
    size = WholeField(label=_("应到人数"), required=False, min_value=1, max_value=100_000)
    weight = NumberField(label=_("权重"), **POINTS)
    quorum = NumberField(label=_("到会比例（%）"), **SHARE)
    recused = forms.MultipleChoiceField(
        label=_("整个票种不评"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contenders: Sequence[Contender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = dict.fromkeys(each.group for each in contenders)
        self.fields["recused"].choices = [  # type: ignore[attr-defined]
            *((GROUP + name, _("%(group)s 全组") % {"group": name}) for name in groups),
            *((each.key, each.unit.short_name) for each in contenders),
        ]

    def row(self, number: int) -> dict[str, Any]:
        """As rules keep it."""
        told = self.cleaned_data
        found = {
            "size": told["size"], "weight": written(told["weight"]),
            "quorum": share_of(told["quorum"]),
        }  # fmt: skip
        kept = {name: value for name, value in found.items() if value is not None}
        return {
            "key": told["key"].strip() or chr(64 + number), "name": told["name"],
            "recused": told["recused"], **kept,
        }  # fmt: skip


class CountingForm(Dressed):
    """Void ballots, trimming, quorum, rounding."""

    all_same = forms.BooleanField(label=_("打分全部相同的无效"), required=False)
    blanks = NumberField(label=_("空白超过（%）的无效"), **SHARE)
    top_from = NumberField(label=_("高分指不低于满分的（%）"), **SHARE)
    top_share = NumberField(
        label=_("高分超过（%）的无效"), help_text=_("留空则不用这一条。"), **SHARE
    )
    void_share = NumberField(
        label=_("无效票超过（%）没有结果"), help_text=_("留空则不用这一条。"), **SHARE
    )
    drop = WholeField(label=_("去掉最高分和最低分各"), min_value=0, max_value=100)
    least = WholeField(label=_("评分达到多少个才去"), min_value=1, max_value=10_000)
    quorum = NumberField(label=_("全体到会比例（%）"), **SHARE)
    total = WholeField(label=_("总分小数位"), min_value=0, max_value=10)
    shown_from = WholeField(
        label=_("票种单列的最少票数"),
        min_value=1,
        max_value=1000,
        help_text=_("不足的不单列，也推不出。"),
    )

    def settings(self) -> dict[str, Any]:
        """As rules keep it."""
        told = self.cleaned_data
        shares = {name: share_of(told[name]) for name in PARTS}
        kept = {name: value for name, value in shares.items() if value is not None}
        return {
            "validity": {"all_same": told["all_same"], **kept},
            "trim": {"drop": told["drop"], "least": told["least"]},
            "quorum": share_of(told["quorum"]) or "0",
            "shown_from": told["shown_from"],
        }


class RulesForm:
    """The three forms that are one page. ``settings`` as they stand; ``data`` where it was sent."""

    def __init__(
        self, data: Any, settings: Mapping[str, Any], contenders: Sequence[Contender]
    ) -> None:
        self.before = settings
        criteria = forms.formset_factory(CriterionForm, extra=SPARE_ROWS, max_num=20)
        classes = forms.formset_factory(ClassForm, extra=SPARE_ROWS, max_num=12)
        self.criteria = criteria(data, prefix="criteria", initial=list(settings["criteria"]))
        self.classes = classes(
            data, prefix="classes", initial=[_class_initial(row) for row in settings["classes"]],
            form_kwargs={"contenders": contenders},
        )  # fmt: skip
        self.counting = CountingForm(data, prefix="counting", initial=_initial(settings))

    def is_valid(self) -> bool:
        """Whether each field can be read; what they come to together, the action says."""
        found = [each.is_valid() for each in (self.criteria, self.classes, self.counting)]
        return all(found)

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong in it."""
        rows = [*self.criteria.forms, *self.classes.forms, self.counting]
        return any(each.is_bound and each.errors for each in rows)

    def settings(self) -> dict[str, Any]:
        """The rules without contenders, as plain data."""
        told = self.counting.settings()
        rounding = {**self.before["rounding"], "total": self.counting.cleaned_data["total"]}
        rows = {
            name: [form.row(number) for number, form in enumerate(self._filled(name), 1)]
            for name in ("criteria", "classes")
        }
        return {**self.before, **told, **rows, "rounding": rounding}

    def _filled(self, name: str) -> list[Any]:
        return [form for form in getattr(self, name).forms if form.cleaned_data.get("name")]

    def refuse(self, refusal: Invalid) -> None:
        """Put what the rules refuse beside the field it is about. Raises what is about none."""
        words = FAULTS.get(str(refusal.params.get("reason")))
        path = str(refusal.params.get("path", ""))
        field = str(refusal.params.get("field") or path.rpartition(".")[2])
        if words is None:
            raise refusal
        if found := PLACE.match(path):
            form = self._filled(found[1])[int(found[2])]
            field = found[3] or str(refusal.params.get("field") or "key")
        else:
            form = self.counting
            field = {"trim": "drop", "rounding": "total"}.get(field, field)
        form.add_error(field if field in form.fields else None, words)
        dress(form)


def _class_initial(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "quorum": percent_of(row.get("quorum"))}


def _initial(settings: Mapping[str, Any]) -> dict[str, Any]:
    validity = settings.get("validity", {})
    return {
        "all_same": validity.get("all_same", False),
        **{name: percent_of(validity.get(name)) for name in PARTS},
        **settings.get("trim", {}),
        "quorum": percent_of(settings.get("quorum")),
        "total": settings["rounding"]["total"],
        "shown_from": settings["shown_from"],
    }
