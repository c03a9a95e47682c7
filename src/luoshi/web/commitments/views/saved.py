"""A table as people want to have it: its columns, and what is kept under a name."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.web.commitments import actions
from luoshi.web.commitments.columns import columns_of
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters
from luoshi.web.commitments.models import CommitmentList, SavedView
from luoshi.web.commitments.queries import list_for
from luoshi.web.commitments.rules import can_change_list, can_change_view
from luoshi.web.commitments.saved import opened_view, view_for, views_of
from luoshi.web.commitments.table import USUAL, offered, shown
from luoshi.web.commitments.viewforms import ColumnsForm, ViewForm
from luoshi.web.http import Request, page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def of_list(request: Request, pk: int) -> HttpResponse:
    """The columns of one list, and the views of it."""
    return _table(request, list_for(request.actor, pk))


@form_view
def over_lists(request: Request) -> HttpResponse:
    """The columns of the table over all lists, and the views of it."""
    return _table(request, None)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """The table as it was saved."""
    return HttpResponseRedirect(_address(view_for(request.actor, pk)))


@form_view
def rename(request: Request, pk: int) -> HttpResponse:
    """Another name, shared or not."""
    view = view_for(request.actor, pk)
    can_change_view(request.actor, view).require()
    form = ViewForm(
        posted(request),
        shares=_shares(request, view.list),
        initial={"name": view.name, "shared": view.shared},
    )
    if form.is_valid():
        with refusals_on(form):
            actions.view_rename(view=view, **form.given, by=request.actor, at=request.at)
            messages.success(request, _("已保存。"))
            return redirect(_views_url(view.list))
    status = 422 if form.errors else 200
    return page(request, "commitments/views/rename.html", _about(view, form), status=status)


@form_view
def delete(request: Request, pk: int) -> HttpResponse:
    """Ask once."""
    view = view_for(request.actor, pk)
    can_change_view(request.actor, view).require()
    if request.method == "POST":
        actions.view_delete(view=view, by=request.actor, at=request.at)
        messages.success(request, _("视图“%(name)s”已删除。") % {"name": view.name})
        return redirect(_views_url(view.list))
    return page(request, "commitments/views/delete.html", _about(view))


def _table(request: Request, lst: CommitmentList | None) -> HttpResponse:
    filters = Filters.of(request.GET)
    own = columns_of(kind_of_list(lst)) if lst else []
    offer = offered(own, listed=lst is not None)
    chosen = shown(filters.columns, own, listed=lst is not None)
    data = posted(request)
    columns = ColumnsForm(data, offered=offer, chosen=chosen)
    view = opened_view(request.actor, lst, filters.view)
    first = {"name": view.name, "shared": view.shared} if view else {}
    saves = data is not None and "save" in data
    name = ViewForm(data if saves else None, shares=_shares(request, lst), initial=first)
    if columns.is_valid() and (not saves or name.is_valid()):
        keys = columns.columns
        wanted = replace(filters, columns=() if keys == USUAL else keys, view=None)
        if not saves:
            messages.success(request, _("已按所选栏目显示。保存为视图，下次可直接打开。"))
            return redirect(f"{_table_url(lst)}?{wanted.query()}")
        with refusals_on(name):
            saved = actions.view_save(
                lst=lst, **name.given, query=wanted.query(), by=request.actor, at=request.at
            )
            messages.success(request, _("视图“%(name)s”已保存。") % {"name": saved.name})
            return redirect(_address(saved))
    context = {
        "list": lst, "columns": columns, "form": name, "views": _views(request, lst, filters),
        "views_url": _views_url(lst), "table_url": f"{_table_url(lst)}?{filters.query()}",
        "query": filters.query(), "narrows": filters.narrows or filters.sort,
    }  # fmt: skip
    status = 422 if columns.errors or name.errors else 200
    return page(request, "commitments/views/views.html", context, part="menu", status=status)


def _views(
    request: Request, lst: CommitmentList | None, filters: Filters
) -> list[tuple[SavedView, str, bool, bool]]:
    """Each view with its address, whether it is open, whether the person changes it."""
    return [
        (view, _address(view), view.pk == filters.view, bool(can_change_view(request.actor, view)))
        for view in views_of(request.actor, lst)
    ]


def _about(view: SavedView, form: ViewForm | None = None) -> dict[str, object]:
    return {"view": view, "list": view.list, "form": form, "views_url": _views_url(view.list)}


def _shares(request: Request, lst: CommitmentList | None) -> bool:
    return lst is not None and bool(can_change_list(request.actor, lst))


def _table_url(lst: CommitmentList | None) -> str:
    return reverse("list", args=[lst.pk]) if lst else reverse("commitments")


def _views_url(lst: CommitmentList | None) -> str:
    return reverse("list-views", args=[lst.pk]) if lst else reverse("views")


def _address(view: SavedView) -> str:
    """The table with the view open."""
    mark = f"view={view.pk}"
    return f"{_table_url(view.list)}?{f'{view.query}&' if view.query else ''}{mark}"
