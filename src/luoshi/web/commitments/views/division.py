"""Dividing a commitment: the sheet with its check, dispatching the parts, the cascade."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.errors import Invalid, Refused
from luoshi.web.commitments import actions
from luoshi.web.commitments.division.helps import HELPS, add_pasted
from luoshi.web.commitments.division.page import (
    Parts,
    checked,
    merged,
    parts_now,
    settled_rows,
    sheet_for,
)
from luoshi.web.commitments.division.parents import parents_for
from luoshi.web.commitments.division.sheet import Sheet
from luoshi.web.commitments.division.tree import tree_of
from luoshi.web.commitments.forms import ParentForm, PlaceForm, posted, refusals_on
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.commitments.queries import commitment_for, lists_for_parts, parts_to_list
from luoshi.web.commitments.rules import can_change, can_dispatch, can_divide
from luoshi.web.commitments.unfilled import lacking_note
from luoshi.web.commitments.wording import target_text
from luoshi.web.http import Request, page
from luoshi.web.messages import message

form_view = require_http_methods(["GET", "HEAD", "POST"])
LONGEST_PASTE = 60_000


@form_view
def divide(request: Request, pk: int) -> HttpResponse:
    """The rows, filled by hand, by pasting or by a help; saved all together or not at all."""
    whole = commitment_for(request.actor, pk)
    can_divide(request.actor, whole).require()
    parts = parts_now(whole)
    data = request.POST if request.method == "POST" else None
    sheet = sheet_for(request.actor, whole, parts, data)
    seen = request.POST.get("seen", parts.stamp)
    context: dict[str, object] = {"whole": whole, "sheet": sheet, "parts": parts, "seen": seen}
    do = request.POST.get("do", "save") if data is not None else ""
    if do == "save":
        if saved := _saved(request, sheet, parts, context):
            return saved
    elif do:
        context["said"] = _helped(request, sheet, do)
    status = int(str(context.pop("status", 200)))
    return page(request, "commitments/division/divide.html", _shown(context), status=status)


def _shown(context: dict[str, object]) -> Mapping[str, object]:
    sheet = context["sheet"]
    assert isinstance(sheet, Sheet)
    return context | {
        "check": checked(sheet),
        "settled": settled_rows(sheet),
        "target": target_text(sheet.whole),
    }


def _helped(request: Request, sheet: Sheet, do: str) -> str:
    """What the button did, in words; the rows are filled and nothing is saved."""
    said = ""
    if do == "paste":
        said = add_pasted(sheet, request.POST.get("pasted", "")[:LONGEST_PASTE])
    elif help_with := HELPS.get(do):
        said = help_with(sheet)
    sheet.bind()
    return said


def _saved(
    request: Request, sheet: Sheet, parts: Parts, context: dict[str, object]
) -> HttpResponse | None:
    """The answer after saving; else what was wrong is in the context, everything typed kept."""
    if not sheet.is_valid():
        context |= {"fault": _("没有保存：请改正标红的格子。"), "status": 422}
        return None
    try:
        saved = actions.parts_save(
            whole=sheet.whole,
            division=sheet.division(),
            by=request.actor,
            at=request.at,
            seen=request.POST.get("seen"),
        )
    except (Invalid, Refused) as refusal:
        if refusal.code == "parts-changed":
            _clash(sheet, parts, context)
        else:
            _fault(sheet, refusal, context)
        return None
    messages.success(
        request,
        ngettext("已保存 %(n)s 个分解事项。", "已保存 %(n)s 个分解事项。", len(saved))
        % {"n": len(saved)},
    )
    return redirect("commitment-divide", sheet.whole.pk)


def _clash(sheet: Sheet, parts: Parts, context: dict[str, object]) -> None:
    """Others were quicker: what they changed above, the own text in the cells."""
    sheet.rows, changes = merged(sheet, str(context["seen"]), parts)
    sheet.bind()
    context |= {"changes": changes, "seen": parts.stamp, "status": 409}


def _fault(sheet: Sheet, refusal: Invalid | Refused, context: dict[str, object]) -> None:
    row, name = refusal.params.get("row"), str(refusal.params.get("field", ""))
    told = message(refusal)
    if isinstance(row, int) and row < len(sheet.forms):
        form = sheet.forms[row]
        form.add_error(name if name in form.fields else None, told)
        told = _("没有保存：请改正标红的格子。")
    context |= {"fault": told, "status": 422}


@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """The sum check of what is typed, while it is typed."""
    whole = commitment_for(request.actor, pk)
    can_divide(request.actor, whole).require()
    sheet = sheet_for(request.actor, whole, parts_now(whole), request.POST)
    return page(request, "commitments/division/check.html", {"check": checked(sheet)})


@form_view
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Ask once, naming every unit, then send the drafts that the person may send."""
    whole = commitment_for(request.actor, pk)
    can_divide(request.actor, whole).require()
    drafts = _sendable(request, whole)
    if request.method == "POST":
        sent = actions.commitment_dispatch(commitments=drafts, by=request.actor, at=request.at)
        messages.success(
            request,
            ngettext("已交办 %(n)s 项。", "已交办 %(n)s 项。", len(sent)) % {"n": len(sent)},
        )
        return redirect(whole)
    units: dict[str, list[Commitment]] = {}
    for part in drafts:
        units.setdefault(str(part.lead_unit or ""), []).append(part)
    context = {"commitment": whole, "units": units, "count": len(drafts), "verb": "dispatch"}
    return page(request, "commitments/confirm.html", context)


def _sendable(request: Request, whole: Commitment) -> list[Commitment]:
    drafts = parts_now(whole).drafts
    for part in drafts:
        part.parent = whole
    return [part for part in drafts if can_dispatch(request.actor, part)]


@form_view
def list_parts(request: Request, pk: int) -> HttpResponse:
    """All parts that no list holds into one list, in one act."""
    whole = commitment_for(request.actor, pk)
    can_change(request.actor, whole).require()
    parts = list(parts_to_list(whole).select_related("lead_unit"))
    lists = lists_for_parts(request.actor, whole)
    form = PlaceForm(posted(request), lists=lists)
    if parts and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            made = actions.parts_list_in(whole=whole, **given, by=request.actor, at=request.at)
            messages.success(request, _listed(len(made), given["within"]))
            if lacks := lacking_note(given["within"], {}):
                messages.warning(request, lacks)
            return redirect(whole)
    context = {
        "form": form, "commitment": whole, "parts": parts, "listless": not lists.exists()
    }  # fmt: skip
    status = 422 if form.errors else 200
    return page(request, "commitments/division/list_parts.html", context, status=status)


def _listed(count: int, within: CommitmentList) -> str:
    told = ngettext(
        "已把 %(n)s 个分解事项列入“%(list)s”。", "已把 %(n)s 个分解事项列入“%(list)s”。", count
    )
    return told % {"n": count, "list": within}


@require_safe
def tree(request: Request, pk: int) -> HttpResponse:
    """From the topmost commitment the person sees down to the lowest part."""
    commitment = commitment_for(request.actor, pk)
    context = {"commitment": commitment, "tree": tree_of(request.actor, commitment)}
    return page(request, "commitments/division/tree.html", context)


@form_view
def parent(request: Request, pk: int) -> HttpResponse:
    """What this is a part of: looked for by words, chosen, or taken away."""
    commitment = commitment_for(request.actor, pk)
    can_change(request.actor, commitment).require()
    sought = request.GET.get("q", "").strip()[:60]
    offered = parents_for(request.actor, commitment, sought)
    first = {"parent": commitment.parent_id or ""}
    form = ParentForm(posted(request), offered=offered, initial=first)
    if form.is_valid():
        with refusals_on(form):
            chosen = form.cleaned_data["parent"]
            above = commitment_for(request.actor, int(chosen)) if chosen else None
            actions.parent_set(commitment=commitment, parent=above, by=request.actor, at=request.at)
            messages.success(request, _("已挂到上级事项。") if above else _("现在没有上级事项。"))
            return redirect(commitment)
    context = {"commitment": commitment, "form": form, "sought": sought, "offered": offered}
    status = 422 if form.errors else 200
    return page(request, "commitments/division/parent.html", context, status=status)
