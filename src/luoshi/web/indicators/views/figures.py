"""Documented figures: all, a new one, its document, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web import blobs
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.indicators import actions
from luoshi.web.indicators.forms import FigureForm, WithdrawForm
from luoshi.web.indicators.queries.files import figure_for, figures_visible_to
from luoshi.web.indicators.queries.library import areas_kept
from luoshi.web.indicators.rules import can_enter_figures, can_withdraw_figure
from luoshi.web.indicators.views.frame import SEES_FIGURES, form_page, form_view, tabs
from luoshi.web.units.queries import units_of

ROWS = 50


@require_safe
def figures(request: Request) -> HttpResponse:
    """Every figure that the person sees."""
    if not request.actor.holds(*SEES_FIGURES):
        raise Http404
    found = Paginator(figures_visible_to(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {"figures": found, "page": found, **tabs(request, "figures")}
    return page(
        request, "indicators/figures.html", context | {"enters": request.actor.holds("assessor")}
    )


@form_view
def new(request: Request) -> HttpResponse:
    """A figure with its document."""
    areas = areas_kept(request.actor, "assessor")
    if not areas:
        raise Http404
    can_enter_figures(request.actor, areas[0].pk).require()
    sent = request.FILES if request.method == "POST" else None
    first = {"day": timezone.localdate(request.at)}
    units = units_of(areas[0].pk)
    form = FigureForm(posted(request), sent, areas=areas, units=units, initial=first)
    if form.is_valid():
        with refusals_on(form):
            area = form.cleaned_data["jurisdiction"]
            actions.figure_enter(
                jurisdiction=area, draft=form.draft(), by=request.actor, at=request.at
            )
            messages.success(request, _("已录入。"))
            return redirect("figures")
    hint = _("一份文件一个数。没有文件为凭的数不计入考核。")
    return form_page(request, form, _("录入有据数"), "figures", files=True, hint=hint)


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    """The document that a figure rests on, as it was uploaded."""
    found = figure_for(request.actor, pk)
    response = HttpResponse(blobs.read(found.sha256), content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=found.document)
    response["Content-Disposition"] = name or "attachment"
    return response


@form_view
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a figure back with a reason."""
    found = figure_for(request.actor, pk)
    can_withdraw_figure(request.actor, found).require()
    form = WithdrawForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            actions.figure_withdraw(figure=found, reason=reason, by=request.actor, at=request.at)
            messages.success(request, _("已撤回。此前已按这些数计算的结果不变。"))
            return redirect("figures")
    return form_page(request, form, _("撤回有据数"), "figures")
