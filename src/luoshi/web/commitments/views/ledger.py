"""What every table of commitments shows, on a list's page and over all lists."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from luoshi.web.commitments.book import workbook
from luoshi.web.commitments.chips import HEADS, against_links, chips_of, heads_of
from luoshi.web.commitments.columns import columns_of
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters, Tally, list_rows
from luoshi.web.commitments.lines import lines_of, places_of
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.rows import Row, row_of
from luoshi.web.http import Request

ROWS = 50
MOST_ROWS = 20_000
"""Rows of one workbook; a jurisdiction has hundreds."""
FAR = 1_000
"""Rows before a page from which it pays to find their keys first."""
MOST_UNITS = 200
"""Units that one can choose from; more are found by their name."""
SPECIAL = re.compile("[&<>\"']").search
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Pages(Paginator[Sequence[Any]]):
    """Pages of a table whose whole length is known where no filter is set."""

    def __init__(self, rows: QuerySet[Commitment, Sequence[Any]], known: int | None) -> None:
        super().__init__(rows, ROWS)
        self.rows = rows
        if known is not None:
            self.count = known

    def page(self, number: int | str) -> Page[Sequence[Any]]:
        """One page; far down only the keys of the rows before it are read, not the rows."""
        found = super().page(number)
        start = found.start_index() - 1
        if start >= FAR:
            keys = self.rows.values_list("pk", flat=True)[start : start + ROWS]
            found.object_list = list(self.rows.filter(pk__in=list(keys)))
        return found


def ledger(request: Request, counts: Tally, lst: CommitmentList | None = None) -> dict[str, object]:
    """One page of rows with chips, heads, units and counts."""
    filters = Filters.of(request.GET)
    columns = columns_of(kind_of_list(lst)) if lst else []
    pages = Pages(list_rows(request.actor, filters, lst), counts.length(filters))
    found = pages.get_page(request.GET.get("page"))
    lines = list(lines_of(found, frozen=filters.is_frozen))
    places = {} if lst else places_of(request.actor, lines)
    rows = [row_of(line, columns, places.get(line.pk, ())) for line in lines]
    return {
        "list": lst,
        "sheet_url": reverse("list-sheet", args=[lst.pk]) if lst else reverse("commitments-sheet"),
        "filters": filters,
        "query": filters.query(),
        "page": found,
        "rows": rows,
        "body": body_of(rows, numbered=lst is not None),
        "total": counts.total,
        "chips": chips_of(filters, counts),
        "heads": heads_of(filters),
        "units": _options(counts.units, filters.unit),
        "amended": counts.amended,
        "against": against_links(filters) if counts.amended else [],
    }


def body_of(rows: Iterable[Row], *, numbered: bool) -> SafeString:
    """The rows as HTML: one pattern, filled and escaped for each row.

    Fifty rows through the template engine cost four times as much as the query that finds them.
    """
    pattern = _pattern(get_language(), numbered)
    cells = ({name: _escaped(str(cell)) for name, cell in row.items()} for row in rows)
    return SafeString("".join(pattern.format_map(row) for row in cells))


def _options(units: Iterable[tuple[int, str]], chosen: int | None) -> SafeString:
    """The units to choose from, as HTML; none where they are too many to choose from."""
    units = list(units)
    if len(units) > MOST_UNITS:
        return SafeString()
    marks = {chosen: " selected"}
    options = (
        f'<option value="{pk}"{marks.get(pk, "")}>{_escaped(name)}</option>' for pk, name in units
    )
    return SafeString("".join(options))


def _escaped(text: str) -> str:
    return escape(text) if SPECIAL(text) else text


@cache
def _pattern(language: str | None, numbered: bool) -> str:
    """The words of a process do not change: once for each language."""
    del language  # render_to_string asks for it itself
    return render_to_string("commitments/row.html", {"heads": HEADS, "numbered": numbered})


def sheet(request: Request, lst: CommitmentList | None = None) -> HttpResponse:
    """Every row of the table, as it is filtered and sorted, in Excel."""
    filters = Filters.of(request.GET)
    lines = lines_of(list_rows(request.actor, filters, lst)[:MOST_ROWS], frozen=filters.is_frozen)
    data = workbook(lines, columns_of(kind_of_list(lst)) if lst else [])
    name = f"list-{lst.pk}" if lst else "commitments"
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{request.at:%Y%m%d}.xlsx"'
    return response
