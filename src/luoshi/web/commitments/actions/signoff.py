"""Sign-off after verification, with the steps that the kinds of lists put before it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.core.errors import Invalid, Refused
from luoshi.core.workflow import COMMITMENT
from luoshi.web.accounts.actor import Actor
from luoshi.web.audit.actions import record
from luoshi.web.commitments.actions.entries import locked
from luoshi.web.commitments.actions.progress import commitment_advance
from luoshi.web.commitments.models import Commitment, ListItem, SignOffStep
from luoshi.web.commitments.rules import can_sign_off
from luoshi.web.commitments.signoff import PlaceStages, sign_off_day, stages_of


@transaction.atomic
def sign_off_step_take(
    *, item: ListItem, key: str, on: date, note: str, by: Actor, at: datetime
) -> SignOffStep:
    """The next step of one list before sign-off, taken on a day up to today.

    Raises Refused ``wrong-state`` (only what is verified), ``step-not-next``, ``step-too-early``;
    Invalid ``step-in-future``.
    """
    commitment = locked(item.commitment)
    can_sign_off(by, commitment).require()
    COMMITMENT.next(commitment.state, "sign_off")
    if on > timezone.localdate(at):
        raise Invalid("step-in-future", field="on")
    (found,) = stages_of(ListItem.objects.filter(pk=item.pk).select_related(*RELATED))
    stage = found.stages.next
    if stage is None or stage.step.key != key:
        raise Refused("step-not-next")
    if stage.opens_on and on < stage.opens_on:
        raise Refused("step-too-early", day=stage.opens_on)
    step = SignOffStep.objects.create(
        item=item, key=key, note=note, taken_on=on, taken_by_id=by.user_id, taken_at=at
    )
    record(
        by=by,
        at=at,
        verb="commitment.step",
        obj=commitment,
        after={"list": item.list_id, "step": key, "on": on, "reason": note},
    )
    return step


@transaction.atomic
def commitment_sign_off(*, commitment: Commitment, by: Actor, at: datetime) -> None:
    """销号: every list that goes so far has all its steps behind it.

    Raises Refused ``wrong-state``, ``steps-missing``, ``step-too-early``, ``sign-off-unused``.
    """
    fresh = locked(commitment)
    can_sign_off(by, fresh).require()
    COMMITMENT.next(fresh.state, "sign_off")
    places = places_to_sign_off(fresh)
    if places and not any(place.signs_off for place in places):
        raise Refused("sign-off-unused")
    day = sign_off_day(places)
    if day is None:
        raise Refused("steps-missing")
    if timezone.localdate(at) < day:
        raise Refused("step-too-early", day=day)
    commitment_advance(commitment=fresh, verb="sign_off", by=by, at=at)


RELATED = ("list__list_type", "list__frozen_version", "commitment")


def places_to_sign_off(commitment: Commitment) -> list[PlaceStages]:
    """Every place of the commitment with its steps, whoever asks."""
    return stages_of(commitment.items.select_related(*RELATED).prefetch_related("steps"))
