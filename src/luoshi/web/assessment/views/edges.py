"""The tie at the edge of a quota: who takes the seats left."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.core.errors import Invalid
from luoshi.web.assessment.actions import edge_decide
from luoshi.web.assessment.awards import award_of
from luoshi.web.assessment.forms import EdgeForm
from luoshi.web.assessment.queries import quota_for, unit_names
from luoshi.web.assessment.rules import can_decide_edge
from luoshi.web.http import Request, page
from luoshi.web.messages import message


@require_http_methods(["GET", "HEAD", "POST"])
def edge(request: Request, pk: int, quota_pk: int) -> HttpResponse:
    """A named person decides once, with a reason."""
    quota = quota_for(request.actor, pk, quota_pk)
    can_decide_edge(request.actor, quota.run).require()
    names = unit_names(quota.run)
    units = [(code, names[code]) for code in quota.edge]
    form = EdgeForm(request.POST or None, units=units)
    if form.is_valid():
        try:
            edge_decide(quota=quota, by=request.actor, at=request.at, **form.cleaned_data)
            messages.success(request, _("已决定，记在考核轮上。"))
            return redirect("run", pk)
        except Invalid as refusal:
            named = str(refusal.params.get("field"))
            form.add_error(named if named in form.fields else None, message(refusal))
            form.mark()
    context = {"run": quota.run, "award": award_of(quota, names), "form": form}
    status = 422 if form.errors else 200
    return page(request, "assessment/edge.html", context, part="form", status=status)
