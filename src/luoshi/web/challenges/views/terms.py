"""征榜、定榜: a proposal, the terms, the people."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.web.challenges import actions
from luoshi.web.challenges.forms import PeopleForm, PersonForm, ProposalForm, TermsForm
from luoshi.web.challenges.queries import (
    challenge_for,
    evaluators_of,
    holders_of,
    people_as,
    proposers_of,
)
from luoshi.web.challenges.rules import HOLDING, JUDGING, OWNING, can_run
from luoshi.web.challenges.views.asking import asked, form_view
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page
from luoshi.web.units.queries import units_of


@form_view
def new(request: Request) -> HttpResponse:
    """征榜: a hard item for the board."""
    area = proposers_of(request.actor).first()
    if area is None:
        raise Http404
    units = list(units_of(area.pk))
    own = request.actor.own_units(*OWNING)
    first = next((unit for unit in units if unit.pk in own), units[0])
    form = ProposalForm(posted(request), units=units, initial={"owner_unit": first})
    if form.is_valid():
        with refusals_on(form):
            made = actions.challenge_propose(
                jurisdiction=area, proposal=form.proposal(), by=request.actor, at=request.at
            )
            messages.success(request, _("难题已征集，由督查室拟定榜单。"))
            return redirect(made)
    context = {"form": form, "title": _("征榜"), "button": _("提交难题"), "draft": "challenge-new"}
    return page(request, "challenges/act.html", context, status=422 if form.errors else 200)


@form_view
def draw_up(request: Request, pk: int) -> HttpResponse:
    """Everything that is fixed before publication."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    units = list(units_of(challenge.jurisdiction_id))
    form = TermsForm(posted(request), units=units, initial=TermsForm.initial_of(challenge))
    return asked(
        request,
        challenge,
        form,
        lambda: actions.terms_set(
            challenge=challenge,
            proposal=form.proposal(),
            terms=form.terms(),
            by=request.actor,
            at=request.at,
        ),
        title=_("拟定榜单"),
        button=_("保存榜单"),
        done=_("榜单已保存。"),
        draft=f"challenge-{pk}",
        template="challenges/terms_form.html",
    )


@form_view
def people(request: Request, pk: int) -> HttpResponse:
    """Two holders of the opening key, and the evaluators."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    on, area = timezone.localdate(request.at), challenge.jurisdiction_id
    named = holders_of(challenge)
    initial = {
        "first": named[0].person_id if named else None,
        "second": named[1].person_id if named else None,
        "evaluators": [each.person_id for each in evaluators_of(challenge)],
    }
    form = PeopleForm(
        posted(request),
        holders=people_as(area, HOLDING, on),
        judges=people_as(area, JUDGING, on),
        initial=initial,
    )
    return asked(
        request,
        challenge,
        form,
        lambda: actions.people_name(
            challenge=challenge,
            holders=[form.cleaned_data["first"], form.cleaned_data["second"]],
            evaluators=list(form.cleaned_data["evaluators"]),
            by=request.actor,
            at=request.at,
        ),
        title=_("指定密钥保管人和评委"),
        warning=_(
            "开标要两位保管人各交一份密钥，缺一份就打不开；请指定两位平时互不隶属的人。"
            "评委在开标后申明利害关系，本单位参与揭榜的自动回避。"
        ),
        button=_("保存人员"),
        done=_("人员已保存。"),
    )


@form_view
def evaluator(request: Request, pk: int) -> HttpResponse:
    """One more evaluator."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    on, area = timezone.localdate(request.at), challenge.jurisdiction_id
    form = PersonForm(posted(request), people=people_as(area, JUDGING, on))
    return asked(
        request,
        challenge,
        form,
        lambda: actions.evaluator_add(
            challenge=challenge,
            person=form.cleaned_data["person"],
            by=request.actor,
            at=request.at,
        ),
        title=_("补充评委"),
        done=_("已补充。"),
    )
