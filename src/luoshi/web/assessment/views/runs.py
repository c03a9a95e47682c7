"""Runs: ordered, ranked, checked, taken on; and one unit's trace."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.errors import Invalid
from luoshi.web.assessment import words
from luoshi.web.assessment.actions import run_finalise, run_order
from luoshi.web.assessment.awards import awards_of, proofs_of, vetoes_of
from luoshi.web.assessment.book import workbook
from luoshi.web.assessment.folding import folded
from luoshi.web.assessment.forms import RunForm
from luoshi.web.assessment.holds import hold_of
from luoshi.web.assessment.parsed import rules_of
from luoshi.web.assessment.queries import (
    dressed,
    lists_for_runs,
    lists_running,
    run_for,
    runs_for,
    score_for,
    versions_to_run,
)
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.assessment.rules import (
    can_decide_edge,
    can_finalise,
    can_see_ranking,
    can_write_any_scheme,
)
from luoshi.web.assessment.standing import names_of_places, points_words, rank_words, tables_of
from luoshi.web.assessment.trace import steps_of, total_of
from luoshi.web.assessment.whatif import whatif_of
from luoshi.web.delivery.periods import year_so_far
from luoshi.web.http import Request, page
from luoshi.web.messages import message
from luoshi.web.objections.queries import objects_to, replaced, standing_of
from luoshi.web.publishing.rules import can_draft

form_view = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST = ("title", "version", "period_start", "period_end", "known_at", "against")


@require_safe
def runs(request: Request) -> HttpResponse:
    """Every run the person sees."""
    found = Paginator(runs_for(request.actor), ROWS).get_page(request.GET.get("page"))
    after = replaced([run.pk for run in found])
    rows = [(run, bool(can_see_ranking(request.actor, run)), after.get(run.pk)) for run in found]
    dressed(score for run in found for score in run.mine)  # type: ignore[attr-defined]
    context = {"rows": rows, "page": found, "computes": can_write_any_scheme(request.actor)}
    return page(request, "assessment/runs.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """Order a run; a worker computes it, and its progress can be left and found again."""
    can_write_any_scheme(request.actor).require()
    versions, lists = versions_to_run(request.actor), lists_for_runs(request.actor)
    first = _so_far(request)
    first |= {name: request.GET[name] for name in FIRST if name in request.GET}
    form = RunForm(request.POST or None, versions=versions, lists=lists, initial=first)
    if form.is_valid():
        try:
            job = run_order(plan=form.plan(request.at), by=request.actor, at=request.at)
            return redirect("job", job.pk)
        except Invalid as refusal:
            named = str(refusal.params.get("field"))
            form.add_error(named if named in form.fields else None, message(refusal))
            form.mark()
    context = {"form": form, "ready": versions.exists() and lists.exists()}
    status = 422 if form.errors else 200
    return page(request, "assessment/run_new.html", context, part="form", status=status)


def _so_far(request: Request) -> dict[str, object]:
    """What a run is over, unless somebody says otherwise: the year so far, the lists that ran."""
    span = year_so_far(timezone.localdate(request.at))
    return {
        "title": _("%(period)s考核") % {"period": span.title},
        "period_start": span.start,
        "period_end": span.end,
        "lists": lists_running(request.actor, span.end),
    }


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """The ranking: one table a group."""
    run = run_for(request.actor, pk)
    tables = tables_of(run)
    context = {
        "run": run,
        "rules": rules_of(run.version),
        "tables": tables,
        "awards": awards_of(run, names_of_places(tables)),
        "decides": can_decide_edge(request.actor, run),
        "lists": run.lists.all(),
        "finalises": can_finalise(request.actor, run),
        "drafts": can_draft(request.actor, run),
        "standing": standing_of(run),
    }
    return page(request, "assessment/run.html", context)


@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    """Compute it again and say whether the bytes are the same; nothing is written."""
    run = run_for(request.actor, pk)
    again = recomputed(run)
    context = {
        "run": run,
        "again": again,
        "parts": [(words.PARTS[part.name], part) for part in again.parts],
    }
    return page(request, "assessment/check.html", context, part="check")


@form_view
def finalise(request: Request, pk: int) -> HttpResponse:
    """Ask once, then take the result on; or say what holds it back."""
    run = run_for(request.actor, pk)
    can_finalise(request.actor, run).require()
    if request.method == "POST":
        run_finalise(run=run, by=request.actor, at=request.at)
        messages.success(request, _("已定稿，各单位现在可以查看排名。"))
        return redirect("run", pk)
    hold = hold_of(run, timezone.localdate(request.at))
    context = {"run": run, "tables": tables_of(run), "hold": message(hold) if hold else ""}
    return page(request, "assessment/finalise.html", context)


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The ranking in Excel, every node a column."""
    run = run_for(request.actor, pk)
    response = HttpResponse(workbook(run), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="run-{run.pk}.xlsx"'
    return response


@require_safe
def trace(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """One unit's number, down to report, evidence and verification."""
    score = score_for(request.actor, pk, unit_pk)
    run = score.run
    nodes = list(score.nodes.all())
    shown = folded(nodes, request.GET.get("part", ""), whole="all" in request.GET)
    steps = steps_of(score, request.actor, shown.nodes)
    rules = rules_of(run.version)
    ranking = can_see_ranking(request.actor, run)
    context = {
        "run": run,
        "score": score,
        "group": rules.group(score.group),
        "points": points_words(rules, score),
        "rank": rank_words(score),
        "total": total_of(steps),
        "steps": [(step, shown.hidden.get(step.path, 0)) for step in steps[1:]],
        "lines": shown.total if shown.hidden else 0,
        "vetoes": vetoes_of(rules, [score], proofs_of(score)),
        "objects": objects_to(request.actor, score, timezone.localdate(request.at)),
        "whatif": whatif_of(rules, score, nodes, ranked=bool(ranking)),
        "ranking": ranking,
    }
    return page(request, "assessment/trace.html", context)
