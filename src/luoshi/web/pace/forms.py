"""Forms for choosing the planned curve and the light rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.forms import Dressed
from luoshi.web.pace.words import curve_choices, light_choices


class PaceForm(Dressed):
    """Curve and light rule of one commitment."""

    curve = forms.ChoiceField(label=_("计划曲线"), required=False)
    light_rule = forms.ChoiceField(label=_("亮灯规则"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["curve"].choices = [("", _("照现有节点；没有节点的按天均匀")), *curve_choices()]
        fields["light_rule"].choices = [("", _("照清单的规则")), *light_choices()]


class ListLightForm(Dressed):
    """The light rule of a whole list."""

    light_rule = forms.ChoiceField(label=_("亮灯规则"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("照清单类型的规则：%(rule)s") % {"rule": kind}
        fields: Any = self.fields
        fields["light_rule"].choices = [("", told), *light_choices()]


class ListCurveForm(Dressed):
    """One curve for the chosen rows of a list."""

    curve = forms.ChoiceField(label=_("计划曲线"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["curve"].choices = curve_choices()
