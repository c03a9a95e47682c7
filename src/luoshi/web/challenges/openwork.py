"""Bids of a unit, objections to answer, and keys: these are the person's own and cannot pass."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from luoshi.web.accounts.models import Appointment
from luoshi.web.accounts.openwork import Work
from luoshi.web.challenges.models import Bid, KeyHolder, Objection

OVER = ("rewarded", "declined", "lapsed", "assigned", "delisted", "void")


def open_work(appointment: Appointment) -> Iterator[Work]:
    """By role; of a sealed bid no more is said than that there is one."""
    if appointment.role in ("contact", "unit_leader"):
        bids = Bid.objects.filter(unit=appointment.unit_id).exclude(challenge__state__in=OVER)
        for bid in bids.select_related("challenge").order_by("pk"):
            yield Work("bid", bid.challenge.title, "", None, _page(bid.challenge_id))
    if appointment.role == "supervisor":
        open_ones = Objection.objects.filter(
            answered_at=None, challenge__jurisdiction=appointment.jurisdiction_id
        )
        for row in open_ones.select_related("challenge").order_by("pk"):
            yield Work("objection", row.challenge.title, "", None, _page(row.challenge_id))
    held = KeyHolder.objects.filter(
        person=appointment.user_id,
        handed_in_at=None,
        challenge__jurisdiction=appointment.jurisdiction_id,
    ).exclude(challenge__state__in=OVER)
    for each in held.select_related("challenge").order_by("pk"):
        note = gettext("密钥不随任职移交，请另行交出")
        yield Work("key", each.challenge.title, note, None, _page(each.challenge_id))


def _page(pk: int) -> str:
    return reverse("challenge", args=[pk])
