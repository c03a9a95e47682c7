"""The typed rows of a division: read, checked cell by cell, and filled by what helps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.decompose import stage_days
from luoshi.core.errors import DomainError
from luoshi.web.commitments.division.drafts import Division, PartDraft
from luoshi.web.commitments.division.whole import chosen_aggregation, stages_of
from luoshi.web.commitments.division.words import AGGREGATIONS
from luoshi.web.commitments.forms import NUMBER, Dressed
from luoshi.web.commitments.models import Commitment, Milestone
from luoshi.web.commitments.terms import plain_value
from luoshi.web.forms import DateField, NumberField, dress
from luoshi.web.messages import message
from luoshi.web.units.models import Alias, Unit

Raw = dict[str, str]
PERIODS = {"": _("不分期"), "quarter": _("按季度"), "month": _("按月")}
AMOUNT: dict[str, Any] = {**NUMBER, "min_value": 0}
SAID: dict[str, Any] = {"min_value": _("不能小于 0。")}
LONGEST_CELL = 80
BLANK_ROWS = 3


class Names:
    """Units by what people call them; a name that several have needs the unit above before it."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        by_key = {unit.pk: unit for unit in units}
        said = [(name, unit) for unit in units for name in {unit.name, unit.short_name}]
        often = Counter(name for name, _unit in said)
        self.unclear = {name for name, count in often.items() if count > 1}
        self.known = {name: unit for name, unit in said if often[name] == 1}
        for unit in units:
            above = by_key.get(unit.parent_id or 0)
            if above:
                self.known.setdefault(f"{above.short_name}{unit.short_name}", unit)
        self.labels = {unit.pk: self._label(unit, by_key) for unit in units}

    def _label(self, unit: Unit, by_key: Mapping[int, Unit]) -> str:
        above = by_key.get(unit.parent_id or 0)
        prefix = above.short_name if above and unit.short_name in self.unclear else ""
        return f"{prefix}{unit.short_name}"

    def learn(self, texts: Iterable[str]) -> None:
        """What documents call them, for texts that are no name: one query where there are such."""
        strange = {text for text in texts if text and text not in self.known}
        if strange - self.unclear:
            rows = Alias.objects.filter(text__in=strange, unit__in=[u.pk for u in self.units])
            by_key = {unit.pk: unit for unit in self.units}
            for text, key in rows.values_list("text", "unit_id"):
                self.known.setdefault(text, by_key[key])


class PartForm(Dressed):
    """One row: who, how much, by when, and how much by the end of each period."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unit = forms.CharField(
        label=_("单位"), max_length=60, widget=forms.TextInput(attrs={"list": "units"})
    )
    target = NumberField(label=_("目标值"), **AMOUNT, error_messages=SAID)
    weight = NumberField(
        label=_("权重"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    due_on = DateField(label=_("时限"))

    def __init__(
        self, *args: Any, names: Names, days: Sequence[date], shown: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.days, self.shown = names, days, shown
        for name in ("target", "weight"):
            if name not in shown:
                del self.fields[name]
        for day in days:
            self.fields[stage_name(day)] = NumberField(label=day.isoformat(), **AMOUNT)
        if not self.is_bound:
            dress(self)

    def clean_unit(self) -> Unit:
        """The unit that is meant. Raises ValidationError where none or several are."""
        text = str(self.cleaned_data["unit"]).strip()
        found = self.names.known.get(text)
        if found is None:
            unclear = text in self.names.unclear
            code = "part-unit-unclear" if unclear else "part-unit-unknown"
            raise forms.ValidationError(message(DomainError(code)))
        return found

    def stages(self) -> dict[date, Decimal]:
        """The figures by day that were typed and can be read."""
        given = {day: self.cleaned_data.get(stage_name(day)) for day in self.days}
        return {day: value for day, value in given.items() if value is not None}

    def draft(self) -> PartDraft:
        """The part of a valid row."""
        told = self.cleaned_data
        return PartDraft(
            unit=told["unit"],
            due_on=told["due_on"],
            target=told.get("target"),
            weight=told.get("weight"),
            stages=self.stages(),
            pk=told["pk"],
        )

    @property
    def amounts(self) -> list[forms.BoundField]:
        """The cells between unit and date."""
        return [self[name] for name in ("target", "weight") if name in self.fields]

    @property
    def cells(self) -> list[forms.BoundField]:
        """The stages, in time order."""
        return [self[stage_name(day)] for day in self.days]


class HeadForm(Dressed):
    """How the parts make the whole, the periods, and its stages where they may be typed."""

    period = forms.ChoiceField(label=_("分期"), choices=list(PERIODS.items()), required=False)
    aggregation = forms.ChoiceField(
        label=_("分解口径"), choices=list(AGGREGATIONS.items()), required=False
    )

    def __init__(self, *args: Any, days: Sequence[date], numbered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        if not numbered:
            del self.fields["aggregation"]
        for day in days:
            self.fields[stage_name(day)] = NumberField(label=day.isoformat(), **AMOUNT)
        if not self.is_bound:
            dress(self)

    @property
    def cells(self) -> list[forms.BoundField]:
        """The stages of the whole."""
        return [self[stage_name(day)] for day in self.days]

    def stages(self) -> dict[date, Decimal]:
        """As in ``PartForm``."""
        given = {day: self.cleaned_data.get(stage_name(day)) for day in self.days}
        return {day: value for day, value in given.items() if value is not None}


def stage_name(day: date) -> str:
    """The field of a stage."""
    return f"on{day:%Y%m%d}"


@dataclass
class Sheet:
    """What is on the page: ``rows`` as typed, ``head`` as typed; ``settled`` parts beside them.

    ``owns_stages``: the stages of the whole may be typed too.
    """

    whole: Commitment
    names: Names
    steps: Sequence[Milestone]
    settled: Sequence[Commitment]
    owns_stages: bool
    head: Raw
    rows: list[Raw]
    days: Sequence[date] = ()
    form: HeadForm = field(init=False)
    forms: list[PartForm] = field(init=False)

    def __post_init__(self) -> None:
        """Days and forms of what was typed."""
        self.days = stage_days(self.whole.starts_on, self.whole.due_on, self.head.get("period", ""))
        if not self.has_stages:
            self.days = ()
        self.bind()

    @property
    def numbered(self) -> bool:
        """Whether there is something to add up."""
        return chosen_aggregation(self.whole) is not None

    @property
    def has_stages(self) -> bool:
        """Stages of what grows towards its target."""
        return self.numbered and not self.whole.comparator.startswith(("rank", "share<", "share<="))

    @property
    def settled_total(self) -> Decimal:
        """What the parts that are not typed any more make together."""
        values = (part.target for part in self.settled if part.target is not None)
        return sum(values, Decimal(0))

    @property
    def count(self) -> int:
        """Rows on the page, the blank ones too."""
        return len(self.forms) + BLANK_ROWS

    @property
    def blanks(self) -> list[PartForm]:
        """Rows for one more, with the date of the whole."""
        first = {"due_on": self.whole.due_on}
        rows = range(len(self.forms), self.count)
        return [PartForm(prefix=f"part-{at}", initial=first, **self._kept) for at in rows]

    @property
    def _kept(self) -> dict[str, Any]:
        shown = ("target", "weight") if self.numbered else ()
        return {"names": self.names, "days": self.days, "shown": shown}

    @property
    def filled(self) -> list[Raw]:
        """The rows in which something stands."""
        return [row for row in self.rows if row.get("unit") or row.get("target") or row.get("pk")]

    def bind(self) -> None:
        """The forms anew, after rows were changed."""
        self.names.learn(row.get("unit", "") for row in self.rows)
        own = self.days if self.owns_stages else ()
        self.form = HeadForm(self.head, days=own, numbered=self.numbered)
        self.forms = [
            PartForm(
                {f"part-{at}-{name}": value for name, value in row.items()},
                prefix=f"part-{at}",
                **self._kept,
            )
            for at, row in enumerate(self.filled)
        ]

    @property
    def whole_cells(self) -> list[str]:
        """The stages of the whole where they are only read, by the days on the page."""
        known = stages_of(self.whole, self.steps)
        return [plain_value(known.get(day)) for day in self.days]

    def is_valid(self) -> bool:
        """Whether every cell can be read."""
        return all([self.form.is_valid(), *(form.is_valid() for form in self.forms)])

    def division(self) -> Division:
        """What a valid sheet says."""
        return Division(
            parts=[form.draft() for form in self.forms],
            aggregation=self.form.cleaned_data.get("aggregation", ""),
            stages=self.form.stages() if self.owns_stages and self.days else None,
        )

    def whole_stages(self) -> dict[date, Decimal]:
        """The stages of the whole: as typed where they may be, else as they stand."""
        if self.owns_stages and self.days:
            self.form.is_valid()
            return self.form.stages()
        return stages_of(self.whole, self.steps)


def posted_sheet(data: Mapping[str, str], **kept: Any) -> Sheet:
    """The sheet of a sent form; cells are cut to what a cell may hold."""
    count = data.get("rows", "")
    rows = min(int(count), 400) if count.isdecimal() and len(count) < 6 else 0
    names = [key for key in data if key.startswith("part-")]
    by_row: dict[str, Raw] = {}
    for key in names:
        _part, at, name = [*key.split("-", 2), "", ""][:3]
        by_row.setdefault(at, {})[name] = data[key].strip()[:LONGEST_CELL]
    found = [by_row.get(str(at), {}) for at in range(rows)]
    head = {key: value for key, value in data.items() if key in HEAD or key.startswith("on")}
    return Sheet(head=head, rows=[row for row in found if "drop" not in row], **kept)


HEAD = ("period", "aggregation")


def begun_sheet(parts: Sequence[Commitment], whole: Commitment, **kept: Any) -> Sheet:
    """The sheet as it is opened: the open parts as they are."""
    sheet = Sheet(whole=whole, head=_head(whole, parts, kept["steps"]), rows=[], **kept)
    labels = sheet.names.labels
    sheet.rows = [raw_of(part, labels) for part in parts]
    sheet.bind()
    return sheet


def raw_of(part: Commitment, labels: Mapping[int, str]) -> Raw:
    """A part as it would be typed."""
    stages = {
        stage_name(step.due_on): plain_value(step.value)
        for step in part.milestones.all()
        if step.value is not None
    }
    lead = part.lead_unit
    return {
        "pk": str(part.pk),
        "unit": labels.get(part.lead_unit_id or 0, lead.short_name if lead else ""),
        "target": plain_value(part.target),
        "weight": plain_value(part.part_weight),
        "due_on": part.due_on.isoformat(),
        **stages,
    }


def _head(whole: Commitment, parts: Sequence[Commitment], steps: Sequence[Milestone]) -> Raw:
    """Periods as the stages there are ask for: by month where one ends within a quarter."""
    days = {step.due_on for step in steps if step.value is not None}
    days |= {m.due_on for part in parts for m in part.milestones.all() if m.value is not None}
    period = "month" if any(day.month % 3 for day in days) else "quarter" if days else ""
    chosen = chosen_aggregation(whole)
    own = {stage_name(on): plain_value(value) for on, value in stages_of(whole, steps).items()}
    return {"period": period, "aggregation": chosen.value if chosen else "", **own}
