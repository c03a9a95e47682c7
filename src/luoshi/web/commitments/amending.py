"""Amendments as people read and write them: the form, the lines, the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.render.sheet import Cell, Sheet, SheetColumn, xlsx
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.decisions import Decision
from luoshi.web.commitments.actions.amendments import DISPUTE, Paper
from luoshi.web.commitments.forms import Dressed
from luoshi.web.commitments.models import AmendedField, Amendment, AmendmentState, Commitment
from luoshi.web.commitments.rules import can_decide_amendment
from luoshi.web.commitments.terms import FIELDS, plain_term, typed
from luoshi.web.commitments.wording import amount, labelled, target_text
from luoshi.web.forms import DateField
from luoshi.web.units.forms import UnitField
from luoshi.web.units.models import Unit

DASH = "—"


def causes() -> list[tuple[str, str]]:
    """Every cause that may be given, with its name in the reader's language."""
    rows = presets.load("amendment_causes").items()
    return [(key, _named(row)) for key, row in rows if key != DISPUTE]


def cause_text(cause: str) -> str:
    """A cause in words; the bare code where the presets no longer have it."""
    row = presets.load("amendment_causes").get(cause)
    return _named(row) if row else cause


def _named(row: Mapping[str, str]) -> str:
    return row["en"] if get_language() == "en" else row["zh"]


class AmendForm(Dressed):
    """New values for what was frozen; what is left empty stays as it is."""

    target = forms.DecimalField(
        label=_("新目标值"), max_digits=20, decimal_places=4, required=False
    )
    due_on = DateField(label=_("新时限"), required=False)
    starts_on = DateField(label=_("新开始日期"), required=False)
    lead_unit: Any = UnitField(Unit.objects.none(), label=_("新牵头单位"), required=False)
    cause = forms.ChoiceField(label=_("调整事由"))
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    paper = forms.FileField(
        label=_("依据文件"),
        max_length=200,
        help_text=_("批文、会议纪要或统计部门函件；PDF、Word、Excel、图片或文本。"),
    )
    number = forms.CharField(label=_("文号"), max_length=60, required=False)

    def __init__(
        self, *args: Any, commitment: Commitment, units: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", DASH), *causes()]  # type: ignore[attr-defined]
        field: Any = self.fields["lead_unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.choices = [("", DASH), *((unit.pk, unit.short_name) for unit in units)]
        for name, words in present_terms(commitment).items():
            self.fields[name].help_text = gettext("现为 %(value)s") % {"value": words}
        if commitment.target is None:
            del self.fields["target"]

    def proposal(self) -> dict[str, Any]:
        """The values for ``amendments_propose``."""
        told = self.cleaned_data
        return {
            "changes": {field: told[field] for field in FIELDS if told.get(field) is not None},
            "cause": told["cause"],
            "reason": told["reason"],
            "paper": Paper(told["paper"].name, told["paper"].read(), told["number"]),
        }


class DecideForm(Dressed):
    """The approver's word."""

    note = forms.CharField(
        label=_("批准意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不批准时必须写明理由。"),
    )


def present_terms(commitment: Commitment) -> dict[str, str]:
    """Target, dates and owner as they are now, in words."""
    return {
        "target": target_text(commitment) or DASH,
        "due_on": commitment.due_on.isoformat(),
        "starts_on": commitment.starts_on.isoformat(),
        "lead_unit": str(commitment.lead_unit or DASH),
    }


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment as it is read: what, from what to what, why, on which paper, by whom."""

    amendment: Amendment
    what: str
    old: str
    new: str
    cause: str
    decides: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.amendment.state == AmendmentState.PROPOSED


def line_of(
    amendment: Amendment, commitment: Commitment, actor: Actor | None = None
) -> AmendmentLine:
    """The line; with ``actor`` also whether that person may decide it."""
    return AmendmentLine(
        amendment,
        str(AmendedField(amendment.field).label),
        _shown(amendment, commitment, amendment.old, amendment.old_unit),
        _shown(amendment, commitment, amendment.new, amendment.new_unit),
        cause_text(amendment.cause),
        can_decide_amendment(actor, amendment) if actor else None,
    )


def _shown(amendment: Amendment, commitment: Commitment, text: str, unit: Unit | None) -> str:
    if amendment.field == AmendedField.LEAD_UNIT:
        return str(unit or DASH)
    value = typed(amendment.field, text)
    if isinstance(value, date):
        return value.isoformat()
    return amount(value, commitment.unit_of_measure) or DASH


def amendments_workbook(lines: Iterable[AmendmentLine]) -> bytes:
    """The ledger of a list: one row an amendment, in the order given."""
    heads = [
        SheetColumn(gettext("序号"), "whole"),
        SheetColumn(gettext("事项"), width=44),
        SheetColumn(gettext("调整内容")),
        SheetColumn(gettext("原值")),
        SheetColumn(gettext("新值")),
        SheetColumn(gettext("调整事由")),
        SheetColumn(gettext("理由"), width=36),
        SheetColumn(gettext("依据文件"), width=28),
        SheetColumn(gettext("文号")),
        SheetColumn("SHA-256", width=20),
        SheetColumn(gettext("提出人")),
        SheetColumn(gettext("提出时间"), "time"),
        SheetColumn(gettext("状态")),
        SheetColumn(gettext("批准人")),
        SheetColumn(gettext("批准时间"), "time"),
        SheetColumn(gettext("批准意见"), width=30),
    ]
    rows = [_cells(line) for line in lines]
    return xlsx([Sheet(gettext("调整台账"), heads, rows, get_current_timezone())])


def _cells(line: AmendmentLine) -> list[Cell]:
    amendment = line.amendment
    return [
        getattr(amendment, "number", None),
        amendment.commitment.text,
        line.what,
        line.old,
        line.new,
        line.cause,
        amendment.reason,
        amendment.document_name,
        amendment.document_number,
        amendment.document_sha256,
        str(amendment.proposed_by.name),
        amendment.proposed_at,
        str(amendment.get_state_display()),
        amendment.decided_by.name if amendment.decided_by else "",
        amendment.decided_at,
        amendment.note,
    ]


def term_line(commitment: Commitment) -> str:
    """What is promised now, on one line, for the head of a form."""
    words = [target_text(commitment), plain_term(commitment, "due_on")]
    return labelled(gettext("现行"), " · ".join(word for word in words if word))
