"""Choosing curve and light rule, with a preview, for one commitment or for a list."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from luoshi.web.commitments.actions.entries import CHANGING, is_frozen
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.lights import rule_name, rule_text
from luoshi.web.commitments.models import CommitmentList
from luoshi.web.commitments.queries import commitment_for, list_for
from luoshi.web.commitments.rules import can_change, can_change_list
from luoshi.web.http import Request, page
from luoshi.web.pace import actions
from luoshi.web.pace.forms import ListCurveForm, ListLightForm, PaceForm
from luoshi.web.pace.preview import preview_of
from luoshi.web.pace.queries import MOST, rows_of, rule_of, rule_of_kind, rule_of_list
from luoshi.web.pace.words import curve_name, curve_text

KEY = re.compile(r"[0-9]{1,9}").fullmatch
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def commitment(request: Request, pk: int) -> HttpResponse:
    """The curve and the rule of one commitment; choosing others before its list is frozen."""
    found = commitment_for(request.actor, pk)
    changes = can_change(request.actor, found)
    fixed = is_frozen(found) or found.state not in CHANGING
    now = {"curve": found.curve, "light_rule": found.light_rule}
    looks = {name: request.POST.get(name, value) for name, value in now.items()}
    form = PaceForm(posted(request), initial=looks)
    if request.method == "POST":
        changes.require()
    if form.is_valid() and "look" not in request.POST:
        with refusals_on(form):
            told = form.cleaned_data
            actions.pace_choose(commitment=found, **told, by=request.actor, at=request.at)
            messages.success(request, _("计划曲线和亮灯规则已保存。"))
            return redirect(found)
    rule = looks["light_rule"] or rule_of(found)
    context = {
        "commitment": found,
        "form": form,
        "changes": changes and not fixed,
        "fixed": fixed,
        "preview": preview_of(found, looks["curve"], rule, timezone.localdate(request.at)),
        "looks": looks,
        "now": curve_name(found.curve),
        "curve_text": curve_text(looks["curve"]),
    }
    status = 422 if form.errors else 200
    return page(request, "pace/commitment.html", context, status=status)


@form_view
def whole_list(request: Request, pk: int) -> HttpResponse:
    """The light rule of a list, and one curve for several of its rows."""
    lst = list_for(request.actor, pk)
    changes = can_change_list(request.actor, lst)
    kind = rule_of_kind(lst)
    wants_rule = bool({"rule", "look"} & set(request.POST))
    rule_form = ListLightForm(
        request.POST if wants_rule else None,
        kind=rule_name(kind),
        initial={"light_rule": lst.light_rule},
    )
    curve_form = ListCurveForm(request.POST if "curve_rows" in request.POST else None)
    if request.method == "POST":
        changes.require()
        if "look" not in request.POST and (told := _saved(request, lst, rule_form, curve_form)):
            messages.success(request, told)
            return redirect("list-pace", pk)
    looks = request.POST.get("light_rule", lst.light_rule) or kind
    context = {
        "list": lst,
        "changes": changes and not lst.frozen_at,
        "rule_form": rule_form,
        "curve_form": curve_form,
        "rule": rule_name(rule_of_list(lst)),
        "rule_text": rule_text(rule_of_list(lst)),
        "looks": rule_name(looks),
        "looks_text": rule_text(looks),
        "rows": [(row, curve_name(row.curve)) for row in rows_of(request.actor, lst)],
    }
    status = 422 if rule_form.errors or curve_form.errors else 200
    return page(request, "pace/list.html", context, status=status)


def _saved(request: Request, lst: CommitmentList, rule: ListLightForm, curve: ListCurveForm) -> str:
    """What was done; empty where it was refused."""
    by, at = request.actor, request.at
    if rule.is_valid():
        with refusals_on(rule):
            chosen = rule.cleaned_data["light_rule"]
            actions.list_light_choose(lst=lst, light_rule=chosen, by=by, at=at)
            return _("清单的亮灯规则已保存。")
    if curve.is_valid():
        rows = [int(each) for each in request.POST.getlist("rows")[:MOST] if KEY(each)]
        with refusals_on(curve):
            shape = curve.cleaned_data["curve"]
            done = actions.list_curve_choose(lst=lst, commitments=rows, curve=shape, by=by, at=at)
            return ngettext("%(n)s 项已改用这条曲线。", "%(n)s 项已改用这条曲线。", done) % {
                "n": done
            }
    return ""
