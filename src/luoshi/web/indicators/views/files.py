"""Files of statistics: all, a new one, its preview, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.indicators import actions
from luoshi.web.indicators.forms import FileForm, WithdrawForm
from luoshi.web.indicators.lists import preview_rows
from luoshi.web.indicators.queries.files import file_for, files_visible_to, importable
from luoshi.web.indicators.queries.library import areas_of
from luoshi.web.indicators.reading import preview_of
from luoshi.web.indicators.rules import can_withdraw_statistics
from luoshi.web.indicators.views.frame import form_page, form_view, tabs

ROWS = 50


@require_safe
def files(request: Request) -> HttpResponse:
    """Everything that was uploaded."""
    if not importable(request.actor).exists():
        raise Http404
    found = Paginator(files_visible_to(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {"files": found, "page": found, **tabs(request, "files")}
    return page(request, "indicators/files.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """Upload a file, to be looked at before it is brought in."""
    mine = importable(request.actor)
    areas = areas_of(mine)
    if not areas:
        raise Http404
    first = {"published_on": timezone.localdate(request.at)}
    sent = request.FILES if request.method == "POST" else None
    form = FileForm(posted(request), sent, areas=areas, indicators=mine, initial=first)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with refusals_on(form):
            made = actions.statistics_take(
                jurisdiction=form.cleaned_data["jurisdiction"], name=upload.name,
                data=upload.read(), draft=form.draft(), by=request.actor, at=request.at,
            )  # fmt: skip
            messages.info(request, _("表已读出，请看清后导入。"))
            return redirect(made)
    hint = _("统计数只进不改：更正须用新的发布日期或更高的版本再导入，原来的数留存。")
    return form_page(request, form, _("导入统计表"), "statistics-files", files=True, hint=hint)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """What would become of each number; then bring in those that can be taken."""
    file = file_for(request.actor, pk)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        done = actions.statistics_apply(file=file, seen=seen, by=request.actor, at=request.at)
        text = ngettext("已导入 %(n)s 个数。", "已导入 %(n)s 个数。", len(done.good))
        messages.success(request, text % {"n": len(done.good)})
        return redirect(file)
    preview = None if file.applied_at else preview_of(file, request.actor, request.at)
    context = {
        "file": file,
        "preview": preview,
        "rows": preview_rows(preview) if preview else [],
        "withdraws": can_withdraw_statistics(request.actor, file),
    }
    return page(request, "indicators/file.html", context)


@form_view
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a file back with a reason: its numbers count until now and no longer."""
    file = file_for(request.actor, pk)
    can_withdraw_statistics(request.actor, file).require()
    form = WithdrawForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            actions.statistics_withdraw(file=file, reason=reason, by=request.actor, at=request.at)
            messages.success(request, _("已撤回。此前已按这些数计算的结果不变。"))
            return redirect(file)
    hint = _("撤回后，这份文件的数从现在起不再计入；撤回之前知道的仍可查到，已算出的考核轮不变。")
    return form_page(request, form, _("撤回统计文件"), file.get_absolute_url(), hint=hint)
