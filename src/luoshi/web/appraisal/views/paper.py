"""Ballots on paper: blank ones to print, entering, differences, the reconciled list."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.tally import ABSTAIN
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.forms import MarksForm, NumberForm, ReasonForm
from luoshi.web.appraisal.kinds import frozen_rules
from luoshi.web.appraisal.models import PaperBallot, Session
from luoshi.web.appraisal.paper import DIFFERS, final_marks, standing_of
from luoshi.web.appraisal.queries import paper_for, papers_of, session_for
from luoshi.web.appraisal.rules import can_enter_paper, can_run_sessions
from luoshi.web.appraisal.views.frame import asked, form_view
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page


def _entered(request: Request, pk: int) -> Session:
    session = session_for(request.actor, pk)
    can_enter_paper(request.actor, session.jurisdiction_id).require()
    if session.rules is None:
        raise Http404
    return session


@require_safe
def papers(request: Request, pk: int) -> HttpResponse:
    """How far each ballot is; which one to enter next."""
    session = _entered(request, pk)
    rules = frozen_rules(session)
    rows = [(each, standing_of(each)) for each in papers_of(session)]
    context = {
        "session": session,
        "rows": rows,
        "done": sum(final_marks(each) is not None for each, _standing in rows),
        "form": NumberForm(classes=rules.classes, initial=request.GET),
        "classes": rules.classes,
        "runs": can_run_sessions(request.actor, session.jurisdiction_id),
    }
    return page(request, "appraisal/papers.html", context)


@require_safe
def blank(request: Request, pk: int) -> HttpResponse:
    """An empty ballot of a class on A4, to be copied."""
    session = _entered(request, pk)
    rules = frozen_rules(session)
    key = request.GET.get("class", "")
    found = next((each for each in rules.classes if each.key == key), None)
    if found is None:
        raise Http404
    names = [each for each in rules.contenders if each.key not in found.recused]
    context = {
        "session": session, "voter_class": found, "rules": rules, "contenders": names,
        "stepped": any(each.step for each in rules.criteria),
    }  # fmt: skip
    return page(request, "appraisal/paper_blank.html", context)


@form_view
def enter(request: Request, pk: int) -> HttpResponse:
    """First or second entry of one ballot, from the paper alone."""
    session = _entered(request, pk)
    rules = frozen_rules(session)
    asking = NumberForm(request.GET, classes=rules.classes)
    if not asking.is_valid():
        return redirect_with(request, session, _("请选择票种，填写纸票编号。"))
    told = asking.cleaned_data
    form = MarksForm(posted(request), rules=rules, voter_class=told["voter_class"])
    if form.is_valid():
        with refusals_on(form):
            made = actions.paper_enter(
                session=session, **told, marks=form.marks(), by=request.actor, at=request.at
            )
            return redirect_with(request, session, _said(made), made)
    context = {"session": session, "form": form, "rows": form.rows(), "told": told, "rules": rules}
    status = 422 if form.errors else 200
    return page(request, "appraisal/paper_enter.html", context, status=status)


def redirect_with(
    request: Request, session: Session, words: str, made: PaperBallot | None = None
) -> HttpResponse:
    """To the list, with the next number of the class filled in."""
    messages.success(request, words) if made else messages.error(request, words)
    url = reverse("session-paper", args=[session.pk])
    query = f"?voter_class={made.voter_class}&number={made.number + 1}" if made else ""
    return redirect(url + query)


def _said(made: PaperBallot) -> str:
    told = {"class": made.voter_class, "n": made.number}
    if made.second is None:
        return _("%(class)s %(n)s 号第一遍已录入，等另一个人录入第二遍。") % told
    if standing_of(made) == DIFFERS:
        return _("%(class)s %(n)s 号两遍不一致，请对照纸票核定。") % told
    return _("%(class)s %(n)s 号两遍一致。") % told


@form_view
def settle(request: Request, pk: int, of: int) -> HttpResponse:
    """Both entries side by side where they differ, and what the paper says."""
    session = _entered(request, pk)
    paper = paper_for(session, of)
    if paper.second is None:
        raise Http404
    rules = frozen_rules(session)
    form = MarksForm(
        posted(request), rules=rules, voter_class=paper.voter_class, marks=_common(paper)
    )
    if form.is_valid():
        with refusals_on(form):
            actions.paper_settle(paper=paper, marks=form.marks(), by=request.actor, at=request.at)
            messages.success(request, _("已核定。"))
            return redirect("session-paper", pk)
    rows = [
        (contender, [(field, *_both(paper, field.name)) for field in fields])
        for contender, fields in form.rows()
    ]
    context = {"session": session, "paper": paper, "form": form, "rows": rows, "rules": rules}
    status = 422 if form.errors else 200
    return page(request, "appraisal/paper_settle.html", context, status=status)


def _common(paper: PaperBallot) -> dict[str, dict[str, str | None]]:
    """The marks in which both entries agree; the others are to be read from the paper."""
    return {
        key: {
            name: mark if paper.second[key].get(name) == mark else None
            for name, mark in row.items()
        }
        for key, row in paper.first.items()
    }


def _both(paper: PaperBallot, name: str) -> tuple[str, str, bool]:
    contender, _dash, criterion = name.partition("-")
    marks = (paper.first[contender][criterion], paper.second[contender][criterion])
    words = [_("不了解") if mark == ABSTAIN else mark or _("空白") for mark in marks]
    return words[0], words[1], marks[0] != marks[1]


@form_view
def remove(request: Request, pk: int, of: int) -> HttpResponse:
    """An entry under a wrong class or number."""
    session = _entered(request, pk)
    paper = paper_for(session, of)
    form = ReasonForm(posted(request))
    url = reverse("session-paper", args=[pk])
    return asked(
        request, session, form,
        lambda: actions.paper_remove(
            paper=paper, note=form.cleaned_data["note"], by=request.actor, at=request.at
        ),
        title=_("删去录入"), about=f"{paper.voter_class} {paper.number}",
        warning=_("这张纸票的两遍录入都删去，按正确的票种和编号重新录入。"),
        done=_("已删去。"), to=url, back=url,
    )  # fmt: skip
