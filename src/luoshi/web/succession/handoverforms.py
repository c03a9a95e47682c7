"""Hand-overs as typed: whose seats, to whom, from which day."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.core.errors import DomainError
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.forms import DateField, dress
from luoshi.web.messages import message


class PersonField(forms.ModelChoiceField[User]):
    """A person by name and login: posts may be called alike."""

    def label_from_instance(self, obj: User) -> str:
        """Both."""
        return f"{obj.name}（{obj.username}）"


class SeatsField(forms.ModelMultipleChoiceField[Appointment]):
    """Appointments of one person."""

    def label_from_instance(self, obj: Appointment) -> str:
        """Which role at which unit."""
        return f"{obj.unit.short_name} · {obj.get_role_display()}"


class Refusable(forms.Form):
    """In our dress; a refusal of an action stands beside the field at fault."""

    use_required_attribute = False

    def refuse(self, error: DomainError) -> None:
        """Say why not."""
        field = str(error.params.get("field", ""))
        self.add_error(field if field in self.fields else None, message(error))
        dress(self)

    def is_valid(self) -> bool:
        """Also marks the fields at fault."""
        valid = super().is_valid()
        dress(self)
        return valid


class HandoverForm(Refusable):
    """Which seats, to whom, when, and what the successor should know."""

    seats = SeatsField(
        label=_("移交哪些任职"),
        queryset=Appointment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    to_user = PersonField(
        label=_("接收人"),
        queryset=User.objects.none(),
        help_text=_("还没有账号的，先请系统管理员登记。"),
    )
    on = DateField(label=_("移交日期"), help_text=_("从这一天起由接收人负责，原任职到前一天为止。"))
    note = forms.CharField(
        label=_("交接说明"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("承诺过什么、卡在哪里、找谁。"),
    )

    def __init__(
        self,
        data: Any,
        *,
        seats: QuerySet[Appointment],
        people: QuerySet[User],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["seats"].queryset = seats
        fields["to_user"].queryset = people
        dress(self)


class AnswerForm(Refusable):
    """Why not."""

    answer = forms.CharField(
        label=_("理由"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        dress(self)
