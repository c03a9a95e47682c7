"""Forms for the window, filing, naming who answers, the answer, and computing again."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.accounts.models import User
from luoshi.web.assessment.models import SchemeVersion
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import NumberField
from luoshi.web.objections.clocks import WINDOWS, clock_named, clock_words
from luoshi.web.objections.models import DECIDED, State
from luoshi.web.projects.forms.fields import FilesField

LONGEST = 1000


def long_text(rows: int) -> dict[str, Any]:
    """A field of several lines that an action asks for."""
    widget = forms.Textarea(attrs={"rows": rows})
    return {"widget": widget, "max_length": LONGEST}


class WindowForm(Dressed):
    """How long units may object."""

    clock = forms.ChoiceField(label=_("期限"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].choices = [(key, _told(key)) for key in WINDOWS]  # type: ignore[attr-defined]


def _told(key: str) -> str:
    clock = clock_named(key)
    words = {"clock": clock_words(key), "n": clock.length, "source": clock.source}
    return str(_("%(clock)s：%(n)s 个工作日（%(source)s）") % words)


class FilingForm(Dressed):
    """What is wrong with the number, and what shows it."""

    grounds = forms.CharField(
        label=_("理由"),
        help_text=_("写明哪个事实、哪条规则不对，应当是什么。"),
        **long_text(5),
    )
    wanted = NumberField(
        label=_("认为应得"), required=False, max_digits=12, decimal_places=4,
        help_text=_("可不填；是分数，不是名次。"),
    )  # fmt: skip
    evidence = FilesField(
        label=_("佐证"), required=False, help_text=_("图片、PDF、Word、Excel 或文本，20 MB 以内。")
    )


class AssignForm(Dressed):
    """Who answers."""

    answerer: Any = forms.ModelChoiceField(
        User.objects.none(),
        label=_("答复人"),
        help_text=_("只列没有参与这个数的人；参与过的人和原因列在下面。"),
    )

    def __init__(self, *args: Any, people: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answerer"].queryset = User.objects.filter(pk__in=people).order_by("name")  # type: ignore[attr-defined]


class AnswerForm(Dressed):
    """The answer in words."""

    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=[(state.value, state.label) for state in State if state in DECIDED],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("答复"),
        help_text=_("写明查了什么、认定什么、依据哪一条。提出单位看得到。"),
        **long_text(5),
    )


class AgainForm(Dressed):
    """By which rules to compute again, and what was put right."""

    version: Any = forms.ModelChoiceField(SchemeVersion.objects.none(), label=_("办法版本"))
    note = forms.CharField(
        label=_("更正说明"),
        help_text=_("更正了哪些事实或规则。重算按现在已知的事实，原结果保留。"),
        **long_text(3),
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["version"].queryset = versions
        fields["version"].label_from_instance = lambda version: (
            _("第 %(n)s 版") % {"n": version.number}
        )
