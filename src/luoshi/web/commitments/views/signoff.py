"""The steps before sign-off, list by list, and the sign-off."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.core.workflow import COMMITMENT
from luoshi.web.commitments import actions
from luoshi.web.commitments.actions.signoff import places_to_sign_off
from luoshi.web.commitments.columns import title
from luoshi.web.commitments.forms import StepForm, refusals_on
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.queries import commitment_for
from luoshi.web.commitments.rules import can_sign_off
from luoshi.web.commitments.signoff import PlaceStages, sign_off_day
from luoshi.web.http import Request, page


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: Request, pk: int) -> HttpResponse:
    """What still stands before it; once nothing does, the sign-off."""
    commitment = _verified(request, pk)
    if request.method == "POST":
        actions.commitment_sign_off(commitment=commitment, by=request.actor, at=request.at)
        messages.success(request, _("已销号。"))
        return redirect(commitment)
    return _shown(request, commitment, places_to_sign_off(commitment))


@require_POST
def step(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """The next step of one list."""
    commitment = _verified(request, pk)
    places = places_to_sign_off(commitment)
    place = next((one for one in places if one.place.pk == item_pk), None)
    if place is None:
        raise Http404
    form = StepForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            actions.sign_off_step_take(
                item=place.place,
                key=request.POST.get("key", ""),
                **form.cleaned_data,
                by=request.actor,
                at=request.at,
            )
            messages.success(request, _("已记录。"))
            return redirect("commitment-sign-off", pk)
    return _shown(request, commitment, places, {item_pk: form})


def _verified(request: Request, pk: int) -> Commitment:
    commitment = commitment_for(request.actor, pk)
    can_sign_off(request.actor, commitment).require()
    COMMITMENT.next(commitment.state, "sign_off")
    return commitment


def _shown(
    request: Request,
    commitment: Commitment,
    places: Sequence[PlaceStages],
    given: dict[int, StepForm] | None = None,
) -> HttpResponse:
    given, today = given or {}, timezone.localdate(request.at)
    day = sign_off_day(places)
    rows = [
        {
            "list": each.place.list,
            "pk": each.place.pk,
            "stages": [(title(stage.step), stage) for stage in each.stages.stages],
            "next": each.stages.next,
            "next_title": title(each.stages.next.step) if each.stages.next else "",
            "form": given.get(each.place.pk) or StepForm(initial={"on": today}),
        }
        for each in places
        if each.signs_off
    ]
    is_open = day is not None and day <= today
    context = {"commitment": commitment, "rows": rows, "day": day, "is_open": is_open}
    return page(request, "commitments/sign_off.html", context, status=422 if given else 200)
