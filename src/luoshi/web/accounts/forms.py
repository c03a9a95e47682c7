"""Forms for signing in, for the password, and for the people an administrator looks after."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import DomainError
from luoshi.web.accounts.models import Role
from luoshi.web.forms import DateField, dress
from luoshi.web.messages import message
from luoshi.web.units.forms import UnitField, offer
from luoshi.web.units.models import Unit


class SignInForm(AuthenticationForm):
    """Login name and password."""

    error_messages = {
        "invalid_login": _("登录名或密码不对，请再试。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")
        dress(self)


class PasswordForm(PasswordChangeForm):
    """The old password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class EnrolForm(forms.Form):
    """A new person with a first appointment."""

    name = forms.CharField(label=_("姓名或职务"), max_length=60)
    username = forms.RegexField(
        label=_("登录名"),
        regex=r"[A-Za-z0-9._-]+",
        max_length=60,
        help_text=_("字母、数字、点、横线"),
    )
    role = forms.ChoiceField(label=_("身份"), choices=Role.choices)
    unit = UnitField(label=_("单位"), queryset=Unit.objects.none())
    from_on = DateField(label=_("任职自"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        dress(self)


class OpenForm(forms.Form):
    """The first administrator of a jurisdiction of its own."""

    person = forms.CharField(label=_("姓名或职务"), max_length=60)
    username = forms.RegexField(
        label=_("登录名"),
        regex=r"[A-Za-z0-9._-]+",
        max_length=60,
        help_text=_("字母、数字、点、横线"),
    )
    on = DateField(label=_("自"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class AppointForm(forms.Form):
    """One more appointment."""

    role = forms.ChoiceField(label=_("身份"), choices=Role.choices)
    unit = UnitField(label=_("单位"), queryset=Unit.objects.none())
    from_on = DateField(label=_("任职自"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        dress(self)


class EndForm(forms.Form):
    """The last day of an appointment."""

    to_on = DateField(label=_("最后一天"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def refuse(form: forms.Form, error: DomainError) -> None:
    """Say why not, beside the field where the refusal names one."""
    field = str(error.params.get("field", ""))
    form.add_error(field if field in form.fields else None, message(error))
