"""Who speaks, and by which rules they are marked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.errors import Invalid
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.forms import ContendersForm, RulesForm, UnitsForm
from luoshi.web.appraisal.models import Session
from luoshi.web.appraisal.page import readable, template_name
from luoshi.web.appraisal.queries import contenders_of, may_contend, session_for
from luoshi.web.appraisal.rulesheet import sheet_of
from luoshi.web.appraisal.views.frame import fixed_page, form_view, session_run
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page


@form_view
def contenders(request: Request, pk: int) -> HttpResponse:
    """Add units, change groups and minutes, take somebody out: while it is prepared."""
    session = session_run(request, pk)
    if fixed := fixed_page(request, session, _("评议对象")):
        return fixed
    adds = "units" in request.POST or "add" in request.POST
    rows = contenders_of(session)
    sent = posted(request)
    adding = UnitsForm(sent if adds else None, units=may_contend(session))
    keeping = ContendersForm(None if adds else sent, contenders=rows)
    form = adding if adds else keeping
    if form.is_valid():
        with refusals_on(form):
            _changed(request, session, adding if adds else None, keeping)
            messages.success(request, _("评议对象已保存。"))
            return redirect("session-contenders", pk)
    context = {"session": session, "adding": adding, "keeping": keeping, "rows": keeping.rows()}
    status = 422 if adding.errors or keeping.errors else 200
    return page(request, "appraisal/contenders.html", context, status=status)


def _changed(
    request: Request, session: Session, adding: UnitsForm | None, keeping: ContendersForm
) -> None:
    told: dict[str, Any] = {"session": session, "by": request.actor, "at": request.at}
    if adding is None:
        actions.contenders_set(kept=keeping.kept(), **told)
    else:
        units = list(adding.cleaned_data["units"])
        actions.contenders_add(units=units, groups=adding.groups(), **told)


@form_view
def settings(request: Request, pk: int) -> HttpResponse:
    """Criteria, classes, void ballots, trimming, quorum, rounding."""
    session = session_run(request, pk)
    if fixed := fixed_page(request, session, _("评议办法")):
        return fixed
    form = RulesForm(posted(request), session.settings, contenders_of(session))
    if request.method == "POST" and form.is_valid():
        try:
            actions.settings_set(
                session=session, settings=form.settings(), by=request.actor, at=request.at
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("办法已保存。"))
            return redirect(session)
    context = {"session": session, "form": form, "template": template_name(session.template)}
    return page(request, "appraisal/settings.html", context, status=422 if form.has_errors else 200)


@require_safe
def rules(request: Request, pk: int) -> HttpResponse:
    """The rules on one sheet of A4, with the digest once they are frozen."""
    session = session_for(request.actor, pk)
    rows = contenders_of(session)
    found = readable(session, rows)
    context = {
        "session": session, "rules": sheet_of(found) if found else None, "contenders": rows,
    }  # fmt: skip
    return page(request, "appraisal/rules.html", context)
