"""Requests for data as typed, and the answers of those asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import User
from luoshi.web.burden.book import rule
from luoshi.web.burden.drafts import Item, RequestDraft
from luoshi.web.burden.models import RemarkKind, RepeatChoice, RequestItem
from luoshi.web.calendars.queries import work_calendar
from luoshi.web.delivery.forms import OurForm, RoundForm
from luoshi.web.forms import DateField, WholeField, dress
from luoshi.web.units.forms import UnitField, UnitsField, offer
from luoshi.web.units.models import Kind, Unit
from luoshi.web.units.widgets import UnitSelectMultiple

MEASURED = re.compile(r"^(?P<text>.*?)\s*[（(](?P<measure>[^（()）]{1,20})[)）]\s*$")
LONGEST_ITEM = 80
MOST_TEXT = 4000
DAYS_TO_REPORT = 5
LONG: dict[str, Any] = {"widget": forms.Textarea({"rows": 2})}


def minutes_field(**more: Any) -> WholeField:
    """Minutes within what the rule allows."""
    return WholeField(min_value=1, max_value=rule().most_minutes, **more)


class RequestForm(OurForm):
    """What is asked, by what right, of whom, what it costs and how long it is asked."""

    asker = UnitField(label=_("以哪个单位名义"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("要求"), max_length=80)
    basis = forms.CharField(
        label=_("要求依据"),
        max_length=200,
        help_text=_("法律条文或文件名、文号；没有依据的不要发。"),
    )
    items = forms.CharField(
        label=_("要什么"),
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("一行一项，单位写在括号里，例如：规模以上工业总产值（亿元）。"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("向哪类单位"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = UnitsField(
        label=_("或向哪些单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=UnitSelectMultiple(attrs={"size": 6}),
    )
    minutes = minutes_field(label=_("每个单位估计要几分钟"))
    period_start = DateField(label=_("数据期间自"))
    period_end = DateField(label=_("数据期间至"))
    due_on = DateField(label=_("报送截止"))
    expires_on = DateField(
        label=_("要求到期日"), required=False, help_text=_("过了这一天不再要；不填则为报送截止。")
    )

    def __init__(
        self, data: Any, *, askers: QuerySet[Unit], units: QuerySet[Unit], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "asker", askers)
        fields: dict[str, Any] = self.fields
        fields["units"].queryset = units
        self.every = units

    def clean_items(self) -> list[Item]:
        """One figure a line."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_ITEM for line in lines):
            raise forms.ValidationError(_("每项最多 %(n)s 个字。") % {"n": LONGEST_ITEM})
        return [_item(line) for line in lines]

    def draft(self) -> RequestDraft:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        kinds, asker = given.pop("kinds"), given["asker"]
        of_kind = [unit for unit in self.every if unit.kind in kinds and unit.pk != asker.pk]
        given["units"] = [*given["units"], *of_kind]
        given["expires_on"] = given["expires_on"] or given["due_on"]
        return RequestDraft(**given)


def _item(line: str) -> Item:
    found = MEASURED.match(line)
    return Item(found["text"], found["measure"]) if found and found["text"] else Item(line)


class RoundRequestForm(RoundForm):
    """A round is a request too: what a line costs, by what right, how long."""

    basis = forms.CharField(
        label=_("要求依据"), max_length=200, required=False, help_text=_("不填则为清单本身。")
    )
    minutes = minutes_field(label=_("每项估计要几分钟"), required=False)
    expires_on = DateField(
        label=_("要求到期日"),
        required=False,
        help_text=_("过了这一天不再要；不填则为截止后 30 天。"),
    )

    def draft(self, spans: Mapping[str, Any], asker: Unit) -> RequestDraft:
        """What was typed. Raises Refused where the calendar does not reach."""
        given = self.cleaned_data
        span, lst = spans[given["period"]], given["lst"]
        due_on: date = given["due_on"] or work_calendar().add_working_days(span.end, DAYS_TO_REPORT)
        later = due_on + timedelta(days=rule().round_expires_days)
        return RequestDraft(
            asker=asker,
            title=given["title"] or span.title,
            basis=given["basis"] or lst.title,
            minutes=given["minutes"] or rule().minutes_per_line,
            period_start=span.start,
            period_end=span.end,
            due_on=due_on,
            expires_on=given["expires_on"] or later,
            list=lst,
        )


class RepeatsForm(OurForm):
    """What is done with the repeats that are ticked."""

    choice = forms.ChoiceField(
        label=_("处理"),
        choices=[row for row in RepeatChoice.choices if row[0]],
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("为什么再要"), max_length=300, required=False, **LONG)


class ApproverForm(OurForm):
    """Who is to approve what is over budget."""

    approver = forms.ModelChoiceField(
        label=_("由谁批准"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, data: Any, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["approver"].queryset = people


class WordsForm(OurForm):
    """A reason."""

    words = forms.CharField(label=_("理由"), max_length=300, required=False, **LONG)


class RemarkForm(OurForm):
    """What is wrong with the request."""

    kind = forms.ChoiceField(label=_("标记"), choices=RemarkKind.choices)
    words = forms.CharField(label=_("说明"), max_length=300, required=False, **LONG)


class MinutesForm(OurForm):
    """How long it really took the unit."""

    minutes = minutes_field(label=_("本单位实际用了几分钟"))


class AnswerForm(OurForm):
    """One field for each figure."""

    def __init__(self, data: Any, *, items: Sequence[RequestItem], kept: Mapping[int, str]) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            label = f"{item.text}（{item.measure}）" if item.measure else item.text
            self.fields[f"item-{item.pk}"] = forms.CharField(
                label=label, max_length=200, required=False, initial=kept.get(item.pk, "")
            )
        dress(self)

    def values(self) -> dict[int, str]:
        """By item."""
        return {item.pk: self.cleaned_data.get(f"item-{item.pk}", "") for item in self.items}


def chosen(ids: Iterable[str]) -> list[int]:
    """The ids of ticked rows."""
    return [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 16]
