"""Quotas and vetoes of the form, ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from luoshi.web.assessment import words
from luoshi.web.assessment.editing.draft import Draft
from luoshi.web.assessment.editing.field import Choices, Input, Label, input_of

QUOTA_LABELS: dict[str, Label] = {
    "title": _("名额名称"), "key": _("代号"), "share": _("不超过组内单位数的（0–1）"),
    "mode": _("人数取整"),
}  # fmt: skip
VETO_LABELS: dict[str, Label] = {
    "title": _("否决事项"), "key": _("代号"), "basis": _("法律或文件依据"),
    "level": _("发布层级"), "expires": _("有效至（年-月-日）"),
    "source": _("数据来源（如 manual:accident）"),
}  # fmt: skip
CHOICES: dict[str, Choices] = {
    "mode": words.choices_of(words.MODES),
    "level": words.choices_of(words.LEVELS),
}


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One quota."""

    number: int
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class VetoRow:
    """One veto; ``bars`` are (key, title, chosen) of the quotas that it may bar from."""

    number: int
    inputs: tuple[Input, ...]
    bars: tuple[tuple[str, str, bool], ...]
    fault: str


def quota_rows(draft: Draft, faults: Mapping[str, str]) -> tuple[QuotaRow, ...]:
    """The quotas in their order."""
    return tuple(
        QuotaRow(number, _inputs(f"quota-{number}-", QUOTA_LABELS, row, faults))
        for number, row in enumerate(draft.quotas)
    )


def veto_rows(draft: Draft, faults: Mapping[str, str]) -> tuple[VetoRow, ...]:
    """The vetoes in their order."""
    quotas = [(row["key"] or f"q{n}", row["title"]) for n, row in enumerate(draft.quotas, 1)]
    return tuple(
        VetoRow(
            number,
            _inputs(f"veto-{number}-", VETO_LABELS, row, faults),
            tuple((key, title or key, key in barred) for key, title in quotas),
            faults.get(f"veto-{number}-bars", ""),
        )
        for number, (row, barred) in enumerate(zip(draft.vetoes, draft.bars, strict=True))
    )


def _inputs(
    prefix: str, labels: Mapping[str, Label], row: Mapping[str, str], faults: Mapping[str, str]
) -> tuple[Input, ...]:
    return tuple(
        input_of(prefix + name, label, row[name], faults, CHOICES.get(name, ()),
                 numeric=name == "share", required=name != "key")
        for name, label in labels.items()
    )  # fmt: skip
