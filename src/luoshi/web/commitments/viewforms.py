"""Forms for a table as people want to have it: its columns, the name it is kept under."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from luoshi.web.commitments.actions.saved import longest_name
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.table import TableColumn
from luoshi.web.forms import dress

LAST = 99
SHARED_HELP = _("勾选后，能看到这份清单的人都能使用。")


class ColumnsForm(Dressed):
    """Which columns, in which order. ``initial`` of each is what the table shows now."""

    def __init__(
        self,
        *args: Any,
        offered: Sequence[TableColumn],
        chosen: Sequence[TableColumn],
        **kwargs: Any,
    ) -> None:
        places = {column.key: at for at, column in enumerate(chosen, 1)}
        rest = [column for column in offered if column.key not in places]
        self.ordered = [*chosen, *rest]
        super().__init__(*args, **kwargs)
        for at, column in enumerate(self.ordered, 1):
            self.fields[f"show_{column.key}"] = forms.BooleanField(
                label=column.label, required=False, initial=column.key in places
            )
            self.fields[f"at_{column.key}"] = forms.IntegerField(
                label=_("“%(column)s”排在第几") % {"column": column.label},
                required=False,
                min_value=1,
                max_value=LAST,
                initial=at,
            )
        if not self.is_bound:
            dress(self)

    def rows(self) -> Iterator[tuple[TableColumn, BoundField, BoundField]]:
        """Each column with its box and its place."""
        for column in self.ordered:
            yield column, self[f"show_{column.key}"], self[f"at_{column.key}"]

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of those that are shown, by place; who was moved there stands first."""
        keys = [each.key for each in self.ordered if self.cleaned_data[f"show_{each.key}"]]
        return tuple(sorted(keys, key=self._place))

    def _place(self, key: str) -> tuple[int, bool]:
        """Where it comes; before another of the same place if it was moved there."""
        name = f"at_{key}"
        return self.cleaned_data[name] or LAST, name not in self.changed_data

    def clean(self) -> dict[str, Any]:
        """At least one."""
        given: dict[str, Any] = super().clean() or {}
        if not any(given.get(f"show_{each.key}") for each in self.ordered):
            self.add_error(None, _("请至少选一个栏目。"))
        return given


class ViewForm(Dressed):
    """The name, and for who keeps the list whether all use it."""

    name = forms.CharField(label=_("视图名称"))
    shared = forms.BooleanField(label=_("共享"), required=False, help_text=SHARED_HELP)

    def __init__(self, *args: Any, shares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = longest_name()
        name: Any = self.fields["name"]
        name.max_length, name.widget.attrs["maxlength"] = longest, longest
        if not shares:
            del self.fields["shared"]

    @property
    def given(self) -> dict[str, Any]:
        """What an action takes."""
        return {"shared": False, **self.cleaned_data}
