"""Cohorts: all of them, one, a new one; filled by hand or by a sheet, fixed, adjusted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.commitments.queries import WHOLE
from luoshi.web.http import Request, page
from luoshi.web.projects import actions
from luoshi.web.projects.forms import AdjustForm, CohortForm, ProjectForm, SheetForm
from luoshi.web.projects.queries.cohorts import (
    adjustments_of,
    cohort_counts,
    issues_of,
    kept_areas,
)
from luoshi.web.projects.queries.projects import cohort_for, cohorts_visible_to
from luoshi.web.projects.queries.sheets import lines_of_sheet, sheet_for, sheets_of
from luoshi.web.projects.queries.told import open_proposals
from luoshi.web.projects.rules import can_adjust, can_keep_any_projects, can_keep_projects
from luoshi.web.projects.terms import causes
from luoshi.web.projects.views.frame import act_page, form_view, today
from luoshi.web.units.queries import units_of


@require_safe
def cohorts(request: Request) -> HttpResponse:
    """Every cohort with what it holds."""
    on = today(request)
    seen = cohorts_visible_to(request.actor, on)
    context: dict[str, object] = {
        "cohorts": cohort_counts(request.actor, seen, on),
        "keeps": can_keep_any_projects(request.actor),
    }
    return page(request, "projects/cohorts.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """A new batch or the reserve."""
    can_keep_any_projects(request.actor).require()
    day = today(request)
    first = {"begins_on": day.replace(month=1, day=1), "ends_on": day.replace(month=12, day=31)}
    form = CohortForm(posted(request), areas=kept_areas(request.actor), initial=first)
    if form.is_valid():
        with refusals_on(form):
            made = actions.cohort_create(**form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, _("已建立批次。"))
            return redirect(made)
    context = {"form": form}
    status = 422 if form.errors else 200
    return page(request, "projects/cohort_new.html", context, part="form", status=status)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """How a cohort stands: what it holds, what is missing, what was decided of it."""
    on = today(request)
    cohort = cohort_for(request.actor, pk, on)
    keeps = can_keep_projects(request.actor, cohort.jurisdiction_id)
    context = {
        "cohort": cohort,
        "sees_list": request.actor.holds(*WHOLE, jurisdiction_id=cohort.jurisdiction_id),
        "counts": cohort_counts(request.actor, [cohort], on)[0],
        "keeps": keeps,
        "issues": issues_of(cohort) if keeps else None,
        "sheets": sheets_of(cohort) if keeps else [],
        "adjustments": adjustments_of(cohort),
        "proposals": open_proposals(cohort.pk) if cohort.is_fixed else [],
        "adjusts": can_adjust(request.actor, cohort),
        "causes": causes(),
        "year": on.year,
    }
    return page(request, "projects/cohort.html", context)


@form_view
def add(request: Request, pk: int) -> HttpResponse:
    """A project by hand."""
    cohort = cohort_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, cohort.jurisdiction_id).require()
    form = ProjectForm(posted(request), units=list(units_of(cohort.jurisdiction_id)))
    if form.is_valid():
        with refusals_on(form):
            made = actions.project_create(
                cohort=cohort, draft=form.draft(), by=request.actor, at=request.at
            )
            messages.success(request, _("已录入。"))
            return redirect(made)
    return act_page(request, form, _("录入项目"), cohort, wide=True)


@form_view
def upload(request: Request, pk: int) -> HttpResponse:
    """A sheet of projects, to be looked at before it is brought in."""
    cohort = cohort_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, cohort.jurisdiction_id).require()
    files = request.FILES if request.method == "POST" else None
    form = SheetForm(posted(request), files)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            sheet = actions.sheet_take(
                cohort=cohort, name=file.name, data=file.read(), by=request.actor, at=request.at
            )
            messages.info(request, _("表已读出，请逐行看清后导入。"))
            return redirect("project-sheet", sheet.pk)
    hint = _("先预览，逐行看清再导入。投资没有写明亿元还是万元的行不会导入。")
    return act_page(request, form, _("导入项目表"), cohort, files=True, hint=hint)


@form_view
def sheet(request: Request, pk: int) -> HttpResponse:
    """The lines of a sheet with what is wrong and odd; the chosen ones are brought in."""
    found = sheet_for(request.actor, pk)
    if request.method == "POST":
        keys = request.POST.getlist("line")
        made = actions.sheet_apply(sheet=found, keys=keys, by=request.actor, at=request.at)
        text = ngettext("已导入 %(n)s 个项目。", "已导入 %(n)s 个项目。", len(made))
        messages.success(request, text % {"n": len(made)})
        return redirect(found.cohort)
    lines = lines_of_sheet(found)
    context = {
        "sheet": found,
        "cohort": found.cohort,
        "lines": lines,
        "good": sum(line.draft is not None for line in lines),
        "faulty": sum(line.draft is None for line in lines),
        "odd": sum(bool(line.warnings) for line in lines),
    }
    return page(request, "projects/sheet.html", context)


@form_view
def freeze(request: Request, pk: int) -> HttpResponse:
    """Ask once, then fix the cohort."""
    cohort = cohort_for(request.actor, pk, today(request))
    can_keep_projects(request.actor, cohort.jurisdiction_id).require()
    if request.method == "POST":
        actions.cohort_freeze(cohort=cohort, by=request.actor, at=request.at)
        messages.success(request, _("批次已冻结。"))
        return redirect(cohort)
    context = {"cohort": cohort, "issues": issues_of(cohort), "count": cohort.projects.count()}
    return page(request, "projects/freeze.html", context)


@form_view
def adjust(request: Request, pk: int) -> HttpResponse:
    """The one decision of a year about what is moved out."""
    cohort = cohort_for(request.actor, pk, today(request))
    can_adjust(request.actor, cohort).require()
    form = AdjustForm(posted(request), proposals=open_proposals(cohort.pk))
    if form.is_valid():
        with refusals_on(form):
            actions.adjustment_decide(
                cohort=cohort,
                document=form.cleaned_data["document"],
                verdicts=form.verdicts(),
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("已审定。"))
            return redirect(cohort)
    context = {"form": form, "cohort": cohort, "causes": causes(), "year": today(request).year}
    status = 422 if form.errors else 200
    return page(request, "projects/adjust.html", context, part="form", status=status)
