"""揭榜: hand a bid in, take it back, read it once it is open."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from luoshi.core.errors import Refused
from luoshi.web.challenges import actions
from luoshi.web.challenges.acts import is_taking_bids, units_that_bid
from luoshi.web.challenges.forms import BidForm, BidSteps, ConfirmForm
from luoshi.web.challenges.models import Challenge
from luoshi.web.challenges.page import content_of, facts_of, today_of
from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.queries import bid_for, challenge_for, own_bid_for, own_bids
from luoshi.web.challenges.views.asking import asked, form_view
from luoshi.web.commitments.forms import posted, refusals_on, steps_given
from luoshi.web.http import Request, page
from luoshi.web.units.models import Kind, Unit
from luoshi.web.units.queries import units_of


@never_cache
@sensitive_post_parameters()
@form_view
@sensitive_variables("form", "steps")
def bid(request: Request, pk: int) -> HttpResponse:
    """A bid: read from the request, sealed, and only then stored."""
    challenge = challenge_for(request.actor, pk)
    own, units = _units(request, challenge)
    form = BidForm(posted(request), own=own, units=units)
    steps = BidSteps(posted(request), prefix="steps")
    if form.is_valid() & steps.is_valid():
        with refusals_on(form):
            made = actions.bid_seal(
                challenge=challenge,
                unit=form.cleaned_data["unit"],
                content=form.content(tuple(steps_given(steps))),
                by=request.actor,
                at=request.at,
            )
            messages.success(
                request, _("已密封收下，回执 %(digest)s。") % {"digest": made.digest[:16]}
            )
            return redirect(challenge)
    wrong = bool(form.errors) or any(steps.errors)
    context = {
        "challenge": challenge,
        "facts": facts_of(challenge),
        "form": form,
        "steps": steps,
        "now": today_of(request.at),
        "before": own_bids(request.actor, challenge).filter(state="current").exists(),
    }
    return page(request, "challenges/bid_form.html", context, status=422 if wrong else 200)


def _units(request: Request, challenge: Challenge) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """The own units that may bid, and those that may be partners.

    What is sent after the opening is still read, so that the refusal can say how late it came.
    Raises Http404 for a person who leads no unit that may bid, Refused ``bids-closed``.
    """
    parts = Parts(request.actor, challenge, request.at)
    units = sorted(units_of(challenge.jurisdiction_id), key=lambda unit: unit.kind == Kind.TOWN)
    led = set(units_that_bid(parts))
    own = [unit for unit in units if unit.pk in led]
    if not own:
        raise Http404
    if request.method != "POST" and not is_taking_bids(parts):
        raise Refused("bids-closed")
    barred = led | parts.owner_line
    return own, [unit for unit in units if unit.pk not in barred]


@require_safe
def one(request: Request, pk: int, bid_pk: int) -> HttpResponse:
    """An opened bid."""
    challenge = challenge_for(request.actor, pk)
    found = bid_for(request.actor, challenge, bid_pk)
    said: Any = content_of(found) if found.content else None
    return page(
        request, "challenges/bid.html", {"challenge": challenge, "bid": found, "said": said}
    )


@require_safe
def sealed(request: Request, pk: int, bid_pk: int) -> HttpResponse:
    """The sealed bytes, for whoever wants to compare them with the receipt."""
    challenge = challenge_for(request.actor, pk)
    found = own_bid_for(request.actor, challenge, bid_pk)
    answer = HttpResponse(bytes(found.sealed), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="bid-{found.digest[:16]}.sealed"'
    return answer


@form_view
def withdraw(request: Request, pk: int, bid_pk: int) -> HttpResponse:
    """Take the bid back."""
    challenge = challenge_for(request.actor, pk)
    found = own_bid_for(request.actor, challenge, bid_pk)
    return asked(
        request,
        challenge,
        ConfirmForm(posted(request)),
        lambda: actions.bid_withdraw(bid=found, by=request.actor, at=request.at),
        title=_("撤回方案"),
        warning=_("撤回后这份方案不再有效，永远不会解密；截止前可以重新提交。"),
        done=_("方案已撤回。"),
    )
