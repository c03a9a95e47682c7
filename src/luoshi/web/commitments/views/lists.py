"""Lists: all of them, one, a new one, and what is done to a whole list."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.web.commitments import actions
from luoshi.web.commitments.acts import require_open, to_accept, to_dispatch, waiting_count
from luoshi.web.commitments.columns import columns_of
from luoshi.web.commitments.division.listcheck import check_of_list, kept_check
from luoshi.web.commitments.forms import (
    CommitmentForm,
    FreezeForm,
    ItemForm,
    ListForm,
    posted,
    refusals_on,
)
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.commitments.ledger import Filters, lists_with_counts, tally
from luoshi.web.commitments.models import Commitment, CommitmentList, ListType
from luoshi.web.commitments.queries import (
    item_for,
    kept_jurisdictions,
    list_for,
    list_types_for,
    lists_visible_to,
    review_of,
)
from luoshi.web.commitments.rules import can_change_list, can_create_lists
from luoshi.web.commitments.unfilled import lacking_rows, unfilled, unfilled_count
from luoshi.web.commitments.views.ledger import ledger, sheet
from luoshi.web.exchange.rules import can_bring_back
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of

form_view = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 50


@require_safe
def lists(request: Request) -> HttpResponse:
    """The lists, newest period first, with their lights and states."""
    found = Paginator(lists_visible_to(request.actor), ROWS).get_page(request.GET.get("page"))
    context: dict[str, object] = {
        "page": found,
        "lists": lists_with_counts(request.actor, found),
        "query": "",
        "creates": can_create_lists(request.actor),
    }
    return page(request, "commitments/lists.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """How a list stands."""
    lst = list_for(request.actor, pk)
    counts = tally(request.actor, lst, frozen=Filters.of(request.GET).is_frozen)
    changes = can_change_list(request.actor, lst)
    brings_back = can_bring_back(request.actor, lst)
    context = ledger(request, counts, lst) | {
        "changes": changes,
        "brings_back": brings_back,
        "drafts": counts.states["draft"] if changes else 0,
        "waiting": waiting_count(request.actor, lst),
        "checks": bool(changes) and bool(kind_of_list(lst).areas),
        "lacking": _lacking(lst) if changes else 0,
    }
    if brings_back and not Filters.of(request.GET).columns:
        context["sheet_url"] = reverse("list-excel-out", args=[lst.pk])
    return page(request, "commitments/list.html", context, part="ledger")


def _lacking(lst: CommitmentList) -> int:
    """How many rows have still to be completed; nothing more is asked for once it is frozen."""
    return 0 if lst.frozen_at else unfilled_count(lst)


@require_safe
def to_complete(request: Request, pk: int) -> HttpResponse:
    """The rows that lack what the kind of list requires, each with its missing columns."""
    lst = list_for(request.actor, pk)
    can_change_list(request.actor, lst).require()
    require_open(lst)
    places = unfilled(lst).select_related("commitment__lead_unit")
    found = Paginator(places, ROWS).get_page(request.GET.get("page"))
    context = {"list": lst, "page": found, "rows": lacking_rows(lst, found), "query": ""}
    return page(request, "commitments/to_complete.html", context)


@require_safe
def list_sheet(request: Request, pk: int) -> HttpResponse:
    """One list in Excel."""
    return sheet(request, list_for(request.actor, pk))


@form_view
def new(request: Request) -> HttpResponse:
    """A new list."""
    can_create_lists(request.actor).require()
    kinds = list_types_for(request.actor)
    form = ListForm(posted(request), kinds=kinds, initial=_this_year(request, kinds))
    if form.is_valid():
        kind = form.cleaned_data["list_type"]
        with refusals_on(form):
            made = actions.list_create(
                jurisdiction=kind.jurisdiction,
                **form.cleaned_data,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("清单已建好，可以录入事项，或从来源文件确认承诺。"))
            return redirect("list", made.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "has_kinds": kinds.exists()}
    return page(request, "commitments/list_new.html", context, part="form", status=status)


def _this_year(request: Request, kinds: QuerySet[ListType]) -> dict[str, object]:
    """What a new list is, unless somebody says otherwise: of this year, of the only kind."""
    year = timezone.localdate(request.at).year
    first = list(kinds[:2])
    return {
        "title": _("%(year)s年度重点任务清单") % {"year": year},
        "list_type": first[0] if len(first) == 1 else None,
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
    }


@require_POST
def load_types(request: Request) -> HttpResponse:
    """The kinds of lists of the presets, where they are missing."""
    can_create_lists(request.actor).require()
    for area in kept_jurisdictions(request.actor):
        actions.list_types_from_presets(jurisdiction=area, by=request.actor, at=request.at)
    messages.success(request, _("已载入预设的清单类型。"))
    return redirect("list-new")


@form_view
def add(request: Request, pk: int) -> HttpResponse:
    """A commitment by hand, at the end of the list; a batch of projects takes none."""
    lst = list_for(request.actor, pk)
    can_change_list(request.actor, lst).require()
    actions.require_open(lst)
    actions.require_no_batch(lst)
    first = {"starts_on": lst.period_start, "due_on": lst.period_end}
    units = list(units_of(lst.jurisdiction_id))
    form = CommitmentForm(posted(request), units=units, initial=first)
    item = ItemForm(posted(request), prefix="item", columns=columns_of(kind_of_list(lst)))
    if form.is_valid() & item.is_valid():
        with refusals_on(form):
            made = actions.commitment_create(
                within=lst, draft=form.draft(item), by=request.actor, at=request.at
            )
            messages.success(request, _("已列入清单。"))
            return redirect("list-add", pk) if "again" in request.POST else redirect(made)
    status = 422 if form.errors or item.errors else 200
    context = {"form": form, "item": item, "list": lst}
    return page(request, "commitments/edit.html", context, part="form", status=status)


@form_view
def item(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Weight and columns of one commitment in this list."""
    place = item_for(request.actor, pk, item_pk)
    can_change_list(request.actor, place.list).require()
    columns = columns_of(kind_of_list(place.list))
    form = ItemForm(posted(request), columns=columns, initial=ItemForm.initial_of(place))
    if form.is_valid():
        with refusals_on(form):
            actions.item_edit(
                item=place,
                weight=form.cleaned_data["weight"],
                extra=form.extra,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("权重和栏目已保存。"))
            if "complete" in request.GET:
                return redirect("list-complete", pk)
            return redirect(place.commitment)
    context = {"form": form, "commitment": place.commitment, "title": place.list.title}
    status = 422 if form.errors else 200
    return page(request, "commitments/act.html", context, part="form", status=status)


@form_view
def freeze(request: Request, pk: int) -> HttpResponse:
    """Ask once, with what the check still says; then freeze."""
    lst = list_for(request.actor, pk)
    can_change_list(request.actor, lst).require()
    require_open(lst)
    check = check_of_list(lst)
    first = {"seen": check.digest}
    form = FreezeForm(posted(request), flags=check.count, initial=first)
    if form.is_valid():
        with refusals_on(form):
            actions.list_freeze(
                lst=lst,
                reason=form.cleaned_data.get("reason", ""),
                seen=form.cleaned_data["seen"] if "seen" in request.POST else None,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("清单已冻结。"))
            return redirect("list", pk)
    status = 422 if form.errors else 200
    if form.errors:
        form.data = {**request.POST.dict(), **first}
    context = {"list": lst, "count": lst.items.count(), "check": check, "form": form}
    context["lacking"] = _lacking(lst)
    return page(request, "commitments/freeze.html", context, status=status)


@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    """What to look at before freezing; of a frozen list what was seen then, and the reason."""
    lst = list_for(request.actor, pk)
    can_change_list(request.actor, lst).require()
    review = review_of(lst)
    told = kept_check(lst, review.flags) if review else check_of_list(lst)
    context = {"list": lst, "check": told, "review": review, "lacking": _lacking(lst)}
    return page(request, "commitments/division/listcheck.html", context)


@form_view
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Ask once, naming every unit, then dispatch all drafts of the list."""
    lst = list_for(request.actor, pk)
    can_change_list(request.actor, lst).require()
    drafts = to_dispatch(request.actor, lst)
    if request.method == "POST":
        sent = actions.commitment_dispatch(commitments=drafts, by=request.actor, at=request.at)
        messages.success(
            request,
            ngettext("已交办 %(n)s 项。", "已交办 %(n)s 项。", len(sent)) % {"n": len(sent)},
        )
        return redirect("list", pk)
    return page(request, "commitments/confirm.html", _confirm(lst, drafts, "dispatch"))


@form_view
def accept(request: Request, pk: int) -> HttpResponse:
    """Ask once, naming every commitment, then accept all that wait for this person."""
    lst = list_for(request.actor, pk)
    waiting = to_accept(request.actor, lst)
    if request.method == "POST":
        taken = actions.commitments_accept(commitments=waiting, by=request.actor, at=request.at)
        messages.success(
            request,
            ngettext("已签收 %(n)s 项。", "已签收 %(n)s 项。", len(taken)) % {"n": len(taken)},
        )
        return redirect("list", pk)
    return page(request, "commitments/confirm.html", _confirm(lst, waiting, "accept"))


def _confirm(lst: CommitmentList, commitments: list[Commitment], verb: str) -> dict[str, object]:
    units: dict[str, list[Commitment]] = {}
    for commitment in commitments:
        units.setdefault(str(commitment.lead_unit or ""), []).append(commitment)
    return {"list": lst, "units": units, "count": len(commitments), "verb": verb}
