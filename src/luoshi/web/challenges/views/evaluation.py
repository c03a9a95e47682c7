"""评榜、公示: declare, mark, choose, object, answer."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.web.challenges import actions
from luoshi.web.challenges.forms import (
    AnswerForm,
    DeclareForm,
    MarksForm,
    ObjectionForm,
    SelectForm,
)
from luoshi.web.challenges.models import Challenge, Evaluator
from luoshi.web.challenges.numbers import criteria_kept, label_of
from luoshi.web.challenges.page import shown_standings
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.queries import (
    challenge_for,
    current_bids,
    evaluator_of,
    involved_in,
    judged_bids,
    objection_for,
)
from luoshi.web.challenges.rules import can_answer_objection, can_decide, can_mark, can_object
from luoshi.web.challenges.views.asking import asked, form_view
from luoshi.web.commitments.forms import posted
from luoshi.web.http import Request


def _evaluator(request: Request, challenge: Challenge) -> Evaluator:
    """The person's own place. Raises Http404 for anybody else, and before the opening."""
    found = evaluator_of(request.actor, challenge)
    if found is None or challenge.state != "evaluating":
        raise Http404
    return found


@form_view
def declare(request: Request, pk: int) -> HttpResponse:
    """Whether there is an interest."""
    challenge = challenge_for(request.actor, pk)
    evaluator = _evaluator(request, challenge)
    form = DeclareForm(posted(request))
    return asked(
        request,
        challenge,
        form,
        lambda: actions.interest_declare(
            evaluator=evaluator, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=_("申明利害关系"),
        warning=_("申明一次，不能再改。有利害关系的全程回避，也不再看得到各家方案。"),
        done=_("已申明。"),
        bids=current_bids(challenge),
    )


@form_view
def marks(request: Request, pk: int) -> HttpResponse:
    """Every mark at once, on one table."""
    challenge = challenge_for(request.actor, pk)
    evaluator = _evaluator(request, challenge)
    bids = judged_bids(challenge)
    parts = Parts(request.actor, challenge, request.at)
    can_mark(request.actor, evaluator, near=parts.near, bidding=parts.bidding).require()
    criteria = criteria_kept(challenge.criteria)
    form = MarksForm(posted(request), bids=bids, criteria=criteria)
    table = [
        (label_of(each), each.points, [form.field_of(bid, each) for bid in bids])
        for each in criteria
    ]
    return asked(
        request,
        challenge,
        form,
        lambda: actions.marks_give(
            evaluator=evaluator,
            marks=form.marks(),
            remark=form.cleaned_data["remark"],
            by=request.actor,
            at=request.at,
        ),
        title=_("打分"),
        button=_("提交打分"),
        done=_("打分已提交。"),
        template="challenges/marks.html",
        bids=bids,
        table=table,
        draft=f"challenge-{pk}-marks",
    )


@form_view
def select(request: Request, pk: int) -> HttpResponse:
    """Winners and reserve; the notice begins with it."""
    challenge = challenge_for(request.actor, pk)
    can_decide(request.actor, challenge).require()
    parts = Parts(request.actor, challenge, request.at)
    standing = shown_standings(parts)
    bids = {bid.pk: bid for bid in parts.bids}
    form = SelectForm(posted(request), bids=bids, standing=standing)
    return asked(
        request,
        challenge,
        form,
        lambda: actions.challenge_select(
            challenge=challenge,
            winners=form.chosen,
            reserve=form.kept,
            note=form.cleaned_data["note"],
            by=request.actor,
            at=request.at,
        ),
        title=_("评定中榜"),
        warning=_("按名次取，不能越过；分数相同的由您决定并写明理由。评定后立即开始公示。"),
        button=_("评定并公示"),
        done=_("已评定，公示开始。"),
    )


@form_view
def objection(request: Request, pk: int) -> HttpResponse:
    """Something against the result."""
    challenge = challenge_for(request.actor, pk)
    can_object(request.actor, challenge).require()
    if challenge.state != "noticing":
        raise Http404
    form = ObjectionForm(posted(request), bids=current_bids(challenge))
    return asked(
        request,
        challenge,
        form,
        lambda: actions.objection_file(
            challenge=challenge, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=pgettext("button", "提出异议"),
        warning=_("异议由没有参与评榜、定榜的人答复；答复之前不能签榜。"),
        done=_("异议已提出。"),
        draft=f"challenge-{pk}-object",
    )


@form_view
def answer(request: Request, pk: int, objection_pk: int) -> HttpResponse:
    """The answer of somebody who had no part."""
    challenge = challenge_for(request.actor, pk)
    found = objection_for(challenge, objection_pk)
    can_answer_objection(request.actor, found, involved=involved_in(found)).require()
    form = AnswerForm(posted(request))
    return asked(
        request,
        challenge,
        form,
        lambda: actions.objection_answer(
            objection=found, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=_("答复异议"),
        warning=_("异议针对一份方案并成立的，该方案不再评审；针对整体并成立的，评委重新打分。"),
        done=_("已答复。"),
        objection=found,
    )
