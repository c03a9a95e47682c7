"""What the voter's pages ask: whose token this is, what is open, which rules were frozen.

Asked by thousands of phones at once, so in as few statements as can be; what is frozen is kept.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404

from luoshi.core.errors import Invalid, Refused
from luoshi.core.tally import TallyRules, tally_rules_from
from luoshi.core.voting import Gate, Sheet, registry_digest
from luoshi.web.appraisal.models import (
    Contender,
    Item,
    ItemState,
    ItemVoid,
    SealedList,
    Session,
)
from luoshi.web.box import Box, box_of
from luoshi.web.prepared import one_row

SESSION = "s.id, s.box, s.digest, s.state"
HOLDER = (
    f"SELECT t.voter_class, t.replaced, {SESSION} FROM appraisal_token t"
    " JOIN appraisal_session s ON s.id = t.session_id WHERE t.digest = %s"
)
ONE = f"SELECT {SESSION} FROM appraisal_session s WHERE s.id = %s AND s.digest <> ''"
RELEASED = ("released", "accepted")
"""States of a session in which the open part of its list is everybody's."""
POLLED_SECONDS = 0.3
"""For so long phones that ask for the state get the same answer; ballots ask the box itself."""
MOST_POLLED = 256


@dataclass(frozen=True, slots=True)
class Hall:
    """A session as a phone needs it. ``digest`` names its frozen rules."""

    pk: int
    box: UUID
    digest: str
    state: str

    def its_box(self) -> Box:
        """Raises: Refused with the word for where the session stands: there is no box yet, or no
        more."""
        try:
            return box_of(self.box)
        except Refused as error:
            raise Refused(_without_box(self.state)) from error


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token: of which class, in which session. Nobody by name."""

    voter_class: str
    replaced: bool
    hall: Hall


def holder_of(letters: str) -> Holder:
    """By a token as ``read_token`` gives it. Raises: Invalid("token-unknown")."""
    row = one_row(HOLDER, [registry_digest(letters)])
    if row is None:
        raise Invalid("token-unknown", field="token")
    return Holder(row[0], bool(row[1]), _hall(*row[2:]))


def hall_of(pk: int) -> Hall:
    """A session by number, from when its rules are frozen. Raises: Refused("vote-unknown")."""
    row = one_row(ONE, [pk])
    if row is None:
        raise Refused("vote-unknown")
    return _hall(*row)


def sheet_of(hall: Hall, box: Box, item: int) -> Sheet:
    """What is marked in an item. Raises: Refused("item-unknown")."""
    sheet = _sheets(hall.pk, hall.digest, box).get(item)
    if sheet is None:
        raise Refused("item-unknown")
    return sheet


@lru_cache(maxsize=64)
def rules_of(pk: int, digest: str) -> TallyRules:
    """The frozen rules of a session; another digest is another set."""
    session = Session.objects.only("rules").get(pk=pk, digest=digest)
    return tally_rules_from(session.rules)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the agenda. ``waits``: not opened, or not again yet; ``voided``: why its
    marks were made void the last time."""

    item: int
    title: str
    waits: bool
    voided: str


def agenda_of(pk: int) -> list[Entry]:
    """The items of a session in the order of the agenda: one query."""
    voids = ItemVoid.objects.filter(item=OuterRef("pk")).order_by("-pk").values("reason")
    rows = Item.objects.filter(session=pk).annotate(voided=Subquery(voids[:1])).order_by("number")
    told = rows.values_list("pk", "title", "state", "voided")
    return [Entry(*row[:2], row[2] == ItemState.WAITING, row[3] or "") for row in told]


@dataclass(frozen=True, slots=True)
class Polled:
    """What a phone asks for every few seconds, and the tag by which it knows it already."""

    body: bytes
    tag: str
    until: float


_polled: dict[int, Polled] = {}


def polled(pk: int) -> Polled:
    """The items of a session and whether they are open. Raises: Refused("vote-unknown")."""
    found = _polled.get(pk)
    if found is None or found.until < time.monotonic():
        if len(_polled) >= MOST_POLLED:
            _polled.clear()
        found = _polled[pk] = _asked(pk)
    return found


def gates_of(hall: Hall) -> tuple[tuple[Gate, ...], str]:
    """The gates, and the word for why there are none."""
    try:
        return hall.its_box().gates(), ""
    except Refused as refused:
        return (), refused.code


def receipt_stands(pk: int, receipt: str) -> bool:
    """Whether a receipt is in the sealed list. Raises: Refused("list-not-sealed")."""
    seal = SealedList.objects.filter(session=pk).values_list("seal", flat=True).first()
    if seal is None:
        raise Refused("list-not-sealed")
    return receipt in _receipts(pk, seal)


def voids_in(pk: int) -> bool:
    """Whether any item was made void: a ballot that had no other is not in the list."""
    return ItemVoid.objects.filter(item__session=pk).exists()


def released_session(pk: int) -> Session:
    """A session whose result is everybody's. Raises Http404."""
    found = Session.objects.filter(pk=pk, state__in=RELEASED).first()
    if found is None:
        raise Http404
    return found


@lru_cache(maxsize=8)
def _receipts(pk: int, seal: str) -> frozenset[str]:
    document = SealedList.objects.values_list("document", flat=True).get(session=pk, seal=seal)
    return frozenset(json.loads(bytes(document))["receipts"])


@lru_cache(maxsize=64)
def _sheets(pk: int, digest: str, box: Box) -> Mapping[int, Sheet]:
    rules = _in_turn(rules_of(pk, digest), pk)
    return {gate.item: Sheet(rules, gate.contenders) for gate in box.gates()}


def _in_turn(rules: TallyRules, pk: int) -> TallyRules:
    """The rules with their contenders as they speak: the lot is drawn before there is a box."""
    turns = {each.key: at for at, each in enumerate(Contender.objects.filter(session=pk))}
    last = len(turns)
    rows = sorted(rules.contenders, key=lambda each: turns.get(each.key, last))
    return replace(rules, contenders=tuple(rows))


def _asked(pk: int) -> Polled:
    gates, why = gates_of(hall_of(pk))
    items = [{"item": gate.item, "turn": gate.turn, "open": gate.is_open} for gate in gates]
    body = json.dumps({"items": items, "why": why}, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Polled(body, tag, time.monotonic() + POLLED_SECONDS)


@lru_cache(maxsize=64)
def _hall(pk: int, box: UUID | str, digest: str, state: str) -> Hall:
    return Hall(pk, box if isinstance(box, UUID) else UUID(box), digest, state)


def _without_box(state: str) -> str:
    if state in ("preparing", "frozen", "running"):
        return "vote-not-begun"
    return "vote-cancelled" if state == "cancelled" else "vote-sealed"
