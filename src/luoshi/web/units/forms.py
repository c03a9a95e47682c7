"""Changes to the unit tree and to the names of units."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.web.forms import DateField, dress
from luoshi.web.units.models import Kind, Unit
from luoshi.web.units.widgets import UnitSelect, UnitSelectMultiple

INDENT = "\N{IDEOGRAPHIC SPACE}"


SEARCHED = {"data-units": ""}
"""What ``units.js`` gives a search box to, where there are many units."""


class UnitField(forms.ModelChoiceField[Unit]):
    """One unit, shown with its depth in the tree."""

    widget = UnitSelect

    def __init__(self, queryset: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Marked as a choice of units."""
        return super().widget_attrs(widget) | SEARCHED

    def label_from_instance(self, obj: Unit) -> str:
        """The short name, set in by depth where the query knows it."""
        return f"{INDENT * getattr(obj, 'tree_depth', 0)}{obj.short_name}"


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Several units by short name."""

    widget = UnitSelectMultiple

    def __init__(self, queryset: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Marked as a choice of units."""
        return super().widget_attrs(widget) | SEARCHED

    def label_from_instance(self, obj: Unit) -> str:
        """The short name."""
        return obj.short_name


class UnitForm(forms.Form):
    """A new unit and where it stands."""

    parent = UnitField(label=_("上级单位"), queryset=Unit.objects.none())
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=60)
    short_name = forms.CharField(label=_("简称"), max_length=20)
    code = forms.RegexField(
        label=_("代码"),
        regex=r"[A-Za-z0-9-]+",
        max_length=30,
        help_text=_("字母、数字和连字符，设定后不再改变"),
    )
    on = DateField(label=_("设立日期"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", units)
        dress(self)


class DayForm(forms.Form):
    """The day whose tree is shown."""

    on = DateField(label=_("查看日期"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="as-of-%s")
        dress(self)
        attrs = self.fields["on"].widget.attrs
        if "aria-describedby" in attrs:
            attrs["aria-describedby"] = "as-of-on_error"


class AliasForm(forms.Form):
    """Another way documents write the unit."""

    prefix = "alias"

    text = forms.CharField(label=_("别名"), max_length=60, help_text=_("文件里对这个单位的写法"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def offer(form: forms.Form, name: str, units: QuerySet[Unit]) -> None:
    """Let the form's field choose among these units."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = units
