"""What every table of commitments shows, on a list's page and over all lists."""

from collections.abc import Mapping, Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from luoshi.web.commitments.book import workbook
from luoshi.web.commitments.chips import Head, chips_of, heads_of
from luoshi.web.commitments.columns import columns_of
from luoshi.web.commitments.ledger import Filters, Tally, lead_units, list_rows
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.rows import Row, row_of
from luoshi.web.http import Request

ROWS = 50
MOST_ROWS = 20_000
"""Rows of one workbook; a jurisdiction has hundreds."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Pages(Paginator[Commitment]):
    """Pages of a table whose whole length is known where no filter is set."""

    def __init__(self, rows: QuerySet[Commitment], known: int | None) -> None:
        super().__init__(rows, ROWS)
        if known is not None:
            self.count = known


def ledger(request: Request, counts: Tally, lst: CommitmentList | None = None) -> dict[str, object]:
    """One page of rows with chips, heads, units and counts."""
    filters = Filters.of(request.GET)
    columns = columns_of(lst.list_type) if lst else []
    known = None if filters.narrows else counts.total
    pages = Pages(list_rows(request.actor, filters, lst), known)
    found = pages.get_page(request.GET.get("page"))
    rows = [row_of(commitment, columns) for commitment in found]
    heads = heads_of(filters)
    return {
        "list": lst,
        "sheet_url": reverse("list-sheet", args=[lst.pk]) if lst else reverse("commitments-sheet"),
        "filters": filters,
        "query": filters.query(),
        "page": found,
        "rows": rows,
        "body": body_of(rows, heads, numbered=lst is not None),
        "total": counts.total,
        "chips": chips_of(filters, counts),
        "heads": heads,
        "units": lead_units(request.actor, lst),
    }


def body_of(rows: Sequence[Row], heads: Mapping[str, Head], *, numbered: bool) -> SafeString:
    """The rows as HTML: the pattern is rendered once, then filled and escaped for each row.

    Fifty rows through the template engine cost four times as much as the query that finds them.
    """
    pattern = render_to_string("commitments/row.html", {"heads": heads, "numbered": numbered})
    return format_html_join("", pattern, rows)


def sheet(request: Request, lst: CommitmentList | None = None) -> HttpResponse:
    """Every row of the table, as it is filtered and sorted, in Excel."""
    rows = list_rows(request.actor, Filters.of(request.GET), lst)[:MOST_ROWS]
    data = workbook(rows, columns_of(lst.list_type) if lst else [])
    name = f"list-{lst.pk}" if lst else "commitments"
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{request.at:%Y%m%d}.xlsx"'
    return response
