"""The wall chart of a list: on screen, and as a PDF on large paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.render.wall import (
    PAPERS,
    Axis,
    Row,
    Wall,
    bar_strip,
    cell_strip,
    grid,
    key,
    month_names,
    today_line,
)
from luoshi.web import blobs
from luoshi.web.commitments import actions
from luoshi.web.commitments.queries import list_for
from luoshi.web.commitments.wall import wall_of
from luoshi.web.http import Request, page
from luoshi.web.jobs.queries import has_result

MONTHS = {"1": 44, "2": 72, "3": 110, "4": 170}
"""Pixels a month, by step of the zoom."""
HEIGHT = 30
PDF = "application/pdf"


@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: Request, pk: int) -> HttpResponse:
    """The chart; a POST asks for it on paper."""
    lst = list_for(request.actor, pk)
    by_unit = request.GET.get("by") == "unit"
    if request.method == "POST":
        paper = request.POST.get("paper", "")
        if paper not in PAPERS:
            raise Http404
        job = actions.wall_draw(
            lst=lst, paper=paper, by_unit=by_unit, by=request.actor, at=request.at
        )
        messages.info(request, _("已开始绘制大图，完成后可以打开。"))
        return redirect("job", job.pk)
    zoom = request.GET.get("zoom", "")
    zoom = zoom if zoom in MONTHS else "2"
    chart = wall_of(request.actor, lst, localdate(request.at), by_unit=by_unit)
    context = {"list": lst, "wall": chart, "papers": list(PAPERS), **_drawn(chart, zoom)}
    return page(request, "commitments/wall.html", context | _switches(zoom, by_unit=by_unit))


@require_safe
def wall_paper(request: Request, pk: int, sha256: str) -> HttpResponse:
    """A chart that was drawn for this person. Raises Http404 for anybody else."""
    lst = list_for(request.actor, pk)
    if not has_result(request.actor, request.path):
        raise Http404
    response = HttpResponse(blobs.read(sha256), content_type=PDF)
    header = content_disposition_header(as_attachment=False, filename=f"{lst.title}.pdf")
    response["Content-Disposition"] = header or "inline"
    return response


def _drawn(chart: Wall, zoom: str) -> dict[str, object]:
    months = len(Axis(chart.first, chart.last, 1).months)
    axis = Axis(chart.first, chart.last, MONTHS[zoom] * months)
    return {
        "width": axis.width,
        "height": HEIGHT,
        "grid": SafeString(grid(axis, HEIGHT)),
        "today": SafeString(today_line(axis, HEIGHT, chart.today)),
        "months": SafeString(month_names(axis, chart.words.months, HEIGHT)),
        "legend": [(SafeString(key(mark, 8, 8, 14)), words) for mark, words in chart.words.legend],
        "blocks": [
            (block.title, [(row, _strip(axis, row)) for row in block.rows])
            for block in chart.blocks
        ],
    }


def _strip(axis: Axis, row: Row) -> SafeString:
    if row.bar:
        return SafeString(bar_strip(axis, row.bar, HEIGHT))
    return SafeString(cell_strip(axis, row.cells, HEIGHT))


def _switches(zoom: str, *, by_unit: bool) -> dict[str, object]:
    by = "unit" if by_unit else "item"
    return {
        "by_unit": by_unit,
        "zoom": zoom,
        "bys": [("item", _("按事项")), ("unit", _("按单位"))],
        "by": by,
        "closer": str(int(zoom) + 1) if zoom != max(MONTHS) else "",
        "farther": str(int(zoom) - 1) if zoom != min(MONTHS) else "",
    }
