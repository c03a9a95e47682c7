"""The table of projects, one project with everything told of it, and changing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.projects import actions
from luoshi.web.projects.book import workbook
from luoshi.web.projects.chips import chips_of, heads_of
from luoshi.web.projects.forms import PlanForm, ProjectForm, SignForm
from luoshi.web.projects.projectpage import project_page
from luoshi.web.projects.queries.cohorts import open_cohorts
from luoshi.web.projects.queries.figures import sums_of
from luoshi.web.projects.queries.projects import (
    Filters,
    cohorts_visible_to,
    places_of,
    project_for,
    project_rows,
    tally,
)
from luoshi.web.projects.queries.thresholds import threshold_keys
from luoshi.web.projects.rows import row_of
from luoshi.web.projects.rules import can_keep_any_projects, can_keep_projects
from luoshi.web.projects.views.frame import act_page, form_view, today, workbook_answer
from luoshi.web.units.queries import units_of

ROWS = 50
MOST_ROWS = 20_000


@require_safe
def every(request: Request) -> HttpResponse:
    """Every project the person sees, searched, filtered, sorted."""
    on = today(request)
    filters = Filters.of(request.GET)
    found = Paginator(project_rows(request.actor, filters, on), ROWS).get_page(
        request.GET.get("page")
    )
    keys = threshold_keys()
    counts = tally(request.actor, on)
    context = {
        "filters": filters,
        "query": filters.query(),
        "page": found,
        "rows": [row_of(project, keys, on) for project in found],
        "total": counts.total,
        "chips": chips_of(filters, counts),
        "heads": heads_of(filters),
        "cohorts": cohorts_visible_to(request.actor, on),
        "districts": places_of(request.actor, on),
        "keeps": can_keep_any_projects(request.actor),
    }
    return page(request, "projects/projects.html", context, part="ledger")


@require_safe
def every_sheet(request: Request) -> HttpResponse:
    """The same in Excel."""
    on = today(request)
    rows = list(project_rows(request.actor, Filters.of(request.GET), on)[:MOST_ROWS])
    data = workbook(rows, threshold_keys(), sums_of(rows, on.year), on)
    return workbook_answer(data, f"projects-{on:%Y%m%d}")


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What the project is; said, did, achieved; investment by month; history."""
    on = today(request)
    project = project_for(request.actor, pk, on)
    return page(request, "projects/project.html", project_page(request.actor, project, on))


@form_view
def edit(request: Request, pk: int) -> HttpResponse:
    """Other values while the cohort is open; afterwards what is missing."""
    project = project_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, project.cohort.jurisdiction_id).require()
    form = ProjectForm(
        posted(request),
        units=list(units_of(project.cohort.jurisdiction_id)),
        fixed=project.cohort.is_fixed,
        initial=ProjectForm.initial_of(project),
    )
    if form.is_valid():
        with refusals_on(form):
            actions.project_edit(
                project=project, changes=form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已保存。"))
            return redirect(project)
    hint = _("批次已冻结：名称、责任单位和总投资只能在事项页按规定调整。")
    return act_page(
        request,
        form,
        _("修改项目"),
        project,
        hint=hint if project.cohort.is_fixed else "",
        wide=True,
    )


@form_view
def plan(request: Request, pk: int) -> HttpResponse:
    """The plan of a year."""
    project = project_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, project.cohort.jurisdiction_id).require()
    form = PlanForm(posted(request), initial={"year": today(request).year})
    if form.is_valid():
        with refusals_on(form):
            actions.year_plan_set(
                project=project, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已下达年度投资计划。"))
            return redirect(project)
    hint = _("同一年度再次下达的取代原来的，原来的保留在记录里。")
    return act_page(request, form, _("下达年度投资计划"), project, hint=hint)


@form_view
def sign(request: Request, pk: int) -> HttpResponse:
    """A project of the reserve joins a batch."""
    project = project_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, project.cohort.jurisdiction_id).require()
    form = SignForm(posted(request), cohorts=open_cohorts(project.cohort.jurisdiction_id))
    if form.is_valid():
        with refusals_on(form):
            actions.project_sign(
                project=project, **form.cleaned_data, by=request.actor, at=request.at
            )
            messages.success(request, _("已列入签约批次。"))
            return redirect(project)
    hint = _("签约后项目从“签约”起算；它在储备库清单里的位置保留。")
    return act_page(request, form, _("列入签约批次"), project, hint=hint)
