"""The investment of one month, for all one's projects on one page."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.core.projects.investment import month_end
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.projects import actions
from luoshi.web.projects.forms import MonthForm, month_in
from luoshi.web.projects.models import Claim, Cohort
from luoshi.web.projects.queries.cohorts import cohorts_in
from luoshi.web.projects.queries.told import amounts_of, countable, fillable
from luoshi.web.projects.views.frame import form_view, today

MOST = 500
"""Projects on one page; a form may send 2,000 fields."""


@form_view
def months(request: Request) -> HttpResponse:
    """A contact says, a verifier counts: every project of the month, all of it at once."""
    on = today(request)
    month = month_in(request.GET.get("month", ""), on)
    counts = request.GET.get("claim") == Claim.ACHIEVED or not request.actor.holds("contact")
    every = (countable if counts else fillable)(request.actor, month, on)
    cohorts = cohorts_in(every)
    chosen = next((each for each in cohorts if str(each.pk) == request.GET.get("cohort")), None)
    found = list((every.filter(cohort=chosen) if chosen else every)[:MOST])
    claim = Claim.ACHIEVED if counts else Claim.SAID
    known = amounts_of(found, month, claim)
    form = MonthForm(posted(request), projects=found, known=known, sourced=counts)
    if form.is_valid():
        with refusals_on(form):
            made = _kept(request, month, form, counts=counts)
            text = ngettext("已记录 %(n)s 个项目。", "已记录 %(n)s 个项目。", made)
            messages.success(request, text % {"n": made})
            return redirect(f"{reverse('projects-months')}?{request.GET.urlencode()}")
    both = request.actor.holds("contact") and request.actor.holds("verifier")
    context = {
        "form": form,
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": _after(month, on),
        "counts": counts,
        "cohorts": cohorts,
        "chosen": chosen,
        "cut": len(found) == MOST,
        "kept": _kept_query(chosen, counted=both and counts),
        "both": both,
        "title": _("录入统计投资") if counts else _("填报完成投资"),
    }
    status = 422 if form.errors else 200
    return page(request, "projects/months.html", context, part="form", status=status)


def _kept(request: Request, month: date, form: MonthForm, *, counts: bool) -> int:
    by, at, amounts = request.actor, request.at, form.amounts()
    if counts:
        source = form.cleaned_data["source"]
        made = actions.investments_count(month=month, amounts=amounts, source=source, by=by, at=at)
    else:
        made = actions.investments_tell(month=month, amounts=amounts, by=by, at=at)
    return len(made)


def _kept_query(chosen: Cohort | None, *, counted: bool) -> str:
    """What the links to other months carry along."""
    values = {"cohort": chosen.pk if chosen else "", "claim": Claim.ACHIEVED if counted else ""}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"&{query}" if query else ""


def _after(month: date, on: date) -> date | None:
    following = month_end(month.year, month.month) + timedelta(days=1)
    return following if following <= on else None
