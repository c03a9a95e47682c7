"""The opening key: taken once, shown once, handed in at the opening."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from luoshi.web.challenges import actions
from luoshi.web.challenges.forms import KeyForm, TakeKeyForm
from luoshi.web.challenges.models import Challenge, KeyHolder
from luoshi.web.challenges.page import today_of
from luoshi.web.challenges.queries import challenge_for, holder_of
from luoshi.web.challenges.views.asking import form_view
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page


def _holder(request: Request, challenge: Challenge) -> KeyHolder:
    """The person's own place. Raises Http404 for anybody else."""
    holder = holder_of(request.actor, challenge)
    if holder is None:
        raise Http404
    return holder


@never_cache
@form_view
@sensitive_variables("text")
def take(request: Request, pk: int) -> HttpResponse:
    """The half is shown in the answer to this one request, and nowhere else ever."""
    challenge = challenge_for(request.actor, pk)
    holder = _holder(request, challenge)
    form = TakeKeyForm(posted(request), initial={"replaces": actions.fingerprint(holder)})
    if form.is_valid():
        with refusals_on(form):
            text = actions.key_take(
                holder=holder,
                by=request.actor,
                at=request.at,
                replaces=form.cleaned_data["replaces"],
            )
            context = {"challenge": challenge, "holder": holder, "groups": text.split("-")}
            return page(request, "challenges/key.html", context)
    context = {"challenge": challenge, "holder": holder, "form": form}
    return page(request, "challenges/key_take.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@form_view
def hand_in(request: Request, pk: int) -> HttpResponse:
    """One half; with the second, everything opens at once."""
    challenge = challenge_for(request.actor, pk)
    holder = _holder(request, challenge)
    form = KeyForm(posted(request))
    if form.is_valid():
        with refusals_on(form):
            opened = actions.key_hand_in(
                holder=holder, text=form.cleaned_data["key"], by=request.actor, at=request.at
            )
            if opened is None:
                messages.success(request, _("您的一份已交出，等另一位保管人。"))
            else:
                messages.success(request, _("已开标，共 %(n)s 份方案。") % {"n": opened})
            return redirect(challenge)
    context = {"challenge": challenge, "holder": holder, "form": form, "now": today_of(request.at)}
    return page(request, "challenges/key_give.html", context, status=422 if form.errors else 200)
