"""A list from a sheet made elsewhere: upload, name the columns, look, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import Invalid, Refused
from luoshi.core.exchange.guess import NEW
from luoshi.core.listtype import CellType
from luoshi.web.commitments.columns import columns_of
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.kindform.words import TYPES
from luoshi.web.commitments.queries import kept_jurisdictions, list_types_for
from luoshi.web.commitments.rules import can_create_lists
from luoshi.web.exchange import listing
from luoshi.web.exchange.fields import OWN, usual_heads
from luoshi.web.exchange.first import First, first_of, heads, period_of, usual_title, within_of
from luoshi.web.exchange.forms import FirstForm, TableForm
from luoshi.web.exchange.models import SheetNew
from luoshi.web.exchange.preview import ROWS
from luoshi.web.exchange.queries import open_lists_of, sheet_new_for, sheets_new_of
from luoshi.web.http import Request, page
from luoshi.web.messages import message

form_view = require_http_methods(["GET", "HEAD", "POST"])
MOST = 20
"""Uploads that are named for going on with."""
NAMED = 5
"""Rows left out that the message names; the page of the sheet names all."""


@form_view
def upload(request: Request) -> HttpResponse:
    """A sheet to make a list of; those that wait."""
    can_create_lists(request.actor).require()
    areas = kept_jurisdictions(request.actor)
    files = request.FILES if request.method == "POST" else None
    form = TableForm(posted(request), files, areas=areas)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            made = listing.sheet_read(
                jurisdiction=form.cleaned_data["jurisdiction"],
                name=file.name,
                data=file.read(),
                by=request.actor,
                at=request.at,
            )
            messages.info(request, _("表已读出。请核对每一栏是什么，看清下面的行，再建清单。"))
            return redirect(made)
    status = 422 if form.errors else 200
    context = {"form": form, "sheets": sheets_new_of(request.actor)[:MOST]}
    return page(request, "exchange/first.html", context, part="form", status=status)


@form_view
def one(request: Request, pk: int) -> HttpResponse:
    """Columns and rows of a sheet; once it looks right it becomes a list."""
    found = sheet_new_for(request.actor, pk)
    if found.applied_at and found.list:
        messages.info(request, _("这份表已经建成清单。"))
        return redirect("list", found.list.pk)
    first = first_of(found)
    form = _form(request, found, first)
    if request.method == "POST" and form.is_valid():
        answer = _posted(request, found, form)
        if answer:
            return answer
    status = 422 if form.errors else 200
    pages = Paginator(first.lines, ROWS).get_page(request.GET.get("page"))
    context = {
        "sheet": found,
        "form": form,
        "first": first,
        "page": pages,
        "query": "",
        "targets": _targets(found, first),
        "kinds": list(TYPES.items()),
        "good": len(first.good),
        "faulty": sum(bool(line.fault) for line in first.lines),
        "odd": sum(bool(line.told) for line in first.lines),
        "refused": message(first.refused) if first.refused else "",
    }
    return page(request, "exchange/columns.html", context, status=status)


def _form(request: Request, found: SheetNew, first: First) -> FirstForm:
    told = found.mapping
    start, end = period_of(found, None)
    initial = {
        "sheet": found.sheet,
        "within": told.get("within"),
        "title": told.get("title") or usual_title(found),
        "list_type": told.get("list_type"),
        "type_title": told.get("type_title") or usual_title(found),
        "period_start": start,
        "period_end": end,
    }
    kinds = list_types_for(request.actor).filter(jurisdiction=found.jurisdiction_id)
    lists = open_lists_of(request.actor, found.jurisdiction_id)
    data = posted(request)
    return FirstForm(data, initial=initial, sheets=first.sheets, lists=lists, kinds=kinds)


def _posted(request: Request, found: SheetNew, form: FirstForm) -> HttpResponse | None:
    """Keep the columns; make the list where that was asked for and nothing changed since."""
    columns = {
        name.removeprefix("col-"): {
            "key": str(value)[:60],
            "kind": _kind(request.POST.get(f"type-{name.removeprefix('col-')}", "")),
        }
        for name, value in request.POST.items()
        if name.startswith("col-") and name.removeprefix("col-").isdecimal()
    }
    mapping = {**form.mapping(), "columns": _once(columns)}
    at_sheet = form.cleaned_data["sheet"]
    changed = listing.sheet_map(sheet=found, mapping=mapping, at_sheet=at_sheet, by=request.actor)
    if request.POST.get("act") != "apply":
        messages.success(request, _("已按新的对应重新读表。"))
        return redirect(found)
    first, seen = first_of(changed), request.POST.get("seen", "")
    try:
        if listing.is_long(first) and first.seen == seen:
            job = listing.sheet_list_later(
                sheet=changed, seen=seen, by=request.actor, at=request.at
            )
            messages.info(request, _("行数较多，已转入后台导入，完成后可以查看结果。"))
            return redirect("job", job.pk)
        lst = listing.sheet_list(sheet=changed, seen=seen, by=request.actor, at=request.at)
    except (Invalid, Refused) as why:
        messages.warning(request, message(why))
        return redirect(found)
    count = lst.items.count() if mapping["within"] else len(first.good)
    text = ngettext("清单里现有 %(n)s 项。", "清单里现有 %(n)s 项。", count)
    messages.success(request, text % {"n": count})
    _tell_left(request, first)
    return redirect("list", lst.pk)


def _tell_left(request: Request, first: First) -> None:
    """Name rows that were not brought in."""
    if left := [line.text or _row(line.number) for line in first.lines if line.fault]:
        told = ngettext("%(n)s 行没有导入：%(rows)s", "%(n)s 行没有导入：%(rows)s", len(left))
        rows = "、".join(text[:20] for text in left[:NAMED])
        messages.warning(request, told % {"n": len(left), "rows": rows})


def _row(number: int) -> str:
    return _("第 %(row)s 行") % {"row": number}


def _kind(word: str) -> str:
    return word if word in list(CellType) else ""


def _once(columns: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """A field is given to the first column that asks for it."""
    taken: set[str] = set()
    for told in columns.values():
        if told["key"] in taken:
            told["key"] = ""
        elif told["key"] != NEW:
            taken.add(told["key"])
    return columns


def _targets(found: SheetNew, first: First) -> list[tuple[str, str]]:
    """What a column may be, with its words."""
    words = usual_heads()
    named = [(key, words[key]) for key in heads()]
    within = within_of(found)
    if first.kind and (within or found.mapping.get("list_type")):
        own = [(OWN + column.key, column.head) for column in columns_of(first.kind)]
        return [("", _("不导入")), *named, *own]
    return [("", _("不导入")), *named, (NEW, _("新栏目"))]
