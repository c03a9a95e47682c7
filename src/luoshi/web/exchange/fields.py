"""The columns of a list's sheet that may be edited: commitment, place in the list, list type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from luoshi.core.exchange import Field
from luoshi.core.listtype import CellType, Column, Named
from luoshi.web.commitments.columns import title
from luoshi.web.commitments.forms import COMPARATORS, MODALITIES
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.terms import FIELDS
from luoshi.web.commitments.wording import KINDS, comparator_text
from luoshi.web.units.models import Unit

OWN = "x:"
"""What stands before the key of a column of the list type."""
WEIGHT = "weight"
LONG = Decimal(4000)
"""Characters of a long text in a sheet."""
PLACES = {"places": 4, "digits": 16}
TERMS = frozenset(FIELDS)
"""What only an amendment changes once the list is frozen."""


@dataclass(frozen=True, slots=True)
class SheetField:
    """A column with its head, its width in half-width characters, and what Excel offers in it."""

    field: Field
    head: str
    width: int = 14
    offered: Sequence[str] = ()
    hint: str = ""

    @property
    def key(self) -> str:
        """The field of the commitment, ``weight``, or ``x:`` with the list type's column."""
        return self.field.key


def sheet_fields(lst: CommitmentList, units: Sequence[Unit]) -> list[SheetField]:
    """Every column that may be edited, in the order of the sheet, in the reader's language.

    ``units``: all there ever were in the jurisdiction; only standing ones are offered.
    """
    year = lst.period_end.year
    return [
        replace(each, field=_dated(each, year))
        for each in _unique(_fields(kind_of_list(lst).columns, units))
    ]


def _dated(each: SheetField, year: int) -> Field:
    """Days may be written 12月底: of the year in which the list ends."""
    return replace(each.field, year=year, begins=each.key == "starts_on")


def usual_heads() -> dict[str, str]:
    """Field → head, for what every list has."""
    return {each.key: each.head for each in _fields((), ())}


def _unique(fields: Sequence[SheetField]) -> list[SheetField]:
    """A column of the list type that is called as another one gets a number."""
    known: set[str] = set()
    found = []
    for each in fields:
        head, number = each.head, 1
        while head in known:
            number += 1
            head = f"{each.head} {number}"
        known.add(head)
        found.append(replace(each, head=head))
    return found


def _fields(own: Sequence[Column], units: Sequence[Unit]) -> list[SheetField]:
    named = _units(units)
    offered = [unit.short_name for unit in units if unit.closed_on is None]
    kinds = _named(KINDS)
    signs = _named({key: partial(comparator_text, key) for key in COMPARATORS})
    words = [Named(word, word, word) for word in MODALITIES]
    return [
        _text("text", _("事项"), 48, LONG, required=True),
        *(_own(column) for column in own),
        _choice("kind", _("种类"), 10, kinds, required=True),
        _choice("modality", _("语气"), 8, words),
        _choice("lead_unit", _("牵头单位"), 16, named, offered=offered),
        _choice("assist_units", _("配合单位"), 20, named, many=True),
        _text("leader", _("责任领导"), 16, Decimal(40)),
        _text("metric", _("指标"), 18, Decimal(120)),
        _choice("comparator", _("比较"), 10, signs),
        _number("baseline", _("基数")),
        _number("target", _("目标值")),
        _text("unit_of_measure", _("计量单位"), 10, Decimal(20)),
        _date("starts_on", _("开始")),
        _date("due_on", _("时限")),
        _number(WEIGHT, _("权重"), low=Decimal("0.01"), places=2, digits=4, required=True),
        _text("standard", _("完成标准"), 32, LONG),
        _text("measures", _("工作措施"), 32, LONG),
    ]


Label = Promise | str


def _column(key: str, label: Label, kind: CellType, *, required: bool = False) -> Column:
    return Column(key, str(label), str(label), kind, required)


def _text(
    key: str, label: Label, width: int, most: Decimal, *, required: bool = False
) -> SheetField:
    column = _column(key, label, CellType.TEXT, required=required)
    return SheetField(Field(replace(column, high=most), needed=required), str(label), width)


def _number(
    key: str,
    label: Label,
    *,
    low: Decimal | None = None,
    places: int = PLACES["places"],
    digits: int = PLACES["digits"],
    required: bool = False,
) -> SheetField:
    column = replace(_column(key, label, CellType.NUMBER, required=required), low=low)
    return SheetField(Field(column, places=places, digits=digits), str(label), 12)


def _date(key: str, label: Label) -> SheetField:
    return SheetField(Field(_column(key, label, CellType.DATE, required=True)), str(label), 12)


def _choice(
    key: str,
    label: Label,
    width: int,
    choices: Sequence[Named],
    *,
    offered: Sequence[str] | None = None,
    many: bool = False,
    required: bool = False,
) -> SheetField:
    column = replace(
        _column(key, label, CellType.CHOICE, required=required), choices=tuple(choices)
    )
    shown = [title(choice) for choice in choices] if offered is None else offered
    hint = str(_("几个单位之间用顿号隔开。")) if many else ""
    return SheetField(Field(column, many), str(label), width, () if many else shown, hint)


def _own(column: Column) -> SheetField:
    """A column of the list type. What it requires a new row must fill; a row that lacks it may
    stay so until the list is frozen.
    """
    head = f"{title(column)}({column.unit})" if column.unit else title(column)
    kept = replace(column, key=OWN + column.key)
    offered: list[str] = []
    if column.kind == CellType.CHOICE:
        offered = [title(choice) for choice in column.choices]
    elif column.kind == CellType.YES_NO:
        offered = [str(_("是")), str(_("否"))]
    width = 20 if column.kind == CellType.TEXT else 12
    hint = str(_("必填。新增的行空着就不能导入。")) if column.required else ""
    return SheetField(Field(kept, needed=column.required), head, width, offered, hint)


def _named(words: Mapping[str, Label | Callable[[], str]]) -> list[Named]:
    """Choices under their names in both languages, whichever the reader's is."""
    both = []
    for language in ("zh-hans", "en"):
        with override(language):
            both.append([str(told() if callable(told) else told) for told in words.values()])
    return [Named(*names) for names in zip(words, *both, strict=True)]


def _units(units: Sequence[Unit]) -> list[Named]:
    """Standing units first, each under its short and its full name."""
    ordered = sorted(units, key=lambda unit: unit.closed_on is not None)
    short = [Named(str(unit.pk), unit.short_name, unit.short_name) for unit in ordered]
    return short + [Named(str(unit.pk), unit.name, unit.name) for unit in ordered]
