"""Sheets of projects and their lines, read from the file as it came."""

from django.db.models import QuerySet
from django.http import Http404

from luoshi.core.errors import Invalid
from luoshi.intake import read_ledgers
from luoshi.web import blobs
from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.models import ListItem
from luoshi.web.documents.papers import limits
from luoshi.web.projects.models import Cohort, ProjectSheet
from luoshi.web.projects.reading import Line, lines_of
from luoshi.web.projects.terms import most_rows
from luoshi.web.units.queries import named


def sheets_of(cohort: Cohort) -> QuerySet[ProjectSheet]:
    """What was uploaded for a cohort, the newest first."""
    return cohort.sheets.select_related("given_by")


def sheet_for(actor: Actor, pk: int) -> ProjectSheet:
    """One sheet, for the office that keeps its cohort. Raises Http404."""
    sheets = ProjectSheet.objects.select_related("cohort__list", "cohort__jurisdiction")
    found = sheets.filter(pk=pk, cohort__jurisdiction__in=actor.jurisdictions("supervisor"))
    if sheet := found.first():
        return sheet
    raise Http404


def lines_of_sheet(sheet: ProjectSheet) -> list[Line]:
    """Its lines, held against the cohort as it is now."""
    data = blobs.read(sheet.sha256)
    return lines_of_file(sheet.cohort, sheet.name, data, year=sheet.given_at.year)


def lines_of_file(cohort: Cohort, name: str, data: bytes, *, year: int) -> list[Line]:
    """The lines of a workbook. Raises Invalid as ``read_ledgers`` and ``sheet-rows``."""
    ledgers = read_ledgers(name, data, limits())
    if sum(len(ledger.rows) for ledger in ledgers) > most_rows():
        raise Invalid("sheet-rows", field="file", limit=most_rows())
    held = ListItem.objects.filter(list=cohort.list_id)
    return lines_of(
        ledgers,
        known=frozenset(held.values_list("commitment__text", flat=True)),
        units=lambda texts: named(texts, jurisdiction_id=cohort.jurisdiction_id),
        jurisdiction_id=cohort.jurisdiction_id,
        year=year,
    )
