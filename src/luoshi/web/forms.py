"""How our forms look, and fields that read dates and numbers as people write them."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxSelectMultiple: "form-check-input",
    forms.Select: "form-select",
    forms.SelectMultiple: "form-select",
}
CLOCK = "%H:%M"
MOMENT = "%Y-%m-%d %H:%M"
MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S")
QUARTERS = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31)}
FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
SHORT = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
GROUPED = re.compile(r"-?\d{1,3}([,，]\d{3})+([.．]\d+)?")
MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月底")
QUARTER_END = re.compile(r"(?:(\d{4})年)?([一二三四])季度末")


def dress(form: forms.BaseForm) -> None:
    """Give each widget Tabler's class, and mark the fields that have an error."""
    for name, field in form.fields.items():
        kinds = [kind for kind in type(field.widget).__mro__ if kind in CLASSES]
        classes = CLASSES[kinds[0]] if kinds else "form-control"
        if form.is_bound and name in form.errors:
            classes += " is-invalid"
            field.widget.attrs["aria-invalid"] = "true"
            field.widget.attrs["aria-describedby"] = f"id_{form.add_prefix(name)}_error"
        field.widget.attrs["class"] = classes


def limits_in_words(**own: Any) -> dict[str, Any]:
    """What a number field says of a value that it does not take."""
    return {
        "max_digits": _("数字太长。"),
        "max_whole_digits": _("数字太大。"),
        "max_decimal_places": _("小数最多 %(max)s 位。"),
        "min_value": _("不能小于 %(limit_value)s。"),
        "max_value": _("不能大于 %(limit_value)s。"),
        **own,
    }


class NumberField(forms.DecimalField):
    """A number written 1.5, 1,200 or １２００."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        told = limits_in_words(invalid=_("请输入数字，例如 1.5。"))
        super().__init__(error_messages=told | kwargs.pop("error_messages", {}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Without trailing zeros; what was typed stays as typed."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The number meant. Raises ValidationError in plain words."""
        if isinstance(value, str) and GROUPED.fullmatch(value.strip()):
            value = re.sub("[,，]", "", value)
        return super().to_python(value.replace("．", ".") if isinstance(value, str) else value)


class WholeField(forms.IntegerField):
    """A whole number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        told = limits_in_words(invalid=_("请输入整数，例如 3。"))
        super().__init__(error_messages=told | kwargs.pop("error_messages", {}), **kwargs)


class MomentField(forms.DateTimeField):
    """A local date and time, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format=MOMENT))
        told = {"invalid": _("请写成 2026-03-31 17:30 这样的日期和时间。")}
        super().__init__(input_formats=[MOMENT, *MOMENTS], error_messages=told, **kwargs)


class ClockField(forms.TimeField):
    """A time of day, to the minute, written 9:00, 09:00 or 9：00."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format=CLOCK))
        told = {"invalid": _("请写成 09:00 这样的时间。")}
        super().__init__(input_formats=[CLOCK, f"{CLOCK}:%S"], error_messages=told, **kwargs)

    def to_python(self, value: Any) -> time | None:
        """The time meant. Raises ValidationError in plain words."""
        return super().to_python(value.replace("：", ":") if isinstance(value, str) else value)


class DateField(forms.DateField):
    """A date written 2026-03-31, 2026年3月31日, 3月31日, 3月底 or 一季度末 (this year)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "2026-03-31"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day meant. Raises ValidationError in plain words."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            day = written_date(str(value).strip(), timezone.localdate().year)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(
                _("请写成 2026-03-31、3月31日 或 一季度末 这样的日期。"), code="invalid"
            )
        return day


def written_date(text: str, year: int) -> date | None:
    """The day a text means, in ``year`` where it names none; None when it means no day.

    Raises ValueError for a day that the calendar does not have.
    """
    if found := FULL.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := SHORT.fullmatch(text):
        return date(year, int(found[1]), int(found[2]))
    if found := MONTH_END.fullmatch(text):
        return _month_end(int(found[1] or year), int(found[2]))
    if found := QUARTER_END.fullmatch(text):
        return date(int(found[1] or year), *QUARTERS[found[2]])
    return None


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
