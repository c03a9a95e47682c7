"""A list out into Excel and back: the sheets of a list, the preview, what was done, the undoing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import Invalid, Refused
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.ledger import asked_of
from luoshi.web.commitments.queries import list_for
from luoshi.web.exchange import actions
from luoshi.web.exchange.fields import SheetField, sheet_fields
from luoshi.web.exchange.forms import BackForm, GroundForm
from luoshi.web.exchange.giving import workbook_out
from luoshi.web.exchange.models import SheetIn
from luoshi.web.exchange.plan import Plan, plan_of
from luoshi.web.exchange.preview import (
    ROWS,
    done_rows,
    done_things,
    left_done,
    left_of,
    news_of_page,
    rows_of_page,
    tabs_of,
    things_of,
)
from luoshi.web.exchange.queries import sheet_in_for, sheets_in_of, sheets_out_of, undone_by
from luoshi.web.exchange.refusals import (
    refused_book,
    refused_by,
    refused_done,
    refused_rows,
)
from luoshi.web.exchange.rules import can_bring_back
from luoshi.web.http import Request, page
from luoshi.web.messages import message
from luoshi.web.units.queries import units_ever

form_view = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 30
"""Sheets of a list that its page names."""
CELL = "cell-"


@require_safe
def out(request: Request, pk: int) -> HttpResponse:
    """The list as it is filtered, to be edited offline."""
    lst = list_for(request.actor, pk)
    can_bring_back(request.actor, lst).require()
    data = workbook_out(request.actor, lst, asked_of(request.GET, lst), request.at)
    response = HttpResponse(data, content_type=XLSX)
    name = f"{lst.title}-{localdate(request.at):%Y%m%d}.xlsx"
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    return response


@form_view
def of_list(request: Request, pk: int) -> HttpResponse:
    """Out, back, and what came back before."""
    lst = list_for(request.actor, pk)
    can_bring_back(request.actor, lst).require()
    form = BackForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            sheet = actions.sheet_take(
                lst=lst, name=file.name, data=file.read(), by=request.actor, at=request.at
            )
            messages.info(request, _("表已读出，还没有保存任何改动。请看清后确认。"))
            return redirect(sheet)
    context = {
        "form": form,
        "list": lst,
        "sheets": sheets_in_of(request.actor, lst)[:MOST],
        "given": sheets_out_of(request.actor, lst)[:1],
    }
    status = 422 if form.errors else 200
    return page(request, "exchange/list.html", context, part="form", status=status)


@form_view
def sheet(request: Request, pk: int) -> HttpResponse:
    """What a sheet would do, or what it did."""
    found = sheet_in_for(request.actor, pk)
    if found.applied_at:
        return _done(request, found)
    form = GroundForm(None)
    if request.method == "POST":
        choices = {
            name.removeprefix(CELL): str(value)
            for name, value in request.POST.items()
            if name.startswith(CELL)
        }
        act = request.POST.get("act", "")
        found = actions.sheet_choose(sheet=found, choices=choices, every=act, by=request.actor)
        if act == "apply":
            answer, form = _apply(request, found)
            if answer:
                return answer
        else:
            messages.success(request, _("选择已记下，还没有导入。"))
            return redirect(f"{found.get_absolute_url()}?{request.GET.urlencode()}")
    status = 422 if form.errors else 200
    context = _shown(request, found, plan_of(found, request.actor)) | {"form": form}
    return page(request, "exchange/sheet.html", context, status=status)


def _apply(request: Request, found: SheetIn) -> tuple[HttpResponse | None, GroundForm]:
    """The answer once it is brought in; before, the form that asks for what is missing."""
    plan = plan_of(found, request.actor)
    form = GroundForm(request.POST, request.FILES) if plan.proposed else GroundForm(None)
    if plan.proposed:
        if not form.is_valid():
            return None, form
        with refusals_on(form):
            actions.sheet_ground(sheet=found, **form.ground(), by=request.actor)
        if form.errors:
            return None, form
        found.refresh_from_db(fields=["amend"])
    seen = request.POST.get("seen", "")
    if plan.undecided:
        text = _("还有 %(n)s 格没有选择用哪个值，请先选择。")
        messages.warning(request, text % {"n": plan.undecided})
        return redirect(f"{found.get_absolute_url()}?show=asks"), form
    if actions.is_long(plan):
        job = actions.sheet_apply_later(sheet=found, seen=seen, by=request.actor, at=request.at)
        messages.info(request, _("行数较多，已转入后台导入，完成后可以查看结果。"))
        return redirect("job", job.pk), form
    try:
        actions.sheet_apply(sheet=found, seen=seen, by=request.actor, at=request.at)
    except (Invalid, Refused) as why:
        messages.warning(request, message(why))
    else:
        messages.success(request, _("已撤销。") if found.undoes else _("已导入。"))
    return redirect(found), form


def _shown(request: Request, found: SheetIn, plan: Plan) -> dict[str, object]:
    tabs = tabs_of(plan, request.GET.get("show", ""))
    tab = next((each.key for each in tabs if each.on), "")
    pages = Paginator(things_of(plan, tab), ROWS).get_page(request.GET.get("page"))
    things = list(pages.object_list)
    return {
        "sheet": found,
        "list": found.list,
        "plan": plan,
        "tabs": tabs,
        "tab": tab,
        "page": pages,
        "query": f"show={tab}",
        "news": news_of_page(plan, things) if tab == "new" else [],
        "left": left_of(plan),
        "refusals": len(refused_by(plan)),
        "rows": rows_of_page(plan, found, things) if tab != "new" else [],
    }


def _done(request: Request, found: SheetIn) -> HttpResponse:
    fields = _fields(found)
    denied = refused_done(found)
    pages = Paginator(done_things(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "sheet": found,
        "list": found.list,
        "page": pages,
        "rows": done_rows(list(pages.object_list), fields, undone=found.undoes is not None),
        "query": "",
        "undone": undone_by(found),
        "left": left_done(found, fields),
        "refused": refused_rows(denied[:ROWS], fields),
        "refusals": len(denied),
    }
    return page(request, "exchange/done.html", context)


@require_safe
def refused(request: Request, pk: int) -> HttpResponse:
    """A workbook of what is not taken, or was not, with the reasons."""
    found = sheet_in_for(request.actor, pk)
    if found.applied_at:
        fields = _fields(found)
        rows, left = refused_rows(refused_done(found), fields), left_done(found, fields)
    else:
        plan = plan_of(found, request.actor)
        rows, left = refused_rows(refused_by(plan), plan.by_key), left_of(plan)
    if not rows and not left:
        raise Http404
    response = HttpResponse(refused_book(rows, left), content_type=XLSX)
    name = _("%(name)s-没有采用.xlsx") % {"name": found.name.rpartition(".")[0] or found.list.title}
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    return response


def _fields(found: SheetIn) -> dict[str, SheetField]:
    units = list(units_ever(found.list.jurisdiction_id))
    return {each.key: each for each in sheet_fields(found.list, units)}


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """A sheet that puts back what this one changed; it is looked at first, too."""
    found = sheet_in_for(request.actor, pk)
    made = actions.sheet_undo(sheet=found, by=request.actor, at=request.at)
    messages.info(request, _("下面是撤销后的样子，还没有保存。后来又改过的格不动，除非您选择。"))
    return redirect(made)
