"""Forms of what a session is, who speaks at it and who releases its result."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import User
from luoshi.web.appraisal.actions import SessionDraft
from luoshi.web.appraisal.actions.sessions import GROUP_NAME, MINUTES, TITLE
from luoshi.web.appraisal.kinds import (
    Template,
    first_slides_until,
    group_names,
    template_of,
    templates,
)
from luoshi.web.appraisal.models import Contender, Session
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import ClockField, DateField, MomentField, WholeField, dress
from luoshi.web.units.forms import UnitsField
from luoshi.web.units.models import Unit
from luoshi.web.units.widgets import UnitBoxes

MINUTES_TAKEN: dict[str, Any] = {"min_value": MINUTES[0], "max_value": MINUTES[1]}
BEGINS = _("例如 09:00。抽签以后，各家的钟点由此加分钟数算出；不填就不显示钟点。")


class NewForm(Dressed):
    """A new session from a template."""

    template = forms.ChoiceField(label=_("模板"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=TITLE)
    held_on = DateField(label=_("日期"))
    begins = ClockField(label=_("开始时间"), required=False, help_text=BEGINS)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    jurisdiction: Any = forms.ModelChoiceField(label=_("辖区"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, areas: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["template"].choices = [(each.key, _lined(each)) for each in templates()]
        fields["jurisdiction"].queryset = areas

    def draft(self) -> SessionDraft:
        """What the valid form says; the rest as the template has it."""
        told = self.cleaned_data
        chosen: Template = template_of(told["template"])
        return SessionDraft(
            title=told["title"],
            held_on=told["held_on"],
            begins=told["begins"],
            place=told["place"],
            minutes=chosen.minutes,
            at_once=chosen.at_once,
            by_group=chosen.by_group,
            slides_until=first_slides_until(told["held_on"]),
        )


def _lined(template: Template) -> SafeString:
    """A choice with what it is for under its name."""
    words = '{}<small class="d-block text-secondary">{}</small>'
    return format_html(words, template.name, template.told)


class SessionForm(Dressed):
    """What a session is, apart from its rules."""

    title = forms.CharField(label=_("名称"), max_length=TITLE)
    held_on = DateField(label=_("日期"))
    begins = ClockField(label=_("开始时间"), required=False, help_text=BEGINS)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    minutes = WholeField(label=_("每家发言分钟数"), **MINUTES_TAKEN)
    at_once = forms.TypedChoiceField(
        label=_("怎样评分"),
        choices=((True, _("全部发言后一并评分")), (False, _("一家一评"))),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    by_group = forms.TypedChoiceField(
        label=_("怎样抽签"),
        choices=((True, _("分组抽签，组与组先后也抽签")), (False, _("全体一起抽签"))),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    slides_until = MomentField(
        label=_("课件截止时间"), help_text=_("各单位在此以前可以换课件；此后数据页和课件都定稿。")
    )

    @classmethod
    def initial_of(cls, session: Session) -> dict[str, object]:
        """The session as it stands."""
        return {name: getattr(session, name) for name in cls.base_fields}

    def draft(self) -> SessionDraft:
        """What the valid form says."""
        return SessionDraft(**{name: self.cleaned_data[name] for name in SessionForm.base_fields})


class CopyForm(Dressed):
    """Another session like this one."""

    title = forms.CharField(label=_("名称"), max_length=TITLE)
    held_on = DateField(label=_("日期"))
    begins = ClockField(label=_("开始时间"), required=False, help_text=BEGINS)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)

    def draft(self, source: Session) -> SessionDraft:
        """What the valid form says, and the rest as the source has it."""
        told = self.cleaned_data
        return SessionDraft(
            **told,
            minutes=source.minutes,
            at_once=source.at_once,
            by_group=source.by_group,
            slides_until=first_slides_until(told["held_on"]),
        )


class UnitsForm(Dressed):
    """Units that give their account."""

    units: Any = UnitsField(label=_("单位"), queryset=None, widget=UnitBoxes)
    group = forms.CharField(
        label=_("组别"),
        max_length=GROUP_NAME,
        required=False,
        help_text=_("留空则按县区、园区、部门等类别分组；名次在组内排。"),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["units"].queryset = units
        rows = sorted(units, key=lambda unit: list(group_names()).index(unit.kind))
        fields["units"].choices = list(_by_kind(rows))

    def groups(self) -> dict[int, str]:
        """By unit, its group."""
        told, names = self.cleaned_data["group"].strip(), group_names()
        return {unit.pk: told or names[unit.kind] for unit in self.cleaned_data["units"]}


def _by_kind(units: Iterable[Unit]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    for _kind, rows in groupby(units, key=lambda unit: unit.kind):
        found = list(rows)
        yield found[0].get_kind_display(), [(unit.pk, unit.short_name) for unit in found]


class ContendersForm(Dressed):
    """Group and minutes of each contender, and whether it stays."""

    def __init__(self, *args: Any, contenders: Sequence[Contender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contenders = contenders
        for each in contenders:
            name = each.unit.short_name
            self.fields[f"group-{each.pk}"] = forms.CharField(
                label=_("%(unit)s 的组别") % {"unit": name},
                max_length=GROUP_NAME,
                initial=each.group,
            )
            self.fields[f"minutes-{each.pk}"] = WholeField(
                label=_("%(unit)s 的分钟数") % {"unit": name}, initial=each.minutes, **MINUTES_TAKEN
            )
            self.fields[f"remove-{each.pk}"] = forms.BooleanField(
                label=_("移出 %(unit)s") % {"unit": name}, required=False
            )
        if not self.is_bound:
            dress(self)

    def rows(self) -> list[tuple[Contender, Any, Any, Any]]:
        """Each contender with its three fields."""
        return [
            (each, self[f"group-{each.pk}"], self[f"minutes-{each.pk}"], self[f"remove-{each.pk}"])
            for each in self.contenders
        ]

    def kept(self) -> dict[int, tuple[str, int]]:
        """Group and minutes by contender, of those that stay."""
        told = self.cleaned_data
        return {
            each.pk: (told[f"group-{each.pk}"], told[f"minutes-{each.pk}"])
            for each in self.contenders
            if not told[f"remove-{each.pk}"]
        }


class ReleasersForm(Dressed):
    """The two who see the result first and release it together."""

    first: Any = forms.ModelChoiceField(label=_("第一公布人"), queryset=None)
    second: Any = forms.ModelChoiceField(label=_("第二公布人"), queryset=None)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("first", "second"):
            fields[name].queryset = people

    def people(self) -> list[User]:
        """Both, in turn."""
        return [self.cleaned_data["first"], self.cleaned_data["second"]]


class ConfirmForm(Dressed):
    """Nothing to fill in: the button alone."""


class ReasonForm(Dressed):
    """A decision that needs its reason."""

    note = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea({"rows": 3}))


class SlidesForm(Dressed):
    """A contender's own slides."""

    file = forms.FileField(
        label=_("课件"),
        help_text=_(
            "PDF 或 PPTX。只有 PDF 在大屏幕上放映；PPTX 会上只能下载，"
            "动画和声音也不保证，请另存为 PDF。"
        ),
    )
