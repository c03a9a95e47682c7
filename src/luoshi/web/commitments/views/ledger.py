"""What every table of commitments shows, on a list's page and over all lists."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from luoshi.web.accounts.actor import Actor
from luoshi.web.commitments.book import workbook
from luoshi.web.commitments.chips import against_links, chips_of, heads_of
from luoshi.web.commitments.columns import Column, columns_of
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import (
    Filters,
    Tally,
    asked_of,
    leads_abroad,
    list_rows,
    rows_between,
)
from luoshi.web.commitments.lines import Line, lines_of, places_of
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.own import options_of
from luoshi.web.commitments.rows import row_of
from luoshi.web.commitments.saved import opened_view
from luoshi.web.commitments.spans import span_fields, unread
from luoshi.web.commitments.table import USUAL, TableColumn, apart, more_cells, shown
from luoshi.web.http import Request

ROWS = 50
MOST_ROWS = 20_000
"""Rows of one workbook; a jurisdiction has hundreds."""
LONG = 1_000
"""Rows of a table from which it pays to find the keys of a page first."""
MOST_UNITS = 200
"""Units that one can choose from; more are found by their name."""
PATTERNS = 64
"""Choices of columns whose row is kept ready."""
SPECIAL = re.compile("[&<>\"']").search
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Pages(Paginator[Sequence[Any]]):
    """Pages of a table, of ``total`` rows before any filter.

    The length is known unless words, a unit or an own value were asked for. Then the keys of all
    rows are read in their order: how many they are is how long the table is.
    """

    def __init__(
        self, actor: Actor, filters: Filters, lst: CommitmentList | None, counts: Tally
    ) -> None:
        long = counts.total >= LONG
        abroad = lst is not None or not long or leads_abroad(actor)
        self.rows = list_rows(actor, filters, lst, abroad=abroad)
        super().__init__(self.rows, ROWS)
        known = counts.length(filters)
        self.keys = list(self.rows.values_list("pk", flat=True)) if known is None else None
        self.count = len(self.keys or ()) if known is None else known
        self.read = partial(rows_between, actor, filters, lst)

    def page(self, number: int | str) -> Page[Sequence[Any]]:
        """One page; of a long table only keys are sorted, and only the page's rows are read."""
        found = super().page(number)
        start = found.start_index() - 1
        places = slice(start, start + ROWS)
        if self.keys is not None:
            found.object_list = self._of(self.keys[places]) if self.keys else []
        elif self.count >= LONG:
            found.object_list = self._of(self.rows.values("pk")[places])
        elif start >= 0:
            found.object_list = self.read(range(start, start + ROWS))
        return found

    def _of(self, keys: Any) -> list[Any]:
        return list(self.rows.filter(pk__in=keys))


def ledger(request: Request, counts: Tally, lst: CommitmentList | None = None) -> dict[str, object]:
    """One page of rows with chips, heads, units and counts."""
    filters = asked_of(request.GET, lst)
    columns = columns_of(kind_of_list(lst)) if lst else []
    chosen = shown(filters.columns, columns, listed=lst is not None)
    pages = Pages(request.actor, filters, lst, counts)
    found = pages.get_page(request.GET.get("page"))
    lines = list(lines_of(found, frozen=filters.is_frozen))
    places = {} if lst else places_of(request.actor, lines)
    rows = _rows(lines, columns, chosen, places)
    heads = heads_of(filters, [each for each in chosen if each.own])
    return {
        "list": lst,
        "sheet_url": reverse("list-sheet", args=[lst.pk]) if lst else reverse("commitments-sheet"),
        "views_url": reverse("list-views", args=[lst.pk]) if lst else reverse("views"),
        "view": opened_view(request.actor, lst, filters.view),
        "filters": filters,
        "query": filters.query(),
        "page": found,
        "rows": rows,
        "body": body_of(rows, chosen, numbered=lst is not None),
        "total": counts.total,
        "chips": chips_of(filters, counts),
        "number": heads["number"],
        "columns": [(column, heads.get(column.key)) for column in chosen],
        "units": _options(counts.units, filters.unit),
        "own": options_of(lst),
        "spans": span_fields(lst, filters.spans),
        "unread": unread(lst, filters.spans),
        "amended": counts.amended,
        "against": against_links(filters) if counts.amended else [],
    }


def _rows(
    lines: Iterable[Line],
    columns: Sequence[Column],
    chosen: Sequence[TableColumn],
    places: Mapping[int, Sequence[str]],
) -> list[Mapping[str, object]]:
    below = apart(columns, chosen)
    rows = [(line, row_of(line, below, places.get(line.pk, ()))) for line in lines]
    if all(column.key in USUAL for column in chosen):
        return [row for _line, row in rows]
    return [{**row, **more_cells(line, columns, chosen)} for line, row in rows]


def body_of(
    rows: Iterable[Mapping[str, object]], chosen: Sequence[TableColumn], *, numbered: bool
) -> SafeString:
    """The rows as HTML: one pattern, filled and escaped for each row.

    Fifty rows through the template engine cost four times as much as the query that finds them.
    """
    pattern = _pattern(get_language(), tuple(chosen), numbered)
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


@lru_cache(maxsize=PATTERNS)
def _pattern(language: str | None, chosen: tuple[TableColumn, ...], numbered: bool) -> str:
    """The words of a process do not change: once for each language and choice of columns."""
    del language  # render_to_string asks for it itself
    return render_to_string("commitments/row.html", {"columns": chosen, "numbered": numbered})


def sheet(request: Request, lst: CommitmentList | None = None) -> HttpResponse:
    """Every row of the table, as it is filtered and sorted, in Excel."""
    filters = asked_of(request.GET, lst)
    lines = lines_of(list_rows(request.actor, filters, lst)[:MOST_ROWS], frozen=filters.is_frozen)
    data = workbook(lines, columns_of(kind_of_list(lst)) if lst else [], filters.columns)
    name = f"list-{lst.pk}" if lst else "commitments"
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{localdate(request.at):%Y%m%d}.xlsx"'
    )
    return response
