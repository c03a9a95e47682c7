"""签榜到奖榜: pledges, the list, outsiders, rewards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from luoshi.web import blobs
from luoshi.web.challenges import actions
from luoshi.web.challenges.acts import pledge_acts
from luoshi.web.challenges.forms import (
    CallForm,
    ConfirmForm,
    ExemptionForm,
    ListForm,
    RewardForm,
    VerdictForm,
)
from luoshi.web.challenges.models import Challenge, Pledge
from luoshi.web.challenges.paper import pledge_docx
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.queries import (
    acceptor_of,
    challenge_for,
    lists_to_join,
    people_as,
    pledge_for,
)
from luoshi.web.challenges.rules import can_run
from luoshi.web.challenges.views.asking import Label, asked, form_view
from luoshi.web.commitments.forms import ReasonForm, posted
from luoshi.web.http import Request
from luoshi.web.units.queries import units_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Asked:
    """One act on a pledge: its form, its words, and what it does."""

    action: Callable[..., object]
    form: type[forms.Form]
    title: Label
    warning: Label
    done: Label


PLEDGES: Mapping[str, Asked] = {
    "sign": Asked(
        actions.pledge_sign,
        ConfirmForm,
        gettext_lazy("签军令状"),
        gettext_lazy(
            "由您代表单位签字：按榜单的标准和期限完成，到止损条件即停。请先下载军令状看过。"
        ),
        gettext_lazy("已签字，等市领导会签。"),
    ),
    "countersign": Asked(
        actions.pledge_countersign,
        ConfirmForm,
        gettext_lazy("会签军令状"),
        gettext_lazy("会签后军令状按此刻的内容存档，不能再改。"),
        gettext_lazy("已会签。"),
    ),
    "forgo": Asked(
        actions.pledge_forgo,
        ReasonForm,
        gettext_lazy("放弃签榜"),
        gettext_lazy("放弃后不能恢复，由候补递补。"),
        gettext_lazy("已放弃。"),
    ),
    "stop": Asked(
        actions.pledge_stop,
        ReasonForm,
        gettext_lazy("止损"),
        gettext_lazy(
            "按发榜时定的止损条件停止这一家；最后一家停止即摘榜。有容错报备的，请先看报备。"
        ),
        gettext_lazy("已止损。"),
    ),
    "exempt": Asked(
        actions.exemption_file,
        ExemptionForm,
        gettext_lazy("容错报备"),
        gettext_lazy("开始攻榜之前报备的标为“事前报备”。报备只作记录，是否免责由人另行认定。"),
        gettext_lazy("已报备。"),
    ),
}


@form_view
def pledge(request: Request, pk: int, pledge_pk: int, verb: str) -> HttpResponse:
    """One act on one pledge."""
    challenge = challenge_for(request.actor, pk)
    found, what = pledge_for(challenge, pledge_pk), PLEDGES.get(verb)
    if what is None or not _is_open(request, challenge, found, verb):
        raise Http404
    form = what.form(posted(request))
    return asked(
        request,
        challenge,
        form,
        lambda: what.action(pledge=found, **form.cleaned_data, by=request.actor, at=request.at),
        title=what.title,
        warning=what.warning,
        done=what.done,
        pledge=found,
        claims=[(found, claim) for claim in found.exemptions.all()],
    )


def _is_open(request: Request, challenge: Challenge, found: Pledge, verb: str) -> bool:
    """A page is shown for what may be done now; what is sent is judged by the action alone."""
    if request.method == "POST":
        return True
    return verb in dict(pledge_acts(Parts(request.actor, challenge, request.at), found))


@require_safe
def word(request: Request, pk: int, pledge_pk: int) -> HttpResponse:
    """The pledge as a Word file: as it was countersigned, else as it stands."""
    challenge = challenge_for(request.actor, pk)
    found = pledge_for(challenge, pledge_pk)
    data = blobs.read(found.sha256) if found.sha256 else pledge_docx(found)
    name = f"军令状-{found.bid.unit.short_name}-{challenge.title}.docx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(data, WORD, headers={"Content-Disposition": disposition})


@form_view
def start(request: Request, pk: int) -> HttpResponse:
    """Pledges become commitments of a list."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    lists = lists_to_join(challenge)
    form = ListForm(posted(request), lists=lists, initial={"within": lists.first()})
    return asked(
        request,
        challenge,
        form,
        lambda: actions.challenge_start(
            challenge=challenge, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=_("开始攻榜"),
        warning=_("签好的军令状列入清单并交办给各单位，节点照方案，之后按清单的轮次交账。"),
        done=_("已开始攻榜，事项已交办。"),
        lacks_list=not lists.exists(),
    )


@form_view
def assign(request: Request, pk: int) -> HttpResponse:
    """Given to a unit in the usual way."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    lists, units = lists_to_join(challenge), list(units_of(challenge.jurisdiction_id))
    form = ListForm(posted(request), lists=lists, units=units, initial={"within": lists.first()})
    return asked(
        request,
        challenge,
        form,
        lambda: actions.challenge_assign(
            challenge=challenge, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=_("转为交办"),
        warning=_("列入清单并交办给这个单位，由其负责人签收或提出异议；不再重新发榜。"),
        done=_("已转为交办。"),
        lacks_list=not lists.exists(),
    )


@form_view
def call(request: Request, pk: int) -> HttpResponse:
    """Name the outsiders."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    on = timezone.localdate(request.at)
    verifiers = people_as(challenge.jurisdiction_id, ["verifier"], on)
    form = CallForm(posted(request), people=verifiers)
    return asked(
        request,
        challenge,
        form,
        lambda: actions.challenge_call(
            challenge=challenge,
            people=list(form.cleaned_data["people"]),
            by=request.actor,
            at=request.at,
        ),
        title=_("组织验榜"),
        warning=_("验榜人须是外单位的核验员，与出题单位、揭榜单位、合作单位及其上下级都没有关系。"),
        done=_("已通知验榜人。"),
    )


@form_view
def verdict(request: Request, pk: int) -> HttpResponse:
    """Test by test, for every team."""
    challenge = challenge_for(request.actor, pk)
    acceptor = acceptor_of(request.actor, challenge)
    if acceptor is None or challenge.state != "testing":
        raise Http404
    form = VerdictForm(posted(request), pledges=actions.racing(challenge), tests=challenge.tests)
    return asked(
        request,
        challenge,
        form,
        lambda: actions.verdict_give(
            acceptor=acceptor, found=form.found(), by=request.actor, at=request.at
        ),
        title=_("逐条判定"),
        warning=_("只看结果，不看过程和苦劳。每条写明凭据；提交后不能再改。"),
        button=_("提交判定"),
        done=_("判定已提交。"),
        template="challenges/verdict.html",
        rows=form.rows(),
        draft=f"challenge-{pk}-verdict",
    )


@form_view
def award(request: Request, pk: int) -> HttpResponse:
    """What each team that passed is to get."""
    challenge = challenge_for(request.actor, pk)
    can_run(request.actor, challenge).require()
    passed = Parts(request.actor, challenge, request.at).in_state("passed")
    if not passed:
        raise Http404
    form = RewardForm(posted(request), pledges=passed)
    return asked(
        request,
        challenge,
        form,
        lambda: actions.reward_propose(
            challenge=challenge, awards=form.awards(), by=request.actor, at=request.at
        ),
        title=_("提出奖励"),
        warning=_("只奖励通过验榜的，合计不超过发榜时定的奖励；由市领导批准后公布。"),
        done=_("奖励方案已提出。"),
    )
