"""The list, one challenge, its public notice, and the steps that are asked once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from luoshi.web.challenges import actions
from luoshi.web.challenges.acts import LABELS, acts_on
from luoshi.web.challenges.forms import ConfirmForm, ReasonForm
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.page import detail_of, facts_of, partner_names
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.queries import challenge_for, counts_by_state, proposers_of
from luoshi.web.challenges.rows import chips_of, listed, row_of
from luoshi.web.challenges.views.asking import Label, asked, form_view
from luoshi.web.commitments.forms import posted
from luoshi.web.http import Request, page

ROWS = 50
Action = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that is asked once: what will happen to whom, and whether a reason is needed."""

    action: Action
    warning: Label
    done: Label
    reason: bool = False


STEPS: Mapping[str, Asked] = {
    "submit": Asked(
        actions.challenge_submit,
        _("榜单交市领导定榜；定榜后，难题、标准、止损、奖励、预算、时间和人员都不能再改。"),
        _("已提请定榜。"),
    ),
    "approve": Asked(
        actions.challenge_approve,
        _("定榜后榜单内容固定，两位保管人随即可以领取密钥；要改只能退回重拟。"),
        _("已定榜。"),
    ),
    "return": Asked(
        actions.challenge_return, _("退回督查室重拟；已领的密钥作废。"), _("已退回。"), reason=True
    ),
    "decline": Asked(
        actions.challenge_decline,
        _("这个难题不列入榜单，不能恢复。"),
        _("已决定不予列榜。"),
        reason=True,
    ),
    "publish": Asked(
        actions.challenge_publish,
        _("发榜后本辖区各单位都能看到，可以揭榜到开标时间为止；内容和密钥都不能再换。"),
        _("已发榜。"),
    ),
    "void": Asked(
        actions.challenge_void,
        _(
            "只在密钥遗失时作废。作废后，已收的方案永远读不出来，任何人都没有办法；"
            "各单位要在重新发榜后重新提交。"
        ),
        _("已作废。"),
        reason=True,
    ),
    "lapse": Asked(
        actions.challenge_lapse, _("没有可取的方案，按流榜处理。"), _("已流榜。"), reason=True
    ),
    "conclude": Asked(
        actions.challenge_conclude,
        _("公示期已满，异议都已答复。结束公示后，请中榜单位签军令状。"),
        _("公示已结束，可以签榜。"),
    ),
    "promote": Asked(
        actions.reserve_promote, _("由候补单位递补，请其签军令状。"), _("候补已递补。")
    ),
    "resume": Asked(
        actions.challenge_resume,
        _("这次没有通过，继续攻坚，之后再组织验榜。"),
        _("继续攻榜。"),
        reason=True,
    ),
    "delist": Asked(
        actions.challenge_delist,
        _("摘榜后不再攻坚，对应事项记为未完成。有容错报备的，请先看报备再决定；是否免责另行认定。"),
        _("已摘榜。"),
        reason=True,
    ),
    "pass": Asked(
        actions.challenge_pass,
        _("每条标准都由每位验榜人判通过的，确认为验榜通过；其余为未通过。"),
        _("验榜结论已记录。"),
    ),
    "reward": Asked(actions.challenge_reward, _("批准奖励方案，向本辖区公布。"), _("已奖榜。")),
    "republish": Asked(
        actions.challenge_republish,
        _("按原榜单另拟一个新榜，取代这一个；时间、人员、密钥重新确定，原来的方案不沿用。"),
        _("新榜已建，请拟定时间和人员。"),
    ),
}


@require_safe
def challenges(request: Request) -> HttpResponse:
    """Every challenge with its ten steps."""
    group = request.GET.get("group", "")
    counts = counts_by_state(request.actor)
    found = Paginator(listed(request.actor, group), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [row_of(request.actor, each, request.at) for each in found],
        "chips": chips_of(counts, group),
        "query": f"group={group}" if group else "",
        "proposes": bool(proposers_of(request.actor)),
    }
    return page(request, "challenges/challenges.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """The ten steps, who did what, and the next act."""
    challenge = challenge_for(request.actor, pk)
    context = detail_of(Parts(request.actor, challenge, request.at))
    return page(request, "challenges/challenge.html", context)


@require_safe
def notice(request: Request, pk: int) -> HttpResponse:
    """The public notice, to be printed and put up."""
    challenge = challenge_for(request.actor, pk)
    parts = Parts(request.actor, challenge, request.at)
    chosen = parts.last("select")
    if chosen is None or challenge.notice_until is None:
        raise Http404
    bids = {bid.pk: bid for bid in parts.bids}
    context = {
        "challenge": challenge,
        "facts": facts_of(challenge),
        "winners": _ranked(chosen.facts, bids, chosen.facts["winners"]),
        "reserve": _ranked(chosen.facts, bids, [chosen.facts["reserve"]]),
        "partners": partner_names(parts.bids),
        "chosen": chosen,
    }
    return page(request, "challenges/notice.html", context)


def _ranked(
    facts: Mapping[str, Any], bids: Mapping[int, Any], wanted: list[int | None]
) -> list[tuple[object, object]]:
    rows = {row["bid"]: row for row in facts["standings"]}
    return [(bids[key], rows[key]) for key in wanted if key is not None and key in bids]


@form_view
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Ask once, then do it."""
    challenge: Challenge = challenge_for(request.actor, pk)
    what = STEPS.get(verb)
    if what is None or not _is_open(request, challenge, verb):
        raise Http404
    form = (ReasonForm if what.reason else ConfirmForm)(posted(request))
    parts = Parts(request.actor, challenge, request.at)
    return asked(
        request,
        challenge,
        form,
        lambda: what.action(
            challenge=challenge, **form.cleaned_data, by=request.actor, at=request.at
        ),
        title=LABELS[verb],
        warning=what.warning,
        done=what.done,
        claims=[(p, c) for p in parts.pledges for c in p.claims] if verb == "delist" else [],  # type: ignore[attr-defined]
        awards=parts.in_state("passed") if verb == "reward" else [],
    )


def _is_open(request: Request, challenge: Challenge, verb: str) -> bool:
    """A page is shown for what may be done now; what is sent is judged by the action alone."""
    if request.method == "POST":
        return True
    parts = Parts(request.actor, challenge, request.at)
    return any(act.key == verb for act in acts_on(parts))
