"""Forms for opening a look-back, filling an entry, sending it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import DateField
from luoshi.web.lookback.actions import LONGEST, WORDS
from luoshi.web.lookback.models import Span

LINES: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 4}), "required": False}


class OpenForm(Dressed):
    """Which half, up to which day, to be filled by when."""

    span = forms.ChoiceField(label=_("种类"), choices=Span.choices)
    title = forms.CharField(label=_("名称"), max_length=80)
    as_of = DateField(label=_("数据截至"))
    fill_by = DateField(label=_("填写截止"))


class EntryForm(Dressed):
    """The unit's own words."""

    changed = forms.CharField(
        label=_("变化"),
        max_length=LONGEST,
        help_text=_("形势、条件、目标有什么变化；没有的写“无”。"),
        **LINES,
    )
    lessons = forms.CharField(
        label=_("经验教训"),
        max_length=LONGEST,
        help_text=_("做成的靠什么，没做成的差在哪。"),
        **LINES,
    )
    onward = forms.CharField(
        label=_("下一步"),
        max_length=LONGEST,
        help_text=_("下半年或下一年怎么做，到哪一步。"),
        **LINES,
    )

    @property
    def words(self) -> dict[str, str]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in WORDS}


class ReturnForm(Dressed):
    """What is to be changed."""

    note = forms.CharField(label=_("退回意见"), max_length=300)
