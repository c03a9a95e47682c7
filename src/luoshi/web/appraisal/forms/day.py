"""Forms of the day: tokens, a token handed in, ballots on paper."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.tally import ABSTAIN, TallyRules
from luoshi.core.tally.ballots import mark_fault
from luoshi.core.tally.rules import Contender, Criterion, VoterClass
from luoshi.web.commitments.forms import Dressed
from luoshi.web.forms import WholeField, dress

ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,60}/?")
LOOPBACK = re.compile(r"https?://(127\.|localhost|\[::1\])")
KNOWN_AS = ("不了解", "n", "N", "-", "－", "—")
"""How “do not know” may be typed; the first is how it is shown."""


WRONG = {
    "mark-outside": _(
        "不在 %(least)s 到 %(most)s 之间，这张票会因此无效。纸面确是这样，再按一次保存。"
    ),
    "mark-off-step": _("不是 %(step)s 的整倍，这张票会因此无效。纸面确是这样，再按一次保存。"),
}
"""By the reason for which a mark makes the ballot void, what is asked about it."""


class TokensForm(Dressed):
    """So many tokens of each class (``count-KEY``), for an address in the hall."""

    address = forms.RegexField(
        label=_("会场访问地址"),
        regex=ADDRESS,
        max_length=80,
        help_text=_("手机在会场网络里打得开的地址，例如 http://192.168.137.1:8000"),
        error_messages={"invalid": _("请写成 http://192.168.137.1:8000 这样的地址。")},
    )

    def __init__(self, *args: Any, classes: Sequence[VoterClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [each.key for each in classes]
        for each in classes:
            words = {"key": each.key, "name": each.name}
            self.fields[f"count-{each.key}"] = WholeField(
                label=_("%(key)s 票 %(name)s") % words, min_value=0, required=False
            )
        self.order_fields([*(f"count-{key}" for key in self.keys), "address"])
        if not self.is_bound:
            dress(self)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each class that gets any."""
        told = {key: self.cleaned_data[f"count-{key}"] for key in self.keys}
        return {key: count for key, count in told.items() if count}

    def clean_address(self) -> str:
        """Never this computer's name for itself: no phone finds it there."""
        address = str(self.cleaned_data["address"])
        if LOOPBACK.match(address):
            raise forms.ValidationError(_("这是本机自己的地址，手机打不开。请填会场网络里的地址。"))
        return address


class ReplaceForm(Dressed):
    """The code on a token that was handed in."""

    code = forms.CharField(
        label=_("票据上的代码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text=_("四位一组，空格、横线、大小写不限。"),
    )


class NumberForm(Dressed):
    """Which paper ballot is to be entered."""

    voter_class = forms.ChoiceField(label=_("票种"))
    number = WholeField(
        label=_("纸票编号"), min_value=1, max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, classes: Sequence[VoterClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voter_class"].choices = [  # type: ignore[attr-defined]
            (each.key, f"{each.key} {each.name}") for each in classes
        ]


class MarksForm(Dressed):
    """The marks of one ballot as they stand on the paper, in the order in which they stand there.

    A field for each contender and criterion: a number, ``不了解`` or nothing.
    """

    def __init__(
        self,
        *args: Any,
        rules: TallyRules,
        voter_class: str,
        marks: Mapping[str, Mapping[str, str | None]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.outside: list[str] = []
        recused = next(each.recused for each in rules.classes if each.key == voter_class)
        self.asked = [each for each in rules.contenders if each.key not in recused]
        for contender in self.asked:
            for criterion in rules.criteria:
                mark = (marks or {}).get(contender.key, {}).get(criterion.key)
                self.fields[f"{contender.key}-{criterion.key}"] = forms.CharField(
                    label=f"{contender.name} {criterion.name}", max_length=12, required=False,
                    initial=KNOWN_AS[0] if mark == ABSTAIN else mark,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                )  # fmt: skip
        if not self.is_bound:
            dress(self)

    def clean(self) -> dict[str, Any]:
        """A mark that makes the ballot void is asked about beside its field; pressing the button
        once more takes it, for paper says what it says."""
        told: dict[str, Any] = super().clean() or {}
        sure = set(self.data.getlist("sure"))  # type: ignore[attr-defined]
        for contender in self.asked:
            for one in self.rules.criteria:
                name = f"{contender.key}-{one.key}"
                number = _number(_read(told.get(name) or ""))
                reason = "" if number is None else mark_fault(number, one)
                if reason:
                    self.outside.append(f"{name}={number}")
                    if self.outside[-1] not in sure:
                        self.add_error(name, WRONG[reason] % _range(one))
        return told

    def rows(self) -> list[tuple[Contender, list[Any]]]:
        """Each contender with its fields."""
        return [
            (each, [self[f"{each.key}-{one.key}"] for one in self.rules.criteria])
            for each in self.asked
        ]

    def marks(self) -> dict[str, dict[str, str | None]]:
        """Contender → criterion → mark, as rules of paper take it."""
        return {
            each.key: {
                one.key: _read(self.cleaned_data[f"{each.key}-{one.key}"])
                for one in self.rules.criteria
            }
            for each in self.asked
        }


def _range(criterion: Criterion) -> dict[str, object]:
    return {"least": criterion.minimum, "most": criterion.maximum, "step": criterion.step}


def _number(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text or "NaN")
    except InvalidOperation:
        return None
    return found.normalize() if found.is_finite() else None


def _read(text: str) -> str | None:
    text = text.strip().replace("．", ".")
    return ABSTAIN if text in KNOWN_AS else text or None
