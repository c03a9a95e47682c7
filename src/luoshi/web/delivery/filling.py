"""Lines of an account as a form: shown, checked together, kept, and handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from luoshi.core.errors import DomainError
from luoshi.web.delivery.actions import (
    evidence_add,
    evidence_attach,
    reports_save,
    reports_submit,
)
from luoshi.web.delivery.forms import EvidenceForm, LineForm
from luoshi.web.delivery.models import ProgressReport
from luoshi.web.delivery.queries import evidence_of_units
from luoshi.web.http import Request
from luoshi.web.units.models import Unit
from luoshi.web.units.queries import units_ever

SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Filling:
    """The forms of a page on which a contact says how far things are."""

    lines: Sequence[LineForm]
    evidence: EvidenceForm
    units: Mapping[str, Unit]

    def check(self) -> bool:
        """Whether every line and the evidence is in order; marks what is not."""
        wrong = [form for form in (*self.lines, self.evidence) if not form.is_valid()]
        return not wrong


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of it: how many were handed in; how many are empty, or came back unchanged."""

    submitted: int
    left: int


def filling_of(
    request: Request, reports: QuerySet[ProgressReport], *, typed: bool = False
) -> Filling:
    """The forms for these reports, holding what was ``typed`` in this request or what is kept."""
    rows = list(reports)
    units = _units({row.round.list.jurisdiction_id for row in rows})
    bound = (request.POST, request.FILES) if typed else ()
    submitting = typed and request.POST.get("do") == SUBMIT
    offered = evidence_of_units(frozenset(row.unit_id for row in rows))
    return Filling(
        lines=[LineForm(row, units, *bound, submitting=submitting) for row in rows],
        evidence=EvidenceForm(offered, reports.prefetch_related(None), *bound),
        units=units,
    )


def _units(jurisdictions: set[int]) -> dict[str, Unit]:
    return {
        name: unit
        for jurisdiction in sorted(jurisdictions)
        for unit in units_ever(jurisdiction).filter(closed_on__isnull=True)
        for name in (unit.name, unit.short_name)
    }


def fill(request: Request, filling: Filling) -> Filled | None:
    """Keep every line and the evidence; hand in what is not empty when that was asked.

    None when something is not in order: then nothing is kept, and the forms say why.
    """
    if not filling.check():
        return None
    try:
        return _keep(request, filling)
    except DomainError as error:
        filling.evidence.refuse(error)
        return None


def _keep(request: Request, filling: Filling) -> Filled:
    by, at = request.actor, request.at
    served = filling.evidence.cleaned_data["lines"] if filling.evidence.offers else ()
    touched = [form for form in filling.lines if form.has_changed() or form.report in served]
    reports_save(lines=[(form.report, form.said()) for form in touched], by=by, at=at)
    _attach(request, filling.evidence)
    if request.POST.get("do") != SUBMIT:
        return Filled(0, 0)
    ready = [
        form.report
        for form in filling.lines
        if not form.said().is_empty and (form in touched or form.report.state == "draft")
    ]
    reports_submit(reports=ready, by=by, at=at)
    return Filled(len(ready), len(filling.lines) - len(ready))


def _attach(request: Request, form: EvidenceForm) -> None:
    given, by, at = form.cleaned_data, request.actor, request.at
    reports = list(given["lines"])
    if given["existing"]:
        evidence_attach(evidence=given["existing"], reports=reports, by=by, at=at)
    if given["file"]:
        evidence_add(
            unit=reports[0].unit,
            name=given["file"].name,
            data=form.data_of_file,
            source=given["source"],
            dated_on=given["dated_on"],
            reports=reports,
            by=by,
            at=at,
        )
